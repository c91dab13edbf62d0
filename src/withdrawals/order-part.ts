import type { OrderFacts } from '../orders/find.ts'
import * as payments from '../payments/payments.ts'
import * as refunds from '../payments/refunds.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import * as withdrawals from './withdrawals.ts'

type Contract = Tx<'order-contract'>

/** Whether the buyer may say where money goes back to: it waits for that, or could still go elsewhere. */
export async function accountWanted(tx: Contract, orderId: string): Promise<'wanted' | 'named' | undefined> {
  const { waiting, named } = await refunds.awaitsAccount(tx, orderId)
  if (waiting) return named ? 'named' : 'wanted'
  const open = await withdrawals.waitingOf(tx, orderId)
  if (open.length === 0) return undefined
  const paid = await payments.ofOrder(tx, orderId)
  if (!paid.some(({ means }) => means === 'transfer' || means === 'terminal')) return undefined
  return open.every(({ iban }) => iban !== null) ? 'named' : 'wanted'
}

/** What an order's page tells of its withdrawal. */
export interface OrderPart {
  /** What was withdrawn, and how it stands in the buyer's eyes. */
  readonly received: readonly {
    readonly at: Date
    readonly state: 'received' | 'settled' | 'declined' | 'closed'
  }[]
  readonly account: 'wanted' | 'named' | undefined
  readonly before: ReadonlyMap<string, number>
}

/** Reads it with the order. */
export async function orderPart(tx: Contract, orderId: string): Promise<OrderPart> {
  const all = await withdrawals.ofOrder(tx, orderId)
  return {
    received: all.map((one) => ({ at: one.receivedAt, state: withdrawals.endOf(one) ?? 'received' })),
    account: await accountWanted(tx, orderId),
    before: await withdrawals.withdrawnOf(tx, orderId),
  }
}

/**
 * What the page shows: a consumer may withdraw until 14 days after the last parcel came, and before it too, except from what
 * carries their own words (CRD Art. 9, 16(c)).
 */
export function orderPartModel(
  order: OrderFacts,
  { received, account, before }: OrderPart,
  until: string | null,
  today: IsoDate,
) {
  const open = order.lines.filter(({ madeToOrder }) => !madeToOrder)
  const left = withdrawals.piecesLeft(open, before).length > 0
  const consumer = order.party?.kind === 'person' && order.cancellation === null
  const inTime = until === null || today <= until
  return {
    may: consumer && left && inTime,
    until,
    excepted:
      consumer && inTime ? order.lines.filter(({ madeToOrder }) => madeToOrder).map(({ name }) => name) : [],
    received,
    account,
  }
}
