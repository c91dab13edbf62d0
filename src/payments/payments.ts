import { asc, eq } from 'drizzle-orm'
import { sqlState } from '../platform/database/client.ts'
import { Conflict } from '../platform/errors.ts'
import type { Cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { payment } from './table.ts'

export interface Receipt {
  readonly orderId: string
  readonly amountCents: Cents
  readonly receivedOn: IsoDate
  /** Who paid, where the statement names somebody. */
  readonly payerName: string | null
  readonly notedBy: string
}

/** Notes a transfer that reached the account; returns the payment's id. Throws Conflict `cancelled`. */
export async function receive(tx: Tx<'order-contract'>, receipt: Receipt): Promise<string> {
  const id = crypto.randomUUID()
  try {
    await tx.insert(payment).values({ id, ...receipt, means: 'transfer', currency: 'EUR' })
  } catch (error) {
    if (sqlState(error) === '23514') throw new Conflict('cancelled')
    throw error
  }
  return id
}

export interface Payment {
  readonly id: string
  readonly amountCents: number
  readonly receivedOn: string
  readonly payerName: string | null
}

/** The payments of an order, as they came in. */
export async function ofOrder(tx: Tx<'order-contract'>, orderId: string): Promise<Payment[]> {
  return tx
    .select({
      id: payment.id,
      amountCents: payment.amountCents,
      receivedOn: payment.receivedOn,
      payerName: payment.payerName,
    })
    .from(payment)
    .where(eq(payment.orderId, orderId))
    .orderBy(asc(payment.receivedOn), asc(payment.notedAt))
}
