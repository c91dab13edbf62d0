import { and, asc, count, eq, isNull } from 'drizzle-orm'
import type { Cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { payment, paymentPayer, paymentReversal } from './table.ts'

export interface Receipt {
  readonly orderId: string
  readonly amountCents: Cents
  readonly receivedOn: IsoDate
  /** Who paid, where the statement names somebody. */
  readonly payerName: string | null
  readonly notedBy: string
}

/** Notes a transfer that reached the account, whatever became of the order; returns the payment's id. */
export async function receive(tx: Tx<'order-contract'>, { payerName, ...receipt }: Receipt): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(payment).values({ id, ...receipt, means: 'transfer', currency: 'EUR' })
  const { orderId } = receipt
  if (payerName) await tx.insert(paymentPayer).values({ paymentId: id, orderId, name: payerName })
  return id
}

export interface Payment {
  readonly id: string
  readonly amountCents: number
  readonly receivedOn: string
  readonly payerName: string | null
}

/** The payments of an order that stand, as they came in. */
export async function ofOrder(tx: Tx<'order-contract'>, orderId: string): Promise<Payment[]> {
  return tx
    .select({
      id: payment.id,
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

/** How many payments of an order were ever noted, reversed ones among them. */
export async function notedFor(tx: Tx<'order-contract'>, orderId: string): Promise<number> {
  const [row] = await tx.select({ noted: count() }).from(payment).where(eq(payment.orderId, orderId))
  return row!.noted
}

/**
 * Takes back a payment that was noted wrongly; twice is once. SQLSTATE 23514 where an invoice stands on it, or where it
 * is not a payment of this order.
 */
export async function reverse(
  tx: Tx<'order-contract'>,
  reversal: { orderId: string; paymentId: string; reason: string; reversedBy: string },
): Promise<void> {
  await tx.insert(paymentReversal).values(reversal).onConflictDoNothing()
}
