import { sql } from 'drizzle-orm'
import * as orders from '../orders/find.ts'
import { NotFound, Restricted } from '../platform/errors.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { OrderStanding } from './standing.ts'
import type { Withdrawal } from './withdrawals.ts'

export interface NumberedStanding extends OrderStanding {
  readonly number: string
}

/** What of their orders decides how withdrawals go on, by the order's id. */
export async function orderStandings(
  tx: Tx<'order-contract'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NumberedStanding>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.execute<{
    id: string
    number: string
    until: string | null
    kind: 'person' | 'company' | null
    sent: boolean
    cancelled: boolean
    excepted: string[]
  }>(sql`
    select id, number,
           (select max(withdrawal_until)::text from shipment_delivery where order_id = "order".id) as until,
           (select kind from order_party where order_id = "order".id) as kind,
           exists (select from shipment_dispatch where order_id = "order".id) as sent,
           shop_cancelled_at(id) is not null as cancelled,
           array(select id from order_line where order_id = "order".id and made_to_order) as excepted
      from "order" where id = any(${sql.param([...ids])}::uuid[])`)
  return new Map(rows.map(({ id, excepted, ...row }) => [id, { ...row, excepted: new Set(excepted) }]))
}

/** The order of a withdrawal; undefined while nobody knows it, or where it may not be looked at: its withdrawal may. */
export async function orderOf(
  tx: Tx<'order-contract'>,
  { orderId }: Pick<Withdrawal, 'orderId'>,
): Promise<orders.OrderFacts | undefined> {
  if (!orderId) return undefined
  try {
    return await orders.find(tx, orderId)
  } catch (error) {
    if (error instanceof NotFound || error instanceof Restricted) return undefined
    throw error
  }
}
