import { asc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'
import { order, orderParty } from './table.ts'

/** Where the buyer of an order is written to. */
export interface Addressee {
  readonly orderId: string
  readonly number: string
  readonly language: string
  readonly name: string
  readonly company: string
  readonly email: string
  readonly address: string
}

/** The buyers of these orders as far as the purpose may still know them, by number. */
export async function addresseesOf(
  tx: Tx<'order-contract'> | Tx<'conformity-claims'>,
  orderIds: readonly string[],
): Promise<Addressee[]> {
  if (orderIds.length === 0) return []
  const rows = await (tx as Tx<'order-contract'>)
    .select({
      orderId: order.id,
      number: order.number,
      language: order.language,
      name: orderParty.name,
      companyName: orderParty.companyName,
      email: orderParty.email,
      street: orderParty.street,
      town: orderParty.town,
      postcode: orderParty.postcode,
      country: orderParty.country,
    })
    .from(order)
    .innerJoin(orderParty, eq(orderParty.orderId, order.id))
    .where(inArray(order.id, [...orderIds]))
    .orderBy(asc(order.number))
  return rows.map(({ companyName, street, town, postcode, country, ...row }) => ({
    ...row,
    company: companyName ?? '',
    address: street ? [street, town, postcode, country].filter(Boolean).join(', ') : '',
  }))
}
