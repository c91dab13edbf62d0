import { type SQL, sql } from 'drizzle-orm'
import type { VatCategory } from '../invoicing/vat.ts'
import type { IsoDate } from '../platform/time.ts'
import type { AccountKey } from '../settings/bookkeeping.ts'
import { orderNumber } from './order-number.ts'
import type { Period } from './periods.ts'
import { returned } from './refunds-returned.ts'

/** What moves money or debt: a document, or money itself. */
export type Happening =
  | 'invoice'
  | 'advance'
  | 'final'
  | 'credit-note'
  | 'charge'
  | 'charge-credited'
  | 'taken-over'
  | 'write-off'
  | 'write-off-reversed'
  | 'payment'
  | 'payment-reversal'
  | 'refund-asked'
  | 'refund-done'
  | 'refund-failed'
  | 'refund-returned'
  | 'payout'
  | 'payout-fees'

/** One line of a double entry: cents, a debit positive and a credit negative. Names documents and orders, and no person. */
export interface Posting {
  readonly day: IsoDate
  /** What all lines of an entry share. */
  readonly entry: string
  readonly what: Happening
  readonly number: string | null
  readonly orderNumber: string | null
  readonly account: AccountKey
  /** How revenue is taxed; null on other accounts. */
  readonly category: VatCategory | null
  readonly rate: number | null
  readonly country: string | null
  readonly cents: number
}

/**
 * All postings of a period, entry by entry. A document stands on the customer's account with its whole amount; money
 * takes it off there, so settlements, which only say what belongs to what, post nothing. Money before the goods is a debt
 * without its VAT (advances) until the final invoice clears it.
 */
export function postingsOf({ from, until }: Period, home: string): SQL {
  return sql`
    select day::text, entry, what, number, order_number as "orderNumber", account, category, rate, country, cents
      from (${allPostings(home)}) posting
     where day between ${from} and ${until} and cents <> 0
     order by posting.day, rank, sort, entry, line`
}

/** What stands on each account, in cents, before a day and at the end of a period, with what came and went in it. */
export function turnoverOf({ from, until }: Period, home: string): SQL {
  return sql`
    select account, category, rate, country,
           coalesce(sum(cents) filter (where day < ${from}), 0)::bigint::text as opening,
           coalesce(sum(cents) filter (where day >= ${from} and cents > 0), 0)::bigint::text as debit,
           coalesce(-sum(cents) filter (where day >= ${from} and cents < 0), 0)::bigint::text as credit
      from (${allPostings(home)}) posting
     where day <= ${until} and cents <> 0
     group by 1, 2, 3, 4`
}

function allPostings(home: string): SQL {
  return sql`${documentPostings(home)} union all ${chargePostings} union all ${takenOverPostings} union all ${paymentPostings} union all ${refundPostings} union all ${payoutPostings} union all ${writeOffPostings}`
}

const document = sql`
  select issued_on as day, 1 as rank, number as sort, 'document ' || invoice.id as entry, kind as what, number, order_number,
         case kind when 'credit-note' then -1 else 1 end as sign, invoice.id, vat_country, gross_cents,
         kind = 'advance' or exists (select from invoice advance where advance.id = invoice.preceding_id and advance.kind = 'advance') as on_advance
    from invoice where kind not in ('corrective', 'taken-over', 'charge')
     and not exists (select from invoice charge where charge.id = invoice.preceding_id and charge.kind = 'charge')`

/** A document's VAT groups, and what of each an advance had taxed already. */
const vatGroup = sql`
  select coalesce(category, cleared_category) as category, coalesce(rate, cleared_rate) as rate,
         coalesce(taxable_cents, 0) as taxable, coalesce(vat_cents, 0) as vat, coalesce(net, 0) as cleared
    from (select category, rate, taxable_cents, vat_cents from invoice_vat where invoice_id = document.id) taxed
    full join (
      select vat_category as cleared_category, vat_rate as cleared_rate, sum(net_cents)::integer as net from invoice_line
       where invoice_id = document.id and about = 'advance' and document.what = 'final' group by 1, 2) cleared
      on category = cleared_category and rate = cleared_rate`

function documentPostings(home: string): SQL {
  return sql`
    select day, rank, sort, entry, line, what, number, order_number, account, posted.category, posted.rate,
           case when account in ('revenue', 'vatOss') then vat_country end as country, cents
      from (${document}) document cross join lateral (
        select 1 as line, 'receivables' as account, null::text as category, null::integer as rate, sign * gross_cents as cents
        union all
        select line, posting.account, case when posting.account in ('advances', 'revenue', 'vat', 'vatOss') then category end,
               case when posting.account in ('advances', 'revenue', 'vat', 'vatOss') then rate end, posting.cents
          from (${vatGroup}) vat_group cross join lateral (values
            (2, case when on_advance then 'advances' else 'revenue' end, -sign * (taxable - cleared)),
            (3, 'advances', -cleared),
            (4, case when vat_country = ${home} then 'vat' else 'vatOss' end, -sign * vat)) posting (line, account, cents)) posted`
}

/** Late interest and costs of recovery are no sale: each has an account of its own, and there is no VAT. */
const chargePostings = sql`
  select issued_on, 1, number, 'document ' || charge.id, line, what, number, order_number, account, null, null, null, sign * posting.cents
    from (
      select invoice.id, invoice.issued_on, invoice.number, invoice.order_number, invoice.gross_cents,
             case invoice.kind when 'charge' then 1 else -1 end as sign,
             case invoice.kind when 'charge' then 'charge' else 'charge-credited' end as what
        from invoice left join invoice preceding on preceding.id = invoice.preceding_id
       where invoice.kind = 'charge' or (invoice.kind = 'credit-note' and preceding.kind = 'charge')) charge
    cross join lateral (
      select coalesce(sum(gross_cents) filter (where about = 'interest'), 0)::integer as interest,
             coalesce(sum(gross_cents) filter (where about = 'costs'), 0)::integer as costs
        from invoice_line where invoice_id = charge.id) lines
    cross join lateral (values (1, 'receivables', gross_cents), (2, 'interest', -interest), (3, 'recovery', -costs))
      posting (line, account, cents)`

