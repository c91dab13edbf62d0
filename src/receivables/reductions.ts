import { documentOf } from '../invoicing/drafting.ts'
import { advanceCredits, advancesOf, taken, takenOf } from '../invoicing/earlier.ts'
import * as invoices from '../invoicing/invoices.ts'
import * as orders from '../orders/find.ts'
import * as reductions from '../orders/reductions.ts'
import { Conflict } from '../platform/errors.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { aroundOf, type Surroundings } from './surroundings.ts'

/**
 * Takes goods out of an order that is not paid whole. Its advances stand, since the rest of the price still covers them;
 * where they have taxed more at a rate than would be sold at it, it is refused. Throws NotFound, Restricted, Conflict
 * `not-reducible`, `too-many`, `made`, `nothing-left`, `paid-more`, `changed`, `advance-stands`.
 */
export async function takeOut(
  tx: Tx<'order-contract'>,
  orderId: string,
  given: reductions.Asked,
  { by, ...surroundings }: Surroundings & { readonly by: string },
): Promise<void> {
  await reductions.takeOut(tx, orderId, given, by)
  const order = await orders.find(tx, orderId)
  const { settings, t } = aroundOf(surroundings, order, by)
  const earlier = await tx.under('accounting', (books) => invoices.earlierOf(books, orderId))
  const advanced = taken(advancesOf(earlier), advanceCredits(earlier))
  if (advanced.length === 0) return
  const left = taken([{ vatGroups: documentOf(order, settings, t).vatGroups }])
  if (advanced.some((group) => group.grossCents > takenOf(left, group).grossCents))
    throw new Conflict('advance-stands')
}
