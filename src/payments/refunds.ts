import { asc, eq, sql } from 'drizzle-orm'
import * as mails from '../correspondence/mails.ts'
import { sqlState } from '../platform/database/client.ts'
import type { Cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { inOpenMonth } from './open-days.ts'
import { type RefundCause, refund, refundAccount, refundOutcome } from './table.ts'

export interface RefundAsked {
  readonly orderId: string
  /** The payment that goes back. */
  readonly paymentId: string
  readonly means: 'transfer' | 'card' | 'cash'
  readonly amountCents: Cents
  readonly cause: RefundCause
  /** Null: nobody of the staff. */
  readonly askedBy: string | null
  /** Where a transfer goes; `iban` without spaces, its check digits right. It may follow later. */
  readonly account?: { readonly holder: string; readonly iban: string } | undefined
}

/** Asks for money to go back; returns the refund's id. SQLSTATE 23514 when more would go back than came in. */
export async function ask(tx: Tx<'order-contract'>, { account, ...asked }: RefundAsked): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(refund).values({ id, ...asked })
  const { orderId } = asked
  if (account) await tx.insert(refundAccount).values({ refundId: id, orderId, ...account })
  return id
}

/** A refund's id as it travels with its transfer (EndToEndId, at most 35 characters). */
export function transferKey(refundId: string): string {
  return refundId.replaceAll('-', '')
}

/**
 * What became of a refund, whether anybody may see its order or not (Art. 18(2)); the first word counts. Its buyer is told that
 * the money is on its way to their account. Conflict `month-closed`.
 */
export async function conclude(
  tx: Tx<'order-contract'>,
  ended: {
    readonly refundId: string
    readonly orderId: string
    readonly outcome: 'done' | 'failed'
    readonly happenedOn: IsoDate
    readonly providerReference?: string | null
    readonly notedBy: string | null
  },
): Promise<void> {
  const { refundId, orderId, outcome } = ended
  if ((await isFirst(tx, ended)) && outcome === 'done')
    await mails.queue(tx, 'refund-done', { id: refundId, orderId })
}

/** Written by savepoint and read back by nobody: a row that came back would have to be one that may be seen. */
async function isFirst(tx: Tx<'order-contract'>, ended: typeof refundOutcome.$inferInsert): Promise<boolean> {
  try {
    await tx.transaction((inner) => inOpenMonth(inner.insert(refundOutcome).values(ended)))
    return true
  } catch (error) {
    if (sqlState(error) === '23505') return false
    throw error
  }
}

export type RefundAccount = NonNullable<RefundAsked['account']>

/**
 * Where the transfers of an order go that wait for it, as its buyer or staff say. What stood in a file for the bank already
 * stays as it was. Returns how many there were.
 */
export async function nameAccount(
  tx: Tx<'order-contract'>,
  orderId: string,
  account: RefundAccount,
): Promise<number> {
  const rows = await tx.execute<{ id: string }>(sql`
    select id from refund
     where order_id = ${orderId} and means = 'transfer'
       and not exists (select from refund_outcome where refund_id = refund.id)
       and not exists (select from refund_file_refund where refund_id = refund.id)`)
  for (const { id: refundId } of rows) {
    await tx
      .insert(refundAccount)
      .values({ refundId, orderId, ...account })
      .onConflictDoUpdate({ target: refundAccount.refundId, set: account })
  }
  return rows.length
}

/** Whether an order has transfers that wait for an account, or could still go to another one. */
export async function awaitsAccount(
  tx: Tx<'order-contract'>,
  orderId: string,
): Promise<{ readonly waiting: boolean; readonly named: boolean }> {
  const [row] = await tx.execute<{ waiting: boolean; named: boolean }>(sql`
    select count(*) > 0 as waiting, count(*) > 0 and bool_and(refund_account.refund_id is not null) as named
      from refund left join refund_account on refund_account.refund_id = refund.id
     where refund.order_id = ${orderId} and means = 'transfer'
       and not exists (select from refund_outcome where refund_outcome.refund_id = refund.id)
       and not exists (select from refund_file_refund where refund_file_refund.refund_id = refund.id)`)
  return row!
}

export interface Refund {
  readonly id: string
  readonly paymentId: string
  readonly means: 'transfer' | 'card' | 'cash'
  readonly amountCents: number
  readonly cause: RefundCause
  readonly askedAt: Date
  readonly outcome: 'done' | 'failed' | null
  readonly happenedOn: string | null
}

/** The refunds of an order, as they were asked for. */
export async function ofOrder(tx: Tx<'order-contract'>, orderId: string): Promise<Refund[]> {
  return tx
    .select({
      id: refund.id,
      paymentId: refund.paymentId,
      means: refund.means,
      amountCents: refund.amountCents,
      cause: refund.cause,
      askedAt: refund.askedAt,
      outcome: refundOutcome.outcome,
      happenedOn: refundOutcome.happenedOn,
    })
    .from(refund)
    .leftJoin(refundOutcome, eq(refundOutcome.refundId, refund.id))
    .where(eq(refund.orderId, orderId))
    .orderBy(asc(refund.askedAt))
}

/** What of each payment of an order has not gone back, in cents; oldest first, nothing where nothing is left. */
export async function refundable(
  tx: Tx<'order-contract'>,
  orderId: string,
): Promise<{ paymentId: string; means: 'transfer' | 'card' | 'cash' | 'terminal'; leftCents: number }[]> {
  const rows = await tx.execute<Awaited<ReturnType<typeof refundable>>[number]>(sql`
    select payment.id as "paymentId", means, (amount_cents - coalesce((
        select sum(amount_cents) from refund
         where refund.payment_id = payment.id
           and not exists (select from refund_outcome where refund_id = refund.id and outcome = 'failed')), 0))::integer as "leftCents"
      from payment
     where order_id = ${orderId}
       and not exists (select from payment_reversal where payment_reversal.payment_id = payment.id)
     order by received_on, noted_at`)
  return rows.filter(({ leftCents }) => leftCents > 0)
}

/** One refund with its order. */
export async function find(
  tx: Tx<'order-contract'>,
  id: string,
): Promise<
  | {
      readonly orderId: string
      readonly means: Refund['means']
      readonly amountCents: number
      readonly paymentId: string
      readonly cause: RefundCause
    }
  | undefined
> {
  const [row] = await tx
    .select({
      orderId: refund.orderId,
      means: refund.means,
      amountCents: refund.amountCents,
      paymentId: refund.paymentId,
      cause: refund.cause,
    })
    .from(refund)
    .where(eq(refund.id, id))
  return row
}
