import { type SQL, sql } from 'drizzle-orm'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { rowsOf } from './cursor.ts'
import { orderNumber } from './order-number.ts'
import { returned } from './refunds-returned.ts'

/** What somebody owes the shop on a day (positive) or the shop owes somebody (negative); cents. Names no person. */
export interface OpenItem {
  /** `document`: asks for money; `credit-note`: has not been used up; `payment`: settles nothing yet. */
  readonly what: 'document' | 'credit-note' | 'payment'
  readonly id: string
  readonly number: string | null
  readonly kind: string
  readonly orderNumber: string | null
  readonly day: IsoDate
  readonly dueOn: IsoDate | null
  readonly amountCents: number
  readonly openCents: number
}

/**
 * Settlements as they stood on a day: from the day on which both sides were there, to that on which they were undone. A
 * refund that failed settles nothing.
 */
const settledOn = (day: IsoDate) => sql`
  select settlement.payment_id, credit_id, invoice_id, settlement.refund_id, settlement.amount_cents
    from settlement
    left join payment on payment.id = settlement.payment_id
    left join invoice credit on credit.id = credit_id
    left join invoice document on document.id = invoice_id
    left join taken_over on document.kind = 'taken-over' and taken_over.order_id = document.order_id
    left join refund on refund.id = settlement.refund_id
    left join settlement_reversal on settlement_id = settlement.id
    left join refund_outcome on refund_outcome.refund_id = settlement.refund_id
   where greatest(payment.received_on, credit.issued_on, coalesce(taken_on, document.issued_on), shop_day(refund.asked_at)) <= ${day}
     and (reversed_at is null or shop_day(reversed_at) > ${day})
     and not coalesce(outcome = 'failed' and case when ${returned} then shop_day(refund_outcome.noted_at) else happened_on end <= ${day}, false)`

function query(day: IsoDate): SQL {
  return sql`
    with settled as materialized (${settledOn(day)}),
      to_document as (select invoice_id, sum(amount_cents) as cents from settled where invoice_id is not null group by 1),
      written_off as (
        select invoice_id, sum(amount_cents) as cents from write_off
          left join write_off_reversal on write_off_id = write_off.id
         where written_off_on <= ${day} and (reversed_on is null or reversed_on > ${day}) group by 1),
      from_credit as (select credit_id, sum(amount_cents) as cents from settled where credit_id is not null group by 1),
      from_payment as (select payment_id, sum(amount_cents) as cents from settled where payment_id is not null group by 1)
    select what, id, number, kind, "orderNumber", day::text, due_on::text as "dueOn", amount::integer as "amountCents", open::integer as "openCents"
      from (
        select 'document' as what, id, number, kind, order_number as "orderNumber", issued_on as day, due_on, gross_cents as amount,
               gross_cents - coalesce(to_document.cents, 0) - coalesce(written_off.cents, 0) as open
          from invoice left join to_document on invoice_id = id left join written_off on written_off.invoice_id = id
         where kind in ('invoice', 'advance', 'final', 'charge') and issued_on <= ${day}
        union all
        select 'document', id, number, kind, order_number, issued_on, due_on, gross_cents,
               shop_asked_cents(kind, gross_cents, prepaid_cents) - coalesce(to_document.cents, 0) - coalesce(written_off.cents, 0)
          from invoice join taken_over on taken_over.order_id = invoice.order_id
          left join to_document on invoice_id = id left join written_off on written_off.invoice_id = id
         where kind = 'taken-over' and taken_on <= ${day}
        union all
        select 'credit-note', id, number, kind, order_number, issued_on, null, -gross_cents, -gross_cents + coalesce(cents, 0)
          from invoice left join from_credit on credit_id = id where kind = 'credit-note' and issued_on <= ${day}
        union all
        select 'payment', id, coalesce(receipt_number, provider_reference), means,
               ${orderNumber(sql`payment.order_id`)},
               received_on, null, -amount_cents, -amount_cents + coalesce(cents, 0)
          from payment left join from_payment on from_payment.payment_id = payment.id
          left join payment_reversal on payment_reversal.payment_id = payment.id
         where received_on <= ${day} and (reversed_at is null or shop_day(reversed_at) > ${day})) items
     where open <> 0
     order by day, number, id`
}

/** All open items as of a day, the oldest first. */
export function openItems(tx: Tx<'accounting'>, day: IsoDate): AsyncGenerator<OpenItem> {
  return rowsOf<OpenItem>(tx, query(day))
}

/** The oldest open items as of a day, and what all of them come to. */
export async function firstOpenItems(
  tx: Tx<'accounting'>,
  day: IsoDate,
  limit: number,
): Promise<{ items: OpenItem[]; count: number; owedToUs: number; owedByUs: number }> {
  const items: OpenItem[] = []
  let [count, owedToUs, owedByUs] = [0, 0, 0]
  for await (const item of openItems(tx, day)) {
    if (items.length < limit) items.push(item)
    count += 1
    if (item.openCents > 0) owedToUs += item.openCents
    else owedByUs -= item.openCents
  }
  return { items, count, owedToUs, owedByUs }
}
