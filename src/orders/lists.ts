import { and, count, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'
import { type OrderState, stateOf } from './states.ts'
import { order, orderParty } from './table.ts'

/** An order as a line of the staff's list; `buyer` is null once the contract has ended. */
export interface OrderRow {
  readonly id: string
  readonly number: string
  readonly placedAt: Date
  readonly buyer: string | null
  readonly pieces: number
  readonly delivery: 'courier' | 'locker' | 'collection'
  readonly state: OrderState
  readonly totalCents: number
}

export interface Page {
  readonly limit: number
  readonly offset: number
}

/** The newest orders first, of some states or of all. */
export async function list(
  tx: Tx<'order-contract'>,
  states: readonly OrderState[] | undefined,
  page: Page,
): Promise<{ orders: OrderRow[]; total: number }> {
  return rows(tx, states && inArray(stateOf, [...states]), page)
}

/** Orders by number, reference, name, company, e-mail or telephone. */
export async function search(
  tx: Tx<'order-contract'>,
  words: string,
  page: Page,
): Promise<{ orders: OrderRow[]; total: number }> {
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const digits = words.replace(/\D/g, '')
  const phone = digits.length >= 6 ? `%${digits}` : null
  return rows(
    tx,
    sql`(${order.number} ilike ${like} or ${order.paymentReference} ilike ${like.replaceAll(' ', '')}
      or ${orderParty.name} ilike ${like} or ${orderParty.companyName} ilike ${like}
      or ${orderParty.email} ilike ${like} or ${orderParty.phone} like ${phone}
      or exists (select from invoice where invoice.order_id = "order".id and invoice.number ilike ${like}))`,
    page,
  )
}

/** How many orders stand in each state. */
export async function counts(tx: Tx<'order-contract'>): Promise<Map<OrderState, number>> {
  const found = await tx.select({ state: stateOf, orders: count() }).from(order).groupBy(sql`1`)
  return new Map(found.map(({ state, orders }) => [state, orders]))
}

/** Orders whose signs wait for their drawing: how many wait for the shop, and how many for the buyer's answer alone. */
export async function countDrawings(tx: Tx<'order-contract'>): Promise<{ shop: number; buyer: number }> {
  const waits = await tx
    .select({
      // The newest drawing, if there is one, was not what the buyer wanted.
      toDraw: sql<boolean>`exists (
        select from order_line where order_line.order_id = "order".id and made_to_order and shop_to_make(order_line.id)
           and not shop_proof_approved(order_line.id)
           and coalesce((select proof_answer.proof_id is not null from proof left join proof_answer on proof_answer.proof_id = proof.id
                          where proof.order_line_id = order_line.id order by proof.version desc limit 1), true))`,
    })
    .from(order)
    .where(eq(stateOf, 'awaiting-proof'))
  const shop = waits.filter(({ toDraw }) => toDraw).length
  return { shop, buyer: waits.length - shop }
}

async function rows(tx: Tx<'order-contract'>, condition: SQL | undefined, { limit, offset }: Page) {
  const where = and(condition)
  const [total] = await tx
    .select({ orders: count() })
    .from(order)
    .leftJoin(orderParty, eq(orderParty.orderId, order.id))
    .where(where)
  const orders = await tx
    .select({
      id: order.id,
      number: order.number,
      placedAt: order.placedAt,
      buyer: sql<string | null>`coalesce(${orderParty.companyName}, ${orderParty.name})`,
      pieces: sql<number>`(select coalesce(sum(quantity), 0)::int from order_line where order_line.order_id = "order".id)`,
      delivery: order.deliveryMethod,
      state: stateOf,
      totalCents: order.totalCents,
    })
    .from(order)
    .leftJoin(orderParty, eq(orderParty.orderId, order.id))
    .where(where)
    .orderBy(desc(order.placedAt), desc(order.id))
    .limit(limit)
    .offset(offset)
  return { orders, total: total!.orders }
}
