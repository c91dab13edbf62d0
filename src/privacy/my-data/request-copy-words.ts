import type { Formats } from '../../platform/i18n/format.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import type { CopiedColumn } from './access-export.ts'

/** Tables that have a title in words. */
const tables = new Set(
  `order order_party order_line artwork order_artwork proof proof_answer shipment_dispatch shipment_delivery cancellation
  order_question order_question_answer correction customer payment payment_payer invoice invoice_buyer invoice_document
  subscription consent consent_withdrawal objection mail_copy subject_session subject_request request_step restriction
  disclosure record_opening audit_entry cart_line`.split(/\s+/),
)

/** Columns that have a name in words; the others are for computers. */
const columns = new Set(
  `name company_name registration_number vat_number email invoice_email phone street town postcode country delivery_name
  delivery_street delivery_town delivery_postcode locker note number placed_at language total_cents delivery_price_cents
  payment_method payment_reference pay_by gift label quantity unit_price_cents words picture bytes thumbnail remark
  approved carrier tracking_number dispatched_at delivered_on withdrawal_until reason asked_at address purpose given_at
  withdrawn_at made_at recipient subject body at action amount_cents received_on since kind ground origin due_on sku
  delivery_method step closed_at outcome`.split(/\s+/),
)

/** What a table holds, in words. */
export function tableTitle(name: string, t: Translate): string {
  return tables.has(name) ? t(`myData.table.${name}`) : name
}

/** What a column holds, in words. */
export function columnLabel(name: string, t: Translate): string {
  return columns.has(name) ? t(`myData.column.${name}`) : name
}

/** The page for people leaves out keys, codes and the same letter a second time; the file for computers has everything. */
export function shownColumn({ name, categories }: CopiedColumn): boolean {
  return categories.length > 0 && columns.has(name)
}

/** Tables that tell how the shop worked with the data stand after the data. */
const traces = ['audit_entry', 'record_opening', 'disclosure', 'subject_session', 'request_step']

/** What a person looks for first stands first. */
export function byInterest(one: { readonly name: string }, other: { readonly name: string }): number {
  return traces.indexOf(one.name) - traces.indexOf(other.name)
}

/** A value as people write it. */
export function valueText(
  column: string,
  value: unknown,
  { t, formats }: { readonly t: Translate; readonly formats: Formats },
): string {
  if (typeof value === 'boolean') return value ? t('myData.yes') : t('myData.no')
  if (typeof value === 'number' && column.endsWith('_cents')) return formats.money(value)
  if (value instanceof Date) return formats.dateTime(value)
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return formats.date(value)
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d[ T]\d\d:/.test(value))
    return formats.dateTime(new Date(value))
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
