import { sql } from 'drizzle-orm'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Column } from './csv.ts'
import { orderNumber } from './order-number.ts'
import type { Period } from './periods.ts'

/** Cash that came or went over the counter, and what was in the till after it; cents. */
export interface CashRow {
  readonly day: IsoDate
  /** The kvīts or till receipt. */
  readonly receiptNumber: string | null
  readonly orderNumber: string | null
  readonly what: 'payment' | 'payment-reversal' | 'refund'
  readonly cents: number
  readonly balanceCents: number
}

export interface CashJournal {
  readonly openingCents: number
  readonly rows: readonly CashRow[]
  readonly closingCents: number
}

/** The cash journal of a period (MK 584; MK 96): each movement in its order, with the balance it leaves. */
export async function cashJournal(tx: Tx<'accounting'>, { from, until }: Period): Promise<CashJournal> {
  const rows = await tx.execute<Omit<CashRow, 'balanceCents'> & { noted: string }>(sql`
    select day::text, receipt_number as "receiptNumber", what, cents,
           ${orderNumber(sql`moved.order_id`)} as "orderNumber"
      from (
        select received_on as day, noted_at as at, receipt_number, order_id, 'payment' as what, amount_cents as cents
          from payment where means = 'cash'
        union all
        select shop_day(reversed_at), reversed_at, receipt_number, payment.order_id, 'payment-reversal', -amount_cents
          from payment join payment_reversal on payment_id = payment.id where means = 'cash'
        union all
        select happened_on, refund_outcome.noted_at, null, refund.order_id, 'refund', -amount_cents
          from refund join refund_outcome on refund_id = refund.id where means = 'cash' and outcome = 'done') moved
     where day <= ${until} order by day, at`)
  const openingCents = sumOf(rows.filter(({ day }) => day < from))
  let balanceCents = openingCents
  const own = rows
    .filter(({ day }) => day >= from)
    .map((row): CashRow => {
      balanceCents += row.cents
      return { ...row, balanceCents }
    })
  return { openingCents, rows: own, closingCents: balanceCents }
}

function sumOf(rows: readonly { readonly cents: number }[]): number {
  return rows.reduce((total, { cents }) => total + cents, 0)
}

export const cashColumns: readonly Column<CashRow>[] = [
  { field: 'day', of: (row) => ({ day: row.day }) },
  { field: 'receiptNumber', of: (row) => row.receiptNumber },
  { field: 'orderNumber', of: (row) => row.orderNumber },
  { field: 'what', of: (row) => row.what, words: (row) => `books.cash.${row.what}` },
  { field: 'cashIn', of: (row) => (row.cents > 0 ? { cents: row.cents } : null) },
  { field: 'cashOut', of: (row) => (row.cents < 0 ? { cents: -row.cents } : null) },
  { field: 'balance', of: (row) => ({ cents: row.balanceCents }) },
]
