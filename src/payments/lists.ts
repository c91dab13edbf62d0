import { and, count, desc, eq, isNotNull, type SQL, sql, sum } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'
import { type Means, payment, paymentPayer, paymentReversal } from './table.ts'

/** A payment as a line of the staff's list; cents. */
export interface PaymentRow {
  readonly id: string
  readonly orderId: string
  /** Null where nothing was issued on it. */
  readonly orderNumber: string | null
  readonly receivedOn: string
  readonly means: Means
  readonly amountCents: number
  /** What of it settles nothing. */
  readonly unusedCents: number
  /** Null once the law no longer keeps it. */
  readonly payer: string | null
  readonly receiptNumber: string | null
  readonly reversed: boolean
}

/** The lists that staff may choose from: by means, or what settles nothing. */
export const filters = ['all', 'transfer', 'card', 'cash', 'terminal', 'unused'] as const
export type PaymentFilter = (typeof filters)[number]

interface Page {
  readonly limit: number
  readonly offset: number
}

const orderNumber = sql<
  string | null
>`(select max(order_number) from invoice where invoice.order_id = ${payment.orderId})`
const unused = sql<number>`case when ${paymentReversal.paymentId} is null then shop_unused_cents(${payment.id}) else 0 end`

/** How many payments settle nothing, or not with all of their money: what the list `unused` holds. */
export async function countUnused(tx: Tx<'accounting'>): Promise<number> {
  const [row] = await tx.execute<{ payments: number }>(sql`
    select count(*)::int as payments from payment
      left join (select payment_id, sum(amount_cents) as cents from settlement
                  where not exists (select from settlement_reversal where settlement_id = settlement.id) group by 1) used
        on used.payment_id = payment.id
     where amount_cents > coalesce(used.cents, 0)
       and not exists (select from payment_reversal where payment_reversal.payment_id = payment.id)`)
  return row!.payments
}

/** The newest payments first, and what they come to; of those that settle nothing, what of them does not. */
export function list(tx: Tx<'accounting'>, filter: PaymentFilter, page: Page) {
  if (filter === 'all') return rows(tx, undefined, page)
  if (filter === 'unused') return rows(tx, sql`${unused} > 0`, page, unused)
  return rows(tx, eq(payment.means, filter), page)
}

/** Payments by the order's or the receipt's number, the payer, or the amount as it is written. */
export function search(tx: Tx<'accounting'>, words: string, page: Page) {
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const amount = /^\d{1,8}([.,]\d{1,2})?$/.test(words)
    ? Math.round(Number(words.replace(',', '.')) * 100)
    : null
  return rows(
    tx,
    sql`(${orderNumber} ilike ${like} or ${payment.receiptNumber} ilike ${like}
      or ${paymentPayer.name} ilike ${like} or ${payment.amountCents} = ${amount})`,
    page,
  )
}

async function rows(
  tx: Tx<'accounting'>,
  where: SQL | undefined,
  { limit, offset }: Page,
  summing: SQL | typeof payment.amountCents = payment.amountCents,
): Promise<{ payments: PaymentRow[]; total: number; totalCents: number }> {
  const [summed] = await tx
    .select({ total: count(), totalCents: sum(summing).mapWith(Number) })
    .from(payment)
    .leftJoin(paymentPayer, eq(paymentPayer.paymentId, payment.id))
    .leftJoin(paymentReversal, eq(paymentReversal.paymentId, payment.id))
    .where(and(where))
  const payments = await tx
    .select({
      id: payment.id,
      orderId: payment.orderId,
      orderNumber,
      receivedOn: payment.receivedOn,
      means: payment.means,
      amountCents: payment.amountCents,
      unusedCents: unused,
      payer: paymentPayer.name,
      receiptNumber: payment.receiptNumber,
      reversed: sql<boolean>`${isNotNull(paymentReversal.paymentId)}`,
    })
    .from(payment)
    .leftJoin(paymentPayer, eq(paymentPayer.paymentId, payment.id))
    .leftJoin(paymentReversal, eq(paymentReversal.paymentId, payment.id))
    .where(and(where))
    .orderBy(desc(payment.receivedOn), desc(payment.notedAt))
    .limit(limit)
    .offset(offset)
  return { payments, total: summed!.total, totalCents: summed!.totalCents ?? 0 }
}
