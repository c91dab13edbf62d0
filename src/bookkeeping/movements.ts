import { sql } from 'drizzle-orm'
import type { Means } from '../payments/table.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Column } from './csv.ts'
import { rowsOf } from './cursor.ts'
import { orderNumber } from './order-number.ts'
import type { Period } from './periods.ts'

/** Money that moved, in cents: negative where it went back. Names orders, receipts and providers, and no person. */
export interface Movement {
  readonly id: string
  readonly day: IsoDate
  readonly what: 'payment' | 'refund'
  readonly means: Means
  readonly cents: number
  readonly orderNumber: string | null
  readonly receiptNumber: string | null
  readonly providerReference: string | null
  /** What the card's provider kept, and when and with which payout the rest arrived. */
  readonly feeCents: number | null
  readonly payout: string | null
  readonly payoutOn: IsoDate | null
  /** Documents that a payment settled. */
  readonly documents: string | null
  /** The day on which it was found to be noted wrongly. */
  readonly reversedOn: IsoDate | null
}

/** Payments of a period and refunds that were made in it, day by day. */
export function movementsOf(tx: Tx<'accounting'>, { from, until }: Period): AsyncGenerator<Movement> {
  return rowsOf<Movement>(
    tx,
    sql`
    select id, day::text, what, means, cents, ${orderNumber(sql`moved.order_id`)} as "orderNumber", receipt_number as "receiptNumber",
           moved.provider_reference as "providerReference", fee_cents as "feeCents", payout_id as payout, arrives_on::text as "payoutOn",
           documents, reversed_on::text as "reversedOn"
      from (
        select payment.id, received_on as day, noted_at as at, 'payment' as what, means, amount_cents as cents, payment.order_id, receipt_number,
               provider_reference, shop_day(reversed_at) as reversed_on,
               (select string_agg(distinct number, ' ') from settlement join invoice on invoice.id = invoice_id
                 where settlement.payment_id = payment.id and not exists (select from settlement_reversal where settlement_id = settlement.id)) as documents
          from payment left join payment_reversal on payment_reversal.payment_id = payment.id
         where received_on between ${from} and ${until}
        union all
        select refund.id, happened_on, refund_outcome.noted_at, 'refund', means, -amount_cents, refund.order_id, null, provider_reference, null,
               (select string_agg(distinct number, ' ') from settlement join invoice on invoice.id = credit_id
                 where settlement.refund_id = refund.id and not exists (select from settlement_reversal where settlement_id = settlement.id))
          from refund join refund_outcome on refund_id = refund.id
         where outcome = 'done' and happened_on between ${from} and ${until}) moved
      left join lateral (
        select sum(fee_cents)::integer as fee_cents, min(payout_id) as payout_id, min(arrives_on) as arrives_on
          from card_fee join card_payout on card_payout.id = payout_id
         where card_fee.provider_reference = moved.provider_reference and card_fee.kind = moved.what) kept on true
     order by day, at, id`,
  )
}

/** Which payment or credit note settles which document or refund; cents. */
export interface SettlementRow {
  readonly day: IsoDate
  readonly source: 'payment' | 'credit-note'
  /** How a payment came. */
  readonly means: Means | null
  readonly sourceNumber: string | null
  readonly sourceDay: IsoDate
  readonly target: string
  readonly targetNumber: string | null
  readonly orderNumber: string | null
  readonly cents: number
  readonly reversedOn: IsoDate | null
}

/** Settlements of a period, undone ones with the day on which they were. */
export function settlementsOf(tx: Tx<'accounting'>, { from, until }: Period): AsyncGenerator<SettlementRow> {
  return rowsOf<SettlementRow>(
    tx,
    sql`
    select shop_day(settled_at)::text as day, case when settlement.payment_id is null then 'credit-note' else 'payment' end as source,
           case when settlement.payment_id is null then credit.number else coalesce(receipt_number, provider_reference) end as "sourceNumber",
           payment.means, coalesce(credit.issued_on, received_on)::text as "sourceDay",
           coalesce(document.kind, 'refund') as target, document.number as "targetNumber",
           coalesce(document.order_number, credit.order_number, ${orderNumber(sql`payment.order_id`)}) as "orderNumber",
           settlement.amount_cents as cents, shop_day(reversed_at)::text as "reversedOn"
      from settlement
      left join payment on payment.id = settlement.payment_id
      left join invoice credit on credit.id = credit_id
      left join invoice document on document.id = invoice_id
      left join settlement_reversal on settlement_id = settlement.id
     where shop_day(settled_at) between ${from} and ${until}
     order by settled_at, settlement.id`,
  )
}

