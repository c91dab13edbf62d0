import { and, asc, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { inOpenMonth } from './open-days.ts'
import { type Means, payment, paymentPayer, paymentReversal } from './table.ts'

export interface Receipt {
  readonly orderId: string
  readonly means: Means
  readonly amountCents: Cents
  readonly receivedOn: IsoDate
  /** Who paid, where the statement names somebody. */
  readonly payerName: string | null
  /** Null: a statement or a provider said so. */
  readonly notedBy: string | null
  /** The kvīts or till receipt of cash and terminal. */
  readonly receiptNumber?: string | null
  /** What a card's provider calls the money; noted once. */
  readonly providerReference?: string | null
}

/**
 * Notes money that came in, whatever became of the order; returns the payment's id. SQLSTATE 23505 when the provider's
 * payment is noted already; Conflict `month-closed` when a person dates it into a month that the books have closed.
 */
export async function receive(tx: Tx<'order-contract'>, { payerName, ...receipt }: Receipt): Promise<string> {
  const id = crypto.randomUUID()
  await inOpenMonth(tx.insert(payment).values({ id, ...receipt, currency: 'EUR' }))
  const { orderId } = receipt
  if (payerName) await tx.insert(paymentPayer).values({ paymentId: id, orderId, name: payerName })
  return id
}

export interface Payment {
  readonly id: string
  readonly means: Means
  readonly amountCents: number
  readonly receivedOn: string
  readonly payerName: string | null
}

/** The payments of an order that stand, as they came in. */
export async function ofOrder(tx: Tx<'order-contract'>, orderId: string): Promise<Payment[]> {
  return tx
    .select({
      id: payment.id,
      means: payment.means,
      amountCents: payment.amountCents,
      receivedOn: payment.receivedOn,
      payerName: paymentPayer.name,
    })
    .from(payment)
    .leftJoin(paymentPayer, eq(paymentPayer.paymentId, payment.id))
    .leftJoin(paymentReversal, eq(paymentReversal.paymentId, payment.id))
    .where(and(eq(payment.orderId, orderId), isNull(paymentReversal.paymentId)))
    .orderBy(asc(payment.receivedOn), asc(payment.notedAt))
}

/** Within so many minutes an equal payment is more likely the same one than another. */
const momentMinutes = 10

/** The equal payment of an order, by amount and means, that somebody of the staff noted a moment ago and that stands. */
export async function justNoted(
  tx: Tx<'order-contract'>,
  { orderId, means, amountCents }: Pick<Receipt, 'orderId' | 'means' | 'amountCents'>,
): Promise<{ readonly at: Date; readonly by: string } | undefined> {
  const [row] = await tx
    .select({ at: payment.notedAt, by: payment.notedBy })
    .from(payment)
    .leftJoin(paymentReversal, eq(paymentReversal.paymentId, payment.id))
    .where(
      and(
        eq(payment.orderId, orderId),
        eq(payment.means, means),
        eq(payment.amountCents, amountCents),
        isNull(paymentReversal.paymentId),
        gt(payment.notedAt, sql`now() - make_interval(mins => ${momentMinutes})`),
      ),
    )
    .orderBy(desc(payment.notedAt))
    .limit(1)
  return row?.by ? { at: row.at, by: row.by } : undefined
}

/** How an order stands, in cents: what it costs after credit notes, what came in and stayed; and how many payments were ever noted. */
export interface Standing {
  readonly dueCents: number
  readonly paidCents: number
  readonly noted: number
}

/** The money of an order; reversed payments count as noted. */
export async function standing(tx: Tx<'order-contract'>, orderId: string): Promise<Standing> {
  const [row] = await tx.execute<{ dueCents: number; paidCents: number; noted: number }>(sql`
    select shop_due_cents(${orderId}) as "dueCents", shop_paid_cents(${orderId}) as "paidCents",
           (select count(*)::integer from payment where order_id = ${orderId}) as noted`)
  return row!
}

/**
 * Takes back a payment that was noted wrongly; twice is once. SQLSTATE 23514 where a settlement stands on it, or where
 * it is not a payment of this order.
 */
export async function reverse(
  tx: Tx<'order-contract'>,
  reversal: { orderId: string; paymentId: string; reason: string; reversedBy: string | null },
): Promise<void> {
  await tx.insert(paymentReversal).values(reversal).onConflictDoNothing()
}
