import { sql } from 'drizzle-orm'
import type { Means } from '../payments/table.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Column } from './csv.ts'
import { orderNumber } from './order-number.ts'

/** Money that was to go back on a day and had not gone yet; cents. Names no person. */
export interface RefundOnItsWay {
  readonly id: string
  readonly day: IsoDate
  readonly orderNumber: string | null
  readonly means: Means
  readonly amountCents: number
}

/**
 * What the account of refunds holds on a day: from being asked for a refund is a debt there and no more on the customer's
 * account, until it has gone or could not go.
 */
export async function refundsOnTheirWay(tx: Tx<'accounting'>, day: IsoDate): Promise<RefundOnItsWay[]> {
  return tx.execute<RefundOnItsWay & Record<string, unknown>>(sql`
    select refund.id, shop_day(asked_at)::text as day, ${orderNumber(sql`refund.order_id`)} as "orderNumber", means,
           amount_cents as "amountCents"
      from refund left join refund_outcome on refund_id = refund.id
     where shop_day(asked_at) <= ${day} and (outcome is null or happened_on > ${day})
     order by asked_at, refund.id`)
}

export const onTheirWayColumns: readonly Column<RefundOnItsWay>[] = [
  { field: 'day', of: (row) => ({ day: row.day }) },
  { field: 'orderNumber', of: (row) => row.orderNumber },
  { field: 'means', of: (row) => row.means, words: (row) => `books.means.${row.means}` },
  { field: 'amount', of: (row) => ({ cents: row.amountCents }) },
]
