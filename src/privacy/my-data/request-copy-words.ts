import type { Translate } from '../../platform/i18n/messages.ts'
import type { CopiedColumn } from './access-export.ts'

/** Tables that have a title in words. */
const tables = new Set(
  `order order_party order_line artwork order_artwork proof proof_answer shipment_dispatch shipment_delivery cancellation
  order_question order_question_answer correction customer payment payment_payer payment_reversal refund refund_account
  refund_outcome invoice invoice_buyer invoice_line invoice_vat invoice_document subscription news_request consent
  consent_withdrawal objection mail_copy subject_session subject_request request_step restriction hold disclosure
  record_opening audit_entry breach_letter cart_line cart_artwork staff staff_session staff_role_change
  staff_agreement staff_invitation staff_second_factor staff_recovery_code withdrawal withdrawal_step
  card_attempt card_dispute card_dispute_end public_buyer einvoice_sending vies_check vat_choice transport_proof
  bank_entry_party breach_affected reminder payment_promise dunning_hold debt_notice debt_notice_document
  debt_notice_receipt debt_objection debt_objection_decision hand_over_case hand_over_end debt_recall collector_report_line
  write_off order_reduction repair`.split(/\s+/),
)

/** Columns that have a name in words; the others are for computers. */
const columns = new Set(
  `name company_name registration_number vat_number email former_email invoice_email phone street town postcode country
  delivery_name delivery_street delivery_town delivery_postcode delivery_country locker note number order_number placed_at
  language total_cents delivery_price_cents discount_code discount_cents payment_method payment_reference pay_by gift label quantity
  unit_price_cents words picture bytes thumbnail remark approved answered_at carrier tracking_number dispatched_at
  delivered_on withdrawal_until reason cancelled_at asked_at address postal purpose given_at form withdrawn_at made_at
  recipient recipient_kind what categories subject body at table_name columns action page amount_cents means received_on
  since kind ground origin due_on until_on about sku delivery_method step closed_at outcome identity_checked_how
  description net_cents vat_cents gross_cents issued_on paid_on iban holder cause happened_on role lifted_at
  contract added_at begun_at opened_at sent_on queued_at notes supplied_on reversed_at receipt_number buyer_reference
  reference allowance_reason on_behalf_of browser identity_checked_at level promised_on placed_at object_until upheld
  principal_cents interest_cents costs_cents open_cents paid_cents ended_at reported_on written_off_on proof
  repaired_on taken_back_at rest_reason rest_asked_at`.split(/\s+/),
)

/** What a table holds, in words. */
export function tableTitle(name: string, t: Translate): string {
  return isNamed(name) ? t(`myData.table.${name}`) : t('myData.unit.other')
}

/** Whether a table has a title of its own. */
export function isNamed(table: string): boolean {
  return tables.has(table)
}

/** What a column holds, in words; nothing for one that is for computers. */
export function columnLabel(name: string, t: Translate): string {
  return columns.has(name) ? t(`myData.column.${name}`) : ''
}

/** The page for people leaves out keys, codes and the same letter a second time; the file for computers has everything. */
export function shownColumn({ name, categories }: CopiedColumn, table: string): boolean {
  // An order names its carrier by a key; its dispatch says who that is.
  return categories.length > 0 && columns.has(name) && !(table === 'order' && name === 'carrier')
}

/** Tables that tell how the shop worked with the data stand after the data. */
const traces = [
  'subject_request',
  'request_step',
  'disclosure',
  'record_opening',
  'audit_entry',
  'subject_session',
]

/** Whether a table tells how the shop worked with the data, and not the data. */
export function isTrace({ name }: { readonly name: string }): boolean {
  return traces.includes(name)
}

/** What a person looks for first stands first. */
export function byInterest(one: { readonly name: string }, other: { readonly name: string }): number {
  return traces.indexOf(one.name) - traces.indexOf(other.name)
}
