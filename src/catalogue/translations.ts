import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'

/** How many published products have no text in a language yet. */
export async function untranslated(
  reader: Pick<Transaction, 'execute'>,
  language: Language,
): Promise<number> {
  const [row] = await reader.execute<{ products: number }>(sql`
    select count(*)::int as products from product
     where published_at is not null
       and not exists (select from product_text where product_id = product.id and language = ${language})`)
  return row!.products
}
