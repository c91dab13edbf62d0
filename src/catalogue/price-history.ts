import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'

/** A variant's prices, the latest first, and what its page says of a reduction now. Cents with VAT. */
export interface History {
  readonly sku: string
  readonly label: string | null
  readonly prices: readonly { readonly priceCents: number; readonly since: string }[]
  readonly lowestCents: number | null
  /** Why the lowest price of 30 days is shown (`reduced`) or not (Directive 98/6/EC Art. 6a). */
  readonly because: 'reduced' | 'first' | 'old' | 'raised'
}

/** The prices of a product's variants. */
export async function history(tx: Transaction, productId: string, language: Language): Promise<History[]> {
  const rows = await tx.execute<Omit<History, 'because'> & { recent: boolean } & Record<string, unknown>>(sql`
    select sku, (select label from variant_text where variant_id = variant.id
                  order by language <> ${language} limit 1) as label,
           shop_lowest_before(variant.id) as "lowestCents",
           (select json_agg(json_build_object('priceCents', price_change.price_cents, 'since', since) order by since desc)
              from price_change where variant_id = variant.id) as prices,
           (select max(since) > now() - interval '60 days' from price_change where variant_id = variant.id) as recent
      from variant where product_id = ${productId} order by position, variant.id`)
  return rows.map(({ recent, ...row }) => ({ ...row, because: reasonOf(row, recent) }))
}

function reasonOf({ prices, lowestCents }: Omit<History, 'because'>, recent: boolean): History['because'] {
  if (lowestCents !== null) return 'reduced'
  if (prices.length < 2) return 'first'
  return recent ? 'raised' : 'old'
}
