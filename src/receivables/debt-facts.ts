import { sql } from 'drizzle-orm'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'

type Contract = Tx<'order-contract'>

/** What made a debt smaller; cents. */
export interface Paid {
  readonly kind: 'payment' | 'credit-note'
  readonly day: IsoDate
  /** A credit note's number. */
  readonly number: string | null
  readonly cents: number
}

/** Payments and credit notes that settle a document, in the order in which they came; from the books, which keep them. */
export async function paidOf(tx: Contract, invoiceId: string): Promise<Paid[]> {
  const rows = await tx.under('accounting', (books) =>
    books.execute<Paid & Record<string, unknown>>(sql`
      select case when credit.id is null then 'payment' else 'credit-note' end as kind,
             coalesce(credit.issued_on, payment.received_on)::text as day, credit.number, settlement.amount_cents as cents
        from settlement
        left join payment on payment.id = settlement.payment_id
        left join invoice credit on credit.id = settlement.credit_id
       where settlement.invoice_id = ${invoiceId} and shop_standing(settlement.id)
       order by 2, settled_at`),
  )
  return [...rows]
}

/** What was done about a debt, as its rows tell it: each says who and when. */
export interface DebtFact {
  readonly kind:
    | 'issued'
    | 'reminder'
    | 'promise'
    | 'promise-taken-back'
    | 'hold'
    | 'hold-lifted'
    | 'notice'
    | 'receipt'
    | 'objection'
    | 'decision'
    | 'rest'
    | 'hand-over'
    | 'hand-over-end'
    | 'recall'
    | 'report'
    | 'write-off'
    | 'write-off-reversal'
  readonly id: string
  readonly at: Date
  /** Of the staff; null for the debtor or for the shop itself. */
  readonly by: string | null
  /** A level, a cause, an outcome, a state, yes or no: by kind. */
  readonly code: string | null
  /** What somebody wrote. */
  readonly words: string | null
  readonly day: IsoDate | null
  readonly cents: number | null
}

/** The facts of a debt, the oldest first. What this purpose no longer sees is not among them. */
export async function factsOf(tx: Contract, invoiceId: string): Promise<DebtFact[]> {
  const rows = await tx.execute<Omit<DebtFact, 'at'> & { at: string }>(sql`
    select kind, id, to_json(at)#>>'{}' as at, by, code, words, day::text, cents from (
      select 1 as step, 'issued' as kind, id, issued_at as at, issued_by as by, null as code, null as words, due_on as day, gross_cents as cents
        from invoice where id = ${invoiceId} and kind <> 'taken-over'
      union all select 2, 'reminder', id, asked_at, asked_by, level::text, null, null, null from reminder where invoice_id = ${invoiceId}
      union all select 4, 'promise', id, noted_at, noted_by, null, null, promised_on, null from payment_promise where invoice_id = ${invoiceId}
      -- Before the one that replaced it in the same moment.
      union all select 3, 'promise-taken-back', id, taken_back_at, taken_back_by, null, null, promised_on, null from payment_promise
        where invoice_id = ${invoiceId} and taken_back_at is not null
      union all select 4, 'hold', id, placed_at, placed_by, null, reason, null, null from dunning_hold where invoice_id = ${invoiceId}
      union all select 5, 'hold-lifted', id, lifted_at, lifted_by, null, null, null, null from dunning_hold
        where invoice_id = ${invoiceId} and lifted_at is not null
      union all select 6, 'notice', id, issued_at, issued_by, null, null, null, principal_cents + interest_cents + costs_cents
        from debt_notice where invoice_id = ${invoiceId}
      union all select 7, 'receipt', notice_id, noted_at, noted_by, source, proof, received_on, null from debt_notice_receipt
        where notice_id in (select id from debt_notice where invoice_id = ${invoiceId})
      union all select 8, 'objection', id, raised_at, noted_by, null, words, null, null from debt_objection where invoice_id = ${invoiceId}
      union all select 9, 'decision', objection_id, decided_at, decided_by, case when upheld then 'upheld' else 'rejected' end, reason, null, null
        from debt_objection_decision where objection_id in (select id from debt_objection where invoice_id = ${invoiceId})
      union all select 10, 'rest', objection_id, rest_asked_at, rest_asked_by, null, rest_reason, null, null
        from debt_objection_decision where rest_asked_at is not null
         and objection_id in (select id from debt_objection where invoice_id = ${invoiceId})
      union all select 10, 'hand-over', hand_over_case.id, confirmed_at, confirmed_by, null, recipient.name, null, principal_cents + interest_cents + costs_cents
        from hand_over_case join hand_over on hand_over.id = hand_over_id join recipient on recipient.id = recipient_id
        where invoice_id = ${invoiceId}
      union all select 11, 'recall', debt_recall.id, made_at, made_by, cause, null, null, open_cents
        from debt_recall where case_id in (select id from hand_over_case where invoice_id = ${invoiceId})
      union all select 12, 'report', collector_report_line.report_id, imported_at, imported_by, state, null, reported_on, nullif(paid_cents, 0)
        from collector_report_line join collector_report on collector_report.id = report_id
        where case_id in (select id from hand_over_case where invoice_id = ${invoiceId})
      union all select 13, 'hand-over-end', case_id, ended_at, ended_by, outcome, null, null, null
        from hand_over_end where case_id in (select id from hand_over_case where invoice_id = ${invoiceId})
      union all select 14, 'write-off', id, written_off_at, written_off_by, cause, reason, written_off_on, amount_cents
        from write_off where invoice_id = ${invoiceId}
      union all select 15, 'write-off-reversal', write_off_id, reversed_at, reversed_by, null, null, reversed_on, null
        from write_off_reversal where write_off_id in (select id from write_off where invoice_id = ${invoiceId})
    ) fact order by fact.at, step, kind, id`)
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

/** Whose debt it is, as far as this purpose sees them. */
export interface Debtor {
  readonly kind: 'person' | 'company'
  readonly name: string
  readonly companyName: string | null
  readonly registrationNumber: string | null
  readonly email: string
  readonly phone: string
  readonly country: string
}

/** The debtor of an order; undefined once the contract has ended, and while the data are restricted. */
export async function debtorOf(tx: Contract, orderId: string): Promise<Debtor | undefined> {
  const [row] = await tx.execute<Debtor & Record<string, unknown>>(sql`
    select kind, name, company_name as "companyName", registration_number as "registrationNumber", email, phone, country
      from order_party where order_id = ${orderId}`)
  return row
}
