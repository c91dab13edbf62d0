import type { CreditCause } from '../invoicing/snapshot.ts'
import * as fulfilment from '../orders/fulfilment.ts'
import type { RefundAsked } from '../payments/refunds.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { creditAll } from './credits.ts'
import { payBack, payBackUnused } from './paying-back.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Gives up an order whose goods have not left, whatever was paid: what was invoiced is credited, all its money is asked to
 * go back, its pieces return to the shelf and its buyer is told. Returns the refunds. Throws NotFound, Restricted, Conflict
 * `supplied`, `not-cancellable`.
 */
export async function cancel(
  tx: Tx<'order-contract'>,
  orderId: string,
  given: {
    readonly reason: string
    readonly cause: Extract<CreditCause, 'cancellation' | 'withdrawal'>
    readonly by: string
    readonly account?: RefundAsked['account']
  },
  surroundings: Surroundings,
): Promise<string[]> {
  const { reason, cause, by, account } = given
  await fulfilment.lockOrder(tx, orderId)
  const asked = { cause, by, account }
  const refunds: string[] = []
  for (const { creditId, toRefundCents } of await creditAll(tx, orderId, cause, { ...surroundings, by }))
    refunds.push(...(await payBack(tx, orderId, { ...asked, creditId, amountCents: toRefundCents })))
  refunds.push(...(await payBackUnused(tx, orderId, asked)))
  await fulfilment.cancel(tx, orderId, reason, by)
  return refunds
}
