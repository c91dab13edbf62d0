import { sql } from 'drizzle-orm'
import type { Reader } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'

/** Where something stands now. */
export interface Moved {
  readonly name: 'product' | 'category'
  readonly language: Language
  readonly slug: string
}

/** Where what was found under a path before stands now; undefined for what was never here or is not on offer. */
export async function movedFrom(reader: Reader, path: string): Promise<Moved | undefined> {
  const [row] = await reader.execute<Moved & Record<string, unknown>>(sql`
    select case when old_address.product_id is null then 'category' else 'product' end as name,
           old_address.language, coalesce(product_text.slug, category_text.slug) as slug
      from old_address
      left join product on product.id = old_address.product_id and published_at <= now()
      left join product_text on product_text.product_id = product.id and product_text.language = old_address.language
      left join category_text on category_text.category_id = old_address.category_id
        and category_text.language = old_address.language
      where path = any(${sql.param(spellings(path))}::text[])
        and coalesce(product_text.slug, category_text.slug) is not null
      order by since desc limit 1`)
  return row
}

/** The same path as browsers, crawlers and an imported list may write it. */
function spellings(path: string): string[] {
  const plain = decoded(path)
  const encoded = URL.parse(plain, 'http://same.invalid')?.pathname ?? path
  const bare = [path, plain, encoded, encodeURI(plain), plain.replaceAll(' ', '%20')]
  const composed = bare.map((one) => one.normalize('NFC'))
  const all = [...bare, ...composed].flatMap((one) => [one, `${one}/`])
  return [...new Set(all)].filter((one) => !one.includes('\0'))
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