/** What the card provider paid out, and what it kept; cents. */
export interface PayoutRow {
  readonly day: IsoDate
  readonly id: string
  readonly grossCents: number
  readonly feeCents: number
  readonly amountCents: number
  readonly currency: string
}

/** The payouts that arrived in a period. */
export async function payoutsOf(tx: Tx<'accounting'>, { from, until }: Period): Promise<PayoutRow[]> {
  return tx.execute<PayoutRow & Record<string, unknown>>(sql`
    select arrives_on::text as day, card_payout.id, card_payout.amount_cents as "amountCents", card_payout.currency,
           (card_payout.amount_cents + coalesce(fees, 0))::integer as "grossCents", coalesce(fees, 0)::integer as "feeCents"
      from card_payout
      left join lateral (select sum(fee_cents - case kind when 'fee' then card_fee.amount_cents else 0 end) as fees
                           from card_fee where payout_id = card_payout.id) kept on true
     where arrives_on between ${from} and ${until} order by arrives_on, card_payout.id`)
}

export const movementColumns: readonly Column<Movement>[] = [
  { field: 'day', of: (row) => ({ day: row.day }) },
  { field: 'what', of: (row) => row.what, words: (row) => `books.cash.${row.what}` },
  { field: 'means', of: (row) => row.means, words: (row) => `books.means.${row.means}` },
  { field: 'amount', of: (row) => ({ cents: row.cents }) },
  { field: 'orderNumber', of: (row) => row.orderNumber },
  { field: 'documents', of: (row) => row.documents },
  { field: 'receiptNumber', of: (row) => row.receiptNumber },
  { field: 'providerReference', of: (row) => row.providerReference },
  { field: 'fee', of: (row) => (row.feeCents === null ? null : { cents: row.feeCents }) },
  { field: 'payout', of: (row) => row.payout },
  { field: 'payoutOn', of: (row) => (row.payoutOn ? { day: row.payoutOn } : null) },
  { field: 'reversedOn', of: (row) => (row.reversedOn ? { day: row.reversedOn } : null) },
]

export const settlementColumns: readonly Column<SettlementRow>[] = [
  { field: 'day', of: (row) => ({ day: row.day }) },
  {
    field: 'source',
    of: (row) => row.source,
    words: ({ source }) => (source === 'payment' ? 'books.cash.payment' : 'books.kind.credit-note'),
  },
  { field: 'means', of: (row) => row.means, words: (row) => row.means && `books.means.${row.means}` },
  { field: 'sourceNumber', of: (row) => row.sourceNumber },
  { field: 'sourceDay', of: (row) => ({ day: row.sourceDay }) },
  {
    field: 'target',
    of: (row) => row.target,
    words: ({ target }) => (target === 'refund' ? 'books.cash.refund' : `books.kind.${target}`),
  },
  { field: 'targetNumber', of: (row) => row.targetNumber },
  { field: 'orderNumber', of: (row) => row.orderNumber },
  { field: 'amount', of: (row) => ({ cents: row.cents }) },
  { field: 'reversedOn', of: (row) => (row.reversedOn ? { day: row.reversedOn } : null) },
]

export const payoutColumns: readonly Column<PayoutRow>[] = [
  { field: 'day', of: (row) => ({ day: row.day }) },
  { field: 'payout', of: (row) => row.id },
  { field: 'collected', of: (row) => ({ cents: row.grossCents }) },
  { field: 'fee', of: (row) => ({ cents: row.feeCents }) },
  { field: 'arrived', of: (row) => ({ cents: row.amountCents }) },
  { field: 'currency', of: (row) => row.currency },
]
