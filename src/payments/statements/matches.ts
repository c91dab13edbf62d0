import { and, eq, isNull, sql } from 'drizzle-orm'
import { sqlState } from '../../platform/database/client.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { payment } from '../table.ts'
import * as entries from './entries.ts'
import { type Books, lock, match } from './settling.ts'
import { type AsideReason, bankEntryAside, bankEntryMatch, bankEntryNote } from './table.ts'

/**
 * Notes an entry, or parts of it, as payments of orders, by hand; what is too much for an order is its payment too, and
 * goes back from there. Throws NotFound, Conflict `entry-matched` where less of the entry waits by now.
 */
export async function matchByHand(
  tx: Tx<'order-contract'>,
  books: Books,
  {
    entryId,
    parts,
    by,
  }: {
    readonly entryId: string
    readonly parts: readonly { readonly orderId: string; readonly amountCents: number }[]
    readonly by: string
  },
): Promise<void> {
  const entry = await lock(tx, entryId)
  const sum = parts.reduce((total, { amountCents }) => total + amountCents, 0)
  if (sum > entry.openCents) throw new Conflict('entry-matched')
  const { name: payerName } = await tx.under('accounting', (ledger) => entries.find(ledger, entryId))
  for (const part of parts)
    await match(tx, books, entry, { ...part, payerName, how: 'hand', by, moreReceived: true })
}

/**
 * Undoes a match: the payment is taken back with what stands on it, and the entry waits again. Throws NotFound, Conflict
 * `payment-refunded`.
 */
export async function undo(
  tx: Tx<'order-contract'>,
  books: Books,
  undoing: {
    readonly entryId: string
    readonly paymentId: string
    readonly reason: string
    readonly by: string
  },
): Promise<void> {
  const { entryId, paymentId, reason, by: reversedBy } = undoing
  await tx.execute(sql`select shop_lock_entry(${entryId})`)
  const orderId = await tx.under('accounting', async (ledger) => {
    const [row] = await ledger
      .select({ orderId: payment.orderId })
      .from(bankEntryMatch)
      .innerJoin(payment, eq(payment.id, bankEntryMatch.paymentId))
      .where(and(eq(bankEntryMatch.entryId, entryId), eq(bankEntryMatch.paymentId, paymentId)))
    return row?.orderId
  })
  if (!orderId) throw new NotFound()
  await books.reverse(tx, { orderId, paymentId, reason, reversedBy })
}

/** Puts an entry aside: it is no order's money. Twice is once. Throws NotFound, Conflict `entry-matched`. */
export async function setAside(
  tx: Tx<'accounting'>,
  {
    entryId,
    reason,
    note,
    by,
  }: {
    readonly entryId: string
    readonly reason: AsideReason
    readonly note: string | null
    readonly by: string
  },
): Promise<void> {
  await tx.execute(sql`select shop_lock_entry(${entryId})`)
  const { bookedOn, state } = await entries.find(tx, entryId)
  if (state === 'aside') return
  const asideId = crypto.randomUUID()
  try {
    await tx.insert(bankEntryAside).values({ id: asideId, entryId, reason, setBy: by })
  } catch (error) {
    if (sqlState(error) === '23514') throw new Conflict('entry-matched')
    throw error
  }
  if (note !== null) await tx.insert(bankEntryNote).values({ asideId, bookedOn, note })
}

/** It may be an order's after all, and waits again. */
export async function takeUpAgain(tx: Tx<'accounting'>, entryId: string, by: string): Promise<void> {
  await tx
    .update(bankEntryAside)
    .set({ takenBackAt: sql`now()`, takenBackBy: by })
    .where(and(eq(bankEntryAside.entryId, entryId), isNull(bankEntryAside.takenBackAt)))
}
