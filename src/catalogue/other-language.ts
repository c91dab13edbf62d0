import { sql } from 'drizzle-orm'
import type { Reader } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'

/**
 * The slug in another language of what has this one; undefined for what is not there, not on offer, or not written in
 * that language.
 */
export async function slugIn(
  reader: Reader,
  to: Language,
  { name, language, slug }: { readonly name: 'product' | 'category'; language: Language; slug: string },
): Promise<string | undefined> {
  const [row] = await reader.execute<{ slug: string }>(
    name === 'category'
      ? sql`
        select there.slug from category_text here join category_text there on there.category_id = here.category_id
          where here.language = ${language} and here.slug = ${slug} and there.language = ${to}`
      : sql`
        select there.slug from product_text here join product_text there on there.product_id = here.product_id
          join product on product.id = here.product_id and published_at <= now()
          where here.language = ${language} and here.slug = ${slug} and there.language = ${to}`,
  )
  return row?.slug
}
