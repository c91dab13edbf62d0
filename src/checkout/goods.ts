import { sql } from 'drizzle-orm'
import type { Product, Variant } from '../catalogue/products.ts'
import type { Reader } from '../platform/database/client.ts'
import { NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'

/** What putting a product into the cart has to know of it: its page reads ten times as much. */
export type Orderable = Pick<Product, 'wordLines' | 'wordLineLength' | 'takesArtwork'> & {
  readonly variants: readonly Pick<Variant, 'id' | 'stock'>[]
}

/** A published product by its address. Throws NotFound. */
export async function orderable(reader: Reader, language: Language, slug: string): Promise<Orderable> {
  const [row] = await reader.execute<Orderable & Record<string, unknown>>(sql`
    select word_lines as "wordLines", word_line_length as "wordLineLength", takes_artwork as "takesArtwork",
           (select coalesce(json_agg(json_build_object('id', id, 'stock', stock)), '[]') from variant
             where variant.product_id = product.id and withdrawn_at is null) as variants
      from product_text join product on product.id = product_text.product_id
      where product_text.language = ${language} and slug = ${slug} and published_at <= now()`)
  if (!row) throw new NotFound()
  return row
}
