import { eq, sql } from 'drizzle-orm'
import * as mails from '../correspondence/mails.ts'
import { lockOrder } from '../orders/fulfilment.ts'
import * as refunds from '../payments/refunds.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { type Cents, cents } from '../platform/money.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import * as settlements from './settlements.ts'
import { settlement, settlementReversal } from './table.ts'

type Account = refunds.RefundAsked['account']

interface Asked {
  readonly cause: refunds.RefundAsked['cause']
  readonly by: string | null
  /** Where transfers go; it may be named later. */
  readonly account?: Account
  /** Another means than the payment's, because the buyer agreed to it (CRD Art. 13(1)). */
  readonly means?: refunds.RefundAsked['means']
}

/** What goes back of one payment, and what it stands on. */
interface Part {
  readonly source: settlements.Source
  readonly paymentId: string
  readonly means: refunds.RefundAsked['means']
  readonly amountCents: Cents
}

/**
 * Asks for the money of a credit note to go back: oldest payment first, and by its own means (CRD Art. 13(1)); what was
 * taken at a terminal goes back by transfer. Returns the refunds, none of 0 cents. Throws NotFound, Conflict
 * `nothing-to-refund` where less is left than asked for.
 */
export async function payBack(
  tx: Tx<'order-contract'>,
  orderId: string,
  { creditId, amountCents, ...asked }: Asked & { readonly creditId: string; readonly amountCents: Cents },
): Promise<string[]> {
  await lockOrder(tx, orderId)
  let left: number = amountCents
  const parts: Part[] = []
  for (const { paymentId, means, leftCents, unusedCents } of await standing(tx, orderId)) {
    // What settles nothing is not what the document stood on.
    const amount = Math.min(left, leftCents - unusedCents)
    if (amount <= 0) continue
    parts.push({ source: { creditId }, paymentId, means: meansOf(asked, means), amountCents: cents(amount) })
    left -= amount
  }
  if (left > 0) throw new Conflict('nothing-to-refund')
  return askAll(tx, orderId, parts, asked)
}

/**
 * Asks for money to go back that settles nothing: paid too much, twice, or for an order that is cancelled. All of it, or the
 * given cents. Returns the refunds, none where there is nothing. Throws NotFound, Conflict `nothing-to-refund`.
 */
export async function payBackUnused(
  tx: Tx<'order-contract'>,
  orderId: string,
  { amountCents, ...asked }: Asked & { readonly amountCents?: Cents },
): Promise<string[]> {
  await lockOrder(tx, orderId)
  let left = amountCents ?? Number.POSITIVE_INFINITY
  const parts: Part[] = []
  for (const { paymentId, means, leftCents, unusedCents } of await standing(tx, orderId)) {
    const amount = Math.min(left, leftCents, unusedCents)
    if (amount <= 0) continue
    parts.push({ source: { paymentId }, paymentId, means: meansOf(asked, means), amountCents: cents(amount) })
    left -= amount
  }
  if (amountCents !== undefined && left > 0) throw new Conflict('nothing-to-refund')
  return askAll(tx, orderId, parts, asked)
}

/**
 * Asks once more for a refund that failed, by transfer or in cash: a card was closed, an account was mistyped. Throws
 * NotFound, Conflict `not-failed`, `nothing-to-refund`.
 */
export async function payBackAgain(
  tx: Tx<'order-contract'>,
  refundId: string,
  {
    by,
    account,
    means,
  }: { readonly by: string | null; readonly account?: Account; readonly means: 'transfer' | 'cash' },
): Promise<string> {
  const seen = await refunds.find(tx, refundId)
  if (!seen) throw new NotFound()
  const { orderId } = seen
  await lockOrder(tx, orderId)
  const failed = (await refunds.ofOrder(tx, orderId)).find(({ id }) => id === refundId)
  if (failed?.outcome !== 'failed') throw new Conflict('not-failed')
  const source = await tx.under('accounting', (books) => release(books, refundId, by))
  if (!source) throw new Conflict('nothing-to-refund')
  const { paymentId, cause } = failed
  const part = { source, paymentId, means, amountCents: cents(failed.amountCents) }
  const [again] = await askAll(tx, orderId, [part], { cause, by, account })
  return again!
}

/** What a failed refund was settled by is free again; undefined where it was asked for again already. */
async function release(
  tx: Tx<'accounting'>,
  refundId: string,
  by: string | null,
): Promise<settlements.Source | undefined> {
  const [row] = await tx
    .select({ id: settlement.id, paymentId: settlement.paymentId, creditId: settlement.creditId })
    .from(settlement)
    .where(sql`${eq(settlement.refundId, refundId)} and shop_standing(${settlement.id})`)
  if (!row) return undefined
  await tx.insert(settlementReversal).values({ settlementId: row.id, reversedBy: by })
  return row.creditId ? { creditId: row.creditId } : { paymentId: row.paymentId! }
}

/** The payments of an order of which something is left, and how much of each settles nothing; in cents, oldest first. */
async function standing(tx: Tx<'order-contract'>, orderId: string) {
  const left = await refunds.refundable(tx, orderId)
  const unused = await tx.under('accounting', (books) => settlements.unusedPayments(books, orderId))
  const cents = new Map(unused.map(({ id, openCents }) => [id, openCents]))
  return left.map((one) => ({ ...one, unusedCents: Math.min(cents.get(one.paymentId) ?? 0, one.leftCents) }))
}

function meansOf(
  { means }: Asked,
  own: 'transfer' | 'card' | 'cash' | 'terminal',
): refunds.RefundAsked['means'] {
  return means ?? (own === 'terminal' ? 'transfer' : own)
}

async function askAll(
  tx: Tx<'order-contract'>,
  orderId: string,
  parts: readonly Part[],
  { cause, by, account }: Asked,
): Promise<string[]> {
  const ids: string[] = []
  for (const { source, paymentId, means, amountCents } of parts) {
    const own = means === 'transfer' ? account : undefined
    const id = await refunds.ask(tx, {
      orderId,
      paymentId,
      means,
      amountCents,
      cause,
      askedBy: by,
      account: own,
    })
    await tx.under('accounting', (books) =>
      settlements.settle(books, source, { refundId: id }, amountCents, by),
    )
    await mails.queue(tx, 'refund-asked', { id, orderId })
    ids.push(id)
  }
  return ids
}
