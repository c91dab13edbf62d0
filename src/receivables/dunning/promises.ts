import { and, eq, gte, isNull, ne, sql } from 'drizzle-orm'
import { Conflict } from '../../platform/errors.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { orderOf } from './debt-order.ts'
import { paymentPromise } from './table.ts'

/**
 * The debtor says by when they pay. Until that day is over nobody asks; the day after, an unpaid debt goes on by itself.
 * What they said before no longer counts, also where it was later; the same day noted again adds nothing.
 * Throws Conflict `past` for a day that is over, `nothing-open`; NotFound.
 */
export async function note(
  tx: Tx<'order-contract'>,
  {
    invoiceId,
    promisedOn,
    by,
  }: { readonly invoiceId: string; readonly promisedOn: IsoDate; readonly by: string },
): Promise<void> {
  const orderId = await orderOf(tx, invoiceId)
  const [now] = await tx.execute<{ past: boolean; open: boolean }>(sql`
    select ${promisedOn}::date < shop_today() as past, shop_open_cents(${invoiceId}) > 0 as open`)
  if (now!.past) throw new Conflict('past')
  if (!now!.open) throw new Conflict('nothing-open')
  await takeBackOthers(tx, invoiceId, promisedOn, by)
  const [same] = await tx.select({ id: paymentPromise.id }).from(paymentPromise).where(standing(invoiceId))
  if (!same) await tx.insert(paymentPromise).values({ invoiceId, orderId, promisedOn, notedBy: by })
}

async function takeBackOthers(
  tx: Tx<'order-contract'>,
  invoiceId: string,
  promisedOn: IsoDate,
  by: string,
): Promise<void> {
  await tx
    .update(paymentPromise)
    .set({ takenBackAt: sql`now()`, takenBackBy: by })
    .where(and(standing(invoiceId), ne(paymentPromise.promisedOn, promisedOn)))
}

/**
 * It was noted wrongly, or the debtor does not stand by it: what waits for no day goes on at once.
 * Throws Conflict `no-promise` where none stands (any more).
 */
export async function takeBack(tx: Tx<'order-contract'>, invoiceId: string, by: string): Promise<void> {
  const takenBack = await tx
    .update(paymentPromise)
    .set({ takenBackAt: sql`now()`, takenBackBy: by })
    .where(standing(invoiceId))
    .returning({ id: paymentPromise.id })
  if (takenBack.length === 0) throw new Conflict('no-promise')
}

/** The promises to a debt whose day is not over. */
function standing(invoiceId: string) {
  return and(
    eq(paymentPromise.invoiceId, invoiceId),
    isNull(paymentPromise.takenBackAt),
    gte(paymentPromise.promisedOn, sql`shop_today()`),
  )
}
