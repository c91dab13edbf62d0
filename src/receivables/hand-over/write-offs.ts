import { eq, sql } from 'drizzle-orm'
import { lockOrder } from '../../orders/fulfilment.ts'
import { openDay } from '../../payments/open-days.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { type Cents, cents } from '../../platform/money.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import * as settlements from '../settlements.ts'
import { settleFromUnused } from '../supplies.ts'
import { type WriteOffCause, writeOffReversal, writeOff as writeOffTable } from './table.ts'

type Contract = Tx<'order-contract'>

/**
 * Nobody will pay what is open of a document any more: a person says so, and why. It is owed no longer, and what the debt
 * held back may go. Returns its id. Throws NotFound, Conflict `nothing-open`.
 */
export async function writeOff(
  tx: Contract,
  given: {
    readonly invoiceId: string
    readonly cause: WriteOffCause
    readonly reason: string
    readonly by: string
    readonly today: IsoDate
  },
): Promise<string> {
  const { invoiceId, cause, reason, by, today } = given
  const orderId = await orderOf(tx, invoiceId)
  await lockOrder(tx, orderId)
  const amountCents = await tx.under('accounting', (books) => settlements.openOf(books, invoiceId))
  if (amountCents <= 0) throw new Conflict('nothing-open')
  const id = crypto.randomUUID()
  const writtenOffOn = await openDay(tx, today)
  await tx
    .insert(writeOffTable)
    .values({ id, invoiceId, orderId, amountCents, cause, reason, writtenOffOn, writtenOffBy: by })
  return id
}

/**
 * It was paid after all, or written off wrongly: it is owed again, and what money waited for it settles it. Throws NotFound,
 * Conflict `reversed`.
 */
export async function reverse(
  tx: Contract,
  { writeOffId, by, today }: { readonly writeOffId: string; readonly by: string; readonly today: IsoDate },
): Promise<void> {
  const { orderId } = await find(tx, writeOffId)
  await lockOrder(tx, orderId)
  // A statement of its own: it sees what was committed while the lock was awaited.
  if ((await find(tx, writeOffId)).reversed) throw new Conflict('reversed')
  const reversedOn = await openDay(tx, today)
  await tx.insert(writeOffReversal).values({ writeOffId, reversedOn, reversedBy: by })
  await tx.under('accounting', (books) => settleFromUnused(books, orderId, by))
}

/** By the books, which know it after the contract's data has gone. */
async function find(tx: Contract, id: string): Promise<{ orderId: string; reversed: boolean }> {
  const [row] = await tx.under('accounting', (books) =>
    books
      .select({
        orderId: writeOffTable.orderId,
        reversed: sql<boolean>`exists (select from write_off_reversal where write_off_id = ${writeOffTable.id})`,
      })
      .from(writeOffTable)
      .where(eq(writeOffTable.id, id)),
  )
  if (!row) throw new NotFound()
  return row
}

async function orderOf(tx: Contract, invoiceId: string): Promise<string> {
  const [row] = await tx.under('accounting', (books) =>
    books.execute<{ orderId: string }>(
      sql`select order_id as "orderId" from invoice where id = ${invoiceId}`,
    ),
  )
  if (!row) throw new NotFound()
  return row.orderId
}

/** A write-off whose money came in after all and settles nothing yet. */
export interface PaidAfterAll {
  readonly id: string
  readonly invoiceId: string
  readonly orderId: string
  readonly number: string
  readonly amountCents: Cents
  /** What waits with the order's payments. */
  readonly unusedCents: Cents
  readonly writtenOffOn: IsoDate
}

/** Written off, and then money came: somebody reverses the write-off, or pays the money back. The oldest first. */
export async function paidAfterAll(tx: Tx<'accounting'>): Promise<PaidAfterAll[]> {
  const rows = await tx.execute<
    Omit<PaidAfterAll, 'amountCents' | 'unusedCents'> & Record<string, unknown>
  >(sql`
    select write_off.id, invoice_id as "invoiceId", write_off.order_id as "orderId", number, amount_cents as "amountCents",
           unused as "unusedCents", written_off_on::text as "writtenOffOn"
      from write_off join invoice on invoice.id = invoice_id
      cross join lateral (
        select coalesce(sum(shop_unused_cents(payment.id)), 0)::int as unused from payment
         where payment.order_id = write_off.order_id
           and not exists (select from payment_reversal where payment_id = payment.id)) waiting
     where not exists (select from write_off_reversal where write_off_id = write_off.id) and unused > 0
     order by written_off_on, number`)
  return rows.map((row) => ({
    ...row,
    amountCents: cents(row.amountCents as number),
    unusedCents: cents(row.unusedCents as number),
  }))
}
