import { sql } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Month } from './periods.ts'

/** What a month comes to, in cents; credit notes off. */
export interface MonthSums {
  readonly month: Month
  readonly documents: number
  readonly netCents: number
  readonly vatCents: number
  readonly grossCents: number
  readonly receivedCents: number
  readonly refundedCents: number
}

/** Every month in which a document was issued or money moved, the newest first. */
export async function monthSums(tx: Tx<'accounting'>): Promise<MonthSums[]> {
  return tx.execute<MonthSums & Record<string, unknown>>(sql`
    select to_char(day, 'YYYY-MM') as month, sum(documents)::integer as documents, sum(net)::float8 as "netCents",
           sum(vat)::float8 as "vatCents", sum(net + vat)::float8 as "grossCents", sum(received)::float8 as "receivedCents",
           sum(refunded)::float8 as "refundedCents"
      from (
        select invoice.issued_on as day, 1 as documents,
               case when 'charge' in (invoice.kind, preceding.kind) then 0
                    when invoice.kind = 'credit-note' then -invoice.net_cents else invoice.net_cents end as net,
               case invoice.kind when 'credit-note' then -invoice.vat_cents else invoice.vat_cents end as vat, 0 as received, 0 as refunded
          from invoice left join invoice preceding on preceding.id = invoice.preceding_id where invoice.kind <> 'taken-over'
        union all
        select received_on, 0, 0, 0, amount_cents, 0 from payment
         where not exists (select from payment_reversal where payment_id = payment.id)
        union all
        select happened_on, 0, 0, 0, 0, amount_cents from refund join refund_outcome on refund_id = refund.id where outcome = 'done') moved
     group by 1 order by 1 desc`)
}