/** What was open in a former system is a balance of ours from the day it was taken over; its revenue and VAT were booked there. */
const takenOverPostings = sql`
  select taken_on, 1, number, 'document ' || invoice.id, line, kind, number, order_number, account, null, null, null,
         sign * shop_asked_cents(kind, gross_cents, prepaid_cents)
    from invoice join taken_over on taken_over.order_id = invoice.order_id
    cross join lateral (values (1, 'receivables', 1), (2, 'opening', -1)) posting (line, account, sign)
   where kind = 'taken-over'`

const account = (means: SQL) =>
  sql`case ${means} when 'transfer' then 'bank' when 'card' then 'clearing' else ${means} end`

/** Money that came in; what was noted wrongly goes off again on the day that was found. */
const paymentPostings = sql`
  select day, rank, sort, entry, line, what, number, ${orderNumber(sql`moved.order_id`)} as order_number, account,
         null, null, null, sign * amount_cents
    from (
      select received_on as day, 2 as rank, noted_at::text as sort, 'payment ' || id as entry, 'payment' as what,
             coalesce(receipt_number, provider_reference) as number, order_id, amount_cents, means, 1 as gives
        from payment
      union all
      select shop_day(reversed_at), 3, reversed_at::text, 'payment-reversal ' || payment.id, 'payment-reversal',
             coalesce(receipt_number, provider_reference), payment.order_id, amount_cents, means, -1
        from payment join payment_reversal on payment_id = payment.id) moved
    cross join lateral (values (1, ${account(sql`means`)}, gives), (2, 'receivables', -gives)) posting (line, account, sign)`

/** Money that is to go back is a debt until it has gone; where it could not go, or came back, the customer's account has it. */
const refundPostings = sql`
  select day, rank, sort, entry, line, what, number, ${orderNumber(sql`moved.order_id`)} as order_number, account,
         null, null, null, sign * amount_cents
    from (
      select shop_day(asked_at) as day, 4 as rank, asked_at::text as sort, 'refund-asked ' || id as entry, 'refund-asked' as what,
             null as number, order_id, amount_cents, 'receivables' as debit, 'refunds' as credit
        from refund
      union all
      select happened_on, 5, refund_outcome.noted_at::text, 'refund-done ' || id, 'refund-done', provider_reference,
             refund.order_id, amount_cents, 'refunds', ${account(sql`means`)}
        from refund join refund_outcome on refund_id = refund.id where outcome = 'done' or ${returned}
      union all
      select case when ${returned} then shop_day(refund_outcome.noted_at) else happened_on end, 6, refund_outcome.noted_at::text,
             'refund-back ' || id, case when ${returned} then 'refund-returned' else 'refund-failed' end, provider_reference,
             refund.order_id, amount_cents, case when ${returned} then 'clearing' else 'refunds' end, 'receivables'
        from refund join refund_outcome on refund_id = refund.id where outcome = 'failed') moved
    cross join lateral (values (1, debit, 1), (2, credit, -1)) posting (line, account, sign)`

/** What nobody will pay is a loss of the day it was given up, until it is paid after all. */
const writeOffPostings = sql`
  select day, rank, given_up.id::text, what || ' ' || given_up.id, line, what, number, order_number, account, null, null, null,
         sign * gives * amount_cents
    from (
      select id, invoice_id, written_off_on as day, 9 as rank, 'write-off' as what, amount_cents, 1 as gives from write_off
      union all
      select id, invoice_id, reversed_on, 10, 'write-off-reversed', amount_cents, -1
        from write_off join write_off_reversal on write_off_id = write_off.id) given_up
    join invoice on invoice.id = invoice_id
    cross join lateral (values (1, 'badDebts', 1), (2, 'receivables', -1)) posting (line, account, sign)`

/** What the card provider keeps is a cost of the day its payout arrives: until then nobody knows of it. */
const payoutPostings = sql`
  select arrives_on, 7, card_payout.id, 'payout ' || card_payout.id, line, 'payout', card_payout.id, null, account,
         null, null, null, sign * amount_cents
    from card_payout cross join lateral (values (1, 'bank', 1), (2, 'clearing', -1)) posting (line, account, sign)
   where currency = 'EUR'
  union all
  select arrives_on, 8, payout_id, 'payout-fees ' || payout_id, line, 'payout-fees', payout_id, null, account,
         null, null, null, sign * case account when 'fees' then fees else others end
    from (
      select arrives_on, payout_id, sum(fee_cents - case kind when 'fee' then card_fee.amount_cents else 0 end)::integer as fees,
             sum(case when kind in ('dispute', 'other') then -card_fee.amount_cents else 0 end)::integer as others
        from card_fee join card_payout on card_payout.id = payout_id
       where card_fee.currency = 'EUR' and card_payout.currency = 'EUR' group by 1, 2) kept
    cross join lateral (values (1, 'fees', 1), (2, 'other', 1)) posting (line, account, sign)
  union all
  select arrives_on, 8, payout_id, 'payout-fees ' || payout_id, 3, 'payout-fees', payout_id, null, 'clearing', null, null, null,
         -sum(fee_cents - case when kind in ('fee', 'dispute', 'other') then card_fee.amount_cents else 0 end)::integer
    from card_fee join card_payout on card_payout.id = payout_id
   where card_fee.currency = 'EUR' and card_payout.currency = 'EUR' group by arrives_on, payout_id`
