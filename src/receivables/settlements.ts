import { asc, eq, sql } from 'drizzle-orm'
import type { Means } from '../payments/table.ts'
import { type Cents, cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { settlement, settlementReversal } from './table.ts'

/** What settles: money that came in, or a credit note. */
export type Source = { readonly paymentId: string } | { readonly creditId: string }
/** What is settled: a document that asks for money, or money that goes back. */
export type Target = { readonly invoiceId: string } | { readonly refundId: string }

/** Lets one settle the other, in cents. SQLSTATE 23514 when either is exceeded, or they are not of one order. */
export async function settle(
  tx: Tx<'accounting'>,
  source: Source,
  target: Target,
  amountCents: Cents,
  by: string | null,
): Promise<void> {
  await tx.insert(settlement).values({ ...source, ...target, amountCents, settledBy: by })
}

export interface Open {
  readonly id: string
  openCents: number
}

/** The documents of an order that still ask for money, oldest first, charges on it last. */
export async function openDocuments(tx: Tx<'accounting'>, orderId: string): Promise<Open[]> {
  const rows = await tx.execute<{ id: string; openCents: number }>(sql`
    select id, shop_open_cents(id) as "openCents" from invoice
     where order_id = ${orderId} and kind not in ('credit-note', 'corrective') order by kind = 'charge', issued_at`)
  return rows.filter(({ openCents }) => openCents > 0)
}

/** What of a payment settles nothing yet; the books know how and when it came. */
export interface Unused extends Open {
  readonly means: Means
  readonly receivedOn: IsoDate
}

/** The payments of an order that have not settled all they could, oldest first. */
export async function unusedPayments(tx: Tx<'accounting'>, orderId: string): Promise<Unused[]> {
  const rows = await tx.execute<Unused & Record<string, unknown>>(sql`
    select id, shop_unused_cents(id) as "openCents", means, received_on::text as "receivedOn" from payment
     where order_id = ${orderId}
       and not exists (select from payment_reversal where payment_reversal.payment_id = payment.id)
     order by received_on, noted_at`)
  return rows.filter(({ openCents }) => openCents > 0)
}

/** What of a payment settles nothing, in cents. */
export async function unusedOf(tx: Tx<'accounting'>, paymentId: string): Promise<Cents> {
  const [row] = await tx.execute<{ unused: number }>(sql`select shop_unused_cents(${paymentId}) as unused`)
  return cents(row!.unused)
}

/** What of a document is open, in cents. */
export async function openOf(tx: Tx<'accounting'>, invoiceId: string): Promise<Cents> {
  const [row] = await tx.execute<{ open: number }>(sql`select shop_open_cents(${invoiceId}) as open`)
  return cents(row!.open)
}

/** Undoes all that a payment settled; returns the documents that are open again. */
export async function unsettle(
  tx: Tx<'accounting'>,
  paymentId: string,
  by: string | null,
): Promise<{ invoiceId: string | null; amountCents: number }[]> {
  const rows = await tx
    .select({ id: settlement.id, invoiceId: settlement.invoiceId, amountCents: settlement.amountCents })
    .from(settlement)
    .where(sql`${eq(settlement.paymentId, paymentId)} and shop_standing(${settlement.id})`)
    .orderBy(asc(settlement.settledAt))
  for (const { id } of rows) await tx.insert(settlementReversal).values({ settlementId: id, reversedBy: by })
  return rows
}
