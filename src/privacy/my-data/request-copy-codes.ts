import type { Formats } from '../../platform/i18n/format.ts'
import { isLanguage, type Language, locales } from '../../platform/i18n/languages.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import { countryIn } from '../notices/notice-recipients.ts'
import { titleOf } from '../notices/notice-words.ts'
import { categories, type PurposeId, purposes } from '../purposes.ts'
import { recipientKinds } from '../register/recipients.ts'
import { steps } from '../requests/request-steps.ts'
import { recipientsIn } from '../requests/request-words.ts'
import { requestKinds } from '../requests/requests.ts'
import { columnLabel, tableTitle } from './request-copy-words.ts'

/** What a value is written with. */
export interface Tongue {
  readonly t: Translate
  readonly language: Language
  readonly formats: Formats
}

/** A code's words; undefined where it is none that is known, and stands for itself. */
type Words = (code: string, tongue: Tongue) => string | undefined

/** Codes by the column in which they stand, with the table where the same column says something else elsewhere. */
const codes: Readonly<Record<string, Words>> = {
  action: among('insert update delete'),
  about: purposeWords,
  carrier: among('collection'),
  categories: (code, { t }) => (code in categories ? t(`privacy.category.${code}`) : undefined),
  cause: among('withdrawal cancellation complaint goodwill correction overpaid'),
  columns: (code, { t }) => columnLabel(code, t),
  'debt_recall.cause': among('payment credit-note objection write-off time-barred staff'),
  'hand_over_end.outcome': among('paid recalled returned written-off'),
  'write_off.cause': among('uncollectable insolvent time-barred small'),
  country: countryWords,
  delivery_country: countryWords,
  delivery_method: among('courier locker collection'),
  form: (code, { t }) => t(`copyWord.${code === 'my-data' || code === 'footer' ? code : 'order-form'}`),
  ground: (code, { t }) =>
    /^(accuracy|unlawful|claims|objection)$/.test(code) ? t(`myData.restrict.ground.${code}`) : undefined,
  'hold.kind': among('claim complaint dispute authority'),
  identity_checked_how: among('mailed-link'),
  'invoice.kind': among('invoice advance final credit-note corrective taken-over charge'),
  'invoice_line.about': (code, { t }) => lineWords[code] && t(`copyWord.${lineWords[code]}`),
  language: (code, { language }) => (isLanguage(code) ? languageIn(language, code) : undefined),
  means: among('transfer card cash terminal'),
  'order_party.kind': among('person company'),
  origin: among('page mail letter telephone'),
  outcome: among('done refused withdrawn failed won lost valid invalid unavailable'),
  page: (code, { t }) => openedWords[code] && t(`copyWord.${openedWords[code]}`),
  payment_method: (code, { t }) =>
    /^(transfer|card|later|collection)$/.test(code) ? t(`payment.${code}`) : undefined,
  purpose: purposeWords,
  recipient_kind: (code, { t }) => (code in recipientKinds ? t(`privacy.recipient.${code}`) : undefined),
  'request_step.words': (words, { t }) =>
    words.split('\n').some((line) => line in recipientKinds) ? recipientsIn(words, t) : undefined,
  role: among('owner administrator accountant'),
  step: (code, { t }) => (steps.some((step) => step === code) ? t(`myData.step.${code}`) : undefined),
  'subject_request.kind': (code, { t }) =>
    requestKinds.some((kind) => kind === code) ? t(`myData.kind.${code}`) : undefined,
  'withdrawal_step.step': among('attached accepted goods-back answered settled declined closed'),
  table_name: (code, { t }) => tableTitle(code, t),
  what: (code, { t }) => toldWords[code] && t(`copyWord.${toldWords[code]}`),
}

/** What a line of a document is for. */
const lineWords: Readonly<Record<string, string>> = {
  goods: 'line-goods',
  delivery: 'line-delivery',
  advance: 'line-advance',
  interest: 'line-interest',
  costs: 'line-costs',
}

/** Forms in which data are handed over. */
const toldWords: Readonly<Record<string, string>> = {
  letter: 'correspondence',
  'parcel-file': 'parcel-file',
  parcel: 'parcel',
  'month-list': 'month-list',
  invoice: 'invoice',
  books: 'books',
  'payment-session': 'payment-session',
  'debt-file': 'debt-file',
}

/** Pages of the back office on which a person's record is read. */
const openedWords: Readonly<Record<string, string>> = {
  artwork: 'artwork',
  'breach-list': 'breach-list',
  correction: 'correction',
  'delivery-note': 'delivery-note',
  'hand-over': 'debt-file',
  invoice: 'invoice',
  'job-card': 'job-card',
  mail: 'correspondence',
  order: 'order',
  'packing-slip': 'packing-slip',
  'personal-code': 'personal-code',
  questions: 'questions',
  request: 'request',
}

/** A value as people write it; codes in words. */
export function valueText(table: string, column: string, value: unknown, tongue: Tongue): string {
  const { t, formats } = tongue
  if (typeof value === 'boolean') return value ? t('myData.yes') : t('myData.no')
  if (typeof value === 'number' && column.endsWith('_cents')) return formats.money(value)
  if (value instanceof Date) return formats.dateTime(value)
  if (Array.isArray(value)) {
    const words = value.map((each) => codeWords(table, column, String(each), tongue))
    return [...new Set(words)].filter(Boolean).join('; ')
  }
  if (typeof value === 'object') return JSON.stringify(value)
  const text = String(value)
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return formats.date(text)
  if (/^\d{4}-\d\d-\d\d[ T]\d\d:/.test(text)) return formats.dateTime(new Date(text))
  return codeWords(table, column, text, tongue)
}

/** A code of a column in words; itself where it is none. */
function codeWords(table: string, column: string, code: string, tongue: Tongue): string {
  return (codes[`${table}.${column}`] ?? codes[column])?.(code, tongue) ?? code
}

function countryWords(code: string, { language }: Tongue): string | undefined {
  return /^[A-Z]{2}$/.test(code) ? countryIn(language, code) : undefined
}

function languageIn(language: Language, code: Language): string {
  return new Intl.DisplayNames(locales[language], { type: 'language' }).of(code)!
}

function among(known: string): Words {
  const words = new Set(known.split(' '))
  return (code, { t }) => (words.has(code) ? t(`copyWord.${code}`) : undefined)
}

function purposeWords(code: string, { t }: Tongue): string | undefined {
  if (code === 'marketing') return t('myData.object.marketing')
  if (code === 'owner') return t('copyWord.system')
  if (code === 'retention') return t('copyWord.erasing')
  return code in purposes ? titleOf(code as PurposeId, t) : undefined
}
