import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'

/** A variant's prices, the latest first, and what its page says of a reduction now. Cents with VAT. */
export interface History {
  readonly sku: string
  readonly label: string | null
  readonly prices: readonly PriceThen[]
  readonly lowestCents: number | null
  /**
   * Why the lowest price of 30 days is shown (`reduced`) or not (Directive 98/6/EC Art. 6a). `again`: back on offer after
   * more than 30 days in which it had no price.
   */
  readonly because: 'reduced' | 'first' | 'old' | 'raised' | 'again' | 'unoffered'
}

interface PriceThen {
  readonly priceCents: number
  readonly since: string
  /** What it would have cost while nobody could buy it does not count. */
  readonly state: 'offered' | 'unoffered' | 'coming'
}

/** The prices of a product's variants. */
export async function history(tx: Transaction, productId: string, language: Language): Promise<History[]> {
  const rows = await tx.execute<History & Record<string, unknown>>(sql`
    select sku, (select label from variant_text where variant_id = variant.id
                  order by language <> ${language} limit 1) as label,
           lowest_cents as "lowestCents", because,
           (select coalesce(json_agg(json_build_object('priceCents', price_change.price_cents, 'since', since,
               'state', case when not offered then 'unoffered' when since > now() then 'coming' else 'offered' end)
               order by since desc), '[]')
              from price_change where variant_id = variant.id) as prices
      from variant cross join shop_price_standing(variant.id) where product_id = ${productId}
      order by position, variant.id`)
  return [...rows]
}
