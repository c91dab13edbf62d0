import { sql } from 'drizzle-orm'
import { type PurposeId, purposeList } from '../purposes.ts'
import type { Tx } from '../with-purpose.ts'

export interface OwnOrder {
  readonly id: string
  readonly number: string
  readonly placedAt: Date
  /** Its contract lasts and nobody asked that it be left alone: its own page opens. */
  readonly open: boolean
  /** It has not been received yet, nor cancelled: the shop still owes it. */
  readonly awaited: boolean
  /** Ordered for a company: its contact's data rest on another basis than a customer's. */
  readonly company: boolean
}

/** The orders of the person whom this transaction answers, the newest first. */
export async function read(tx: Tx<'rights-requests'>): Promise<OwnOrder[]> {
  const rows = await tx.execute<Omit<OwnOrder, 'placedAt'> & { placedAt: string }>(sql`
    select id, number, to_json(placed_at) #>> '{}' as "placedAt",
           shop_contract_open(id) and id <> all (shop_restricted_orders()) as open,
           shop_contract_open(id) and shop_delivered_on(id) is null and shop_cancelled_at(id) is null as awaited,
           exists (select from order_party where order_id = id and kind = 'company') as company
      from "order" where id = any (shop_subject_orders()) order by placed_at desc, id`)
  return rows.map((row) => ({ ...row, placedAt: new Date(row.placedAt) }))
}

/** The day on which each order was placed, by its number. */
export async function placed(tx: Tx<'rights-requests'>): Promise<ReadonlyMap<string, Date>> {
  return placedOn(await read(tx))
}

/** The same of orders that were read. */
export function placedOn(orders: readonly OwnOrder[]): ReadonlyMap<string, Date> {
  return new Map(orders.map(({ number, placedAt }) => [number, placedAt]))
}

/** The purposes that rest on legitimate interests for whoever placed these orders, marketing apart (Art. 21(1)). */
export function weighedFor(orders: readonly OwnOrder[]): PurposeId[] {
  const company = orders.some((order) => order.company)
  const customer = orders.length === 0 || orders.some((order) => !order.company)
  return purposeList
    .filter(({ id }) => !id.startsWith('marketing-'))
    .filter(
      ({ basis }) => (customer && basis.customer === 'f') || (company && basis['business-contact'] === 'f'),
    )
    .map(({ id }) => id)
}
