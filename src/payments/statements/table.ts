import { bigint, boolean, date, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../../platform/database/columns.ts'
import type { StatementFlag } from './camt.ts'

const centsColumn = (name: string) => bigint(name, { mode: 'number' })

/** A statement as the bank gave it. */
export const bankStatement = pgTable('bank_statement', {
  id: id(),
  /** Files that were handed in together. */
  importId: uuid('import_id').notNull(),
  account: text().notNull(),
  name: text().notNull(),
  schema: text(),
  currency: text().notNull(),
  fromOn: date('from_on'),
  untilOn: date('until_on'),
  openingCents: centsColumn('opening_cents'),
  closingCents: centsColumn('closing_cents'),
  /** Transfers that it tells of, and how many of them were new. */
  entries: integer().notNull(),
  added: integer().notNull(),
  flags: text().array().$type<StatementFlag[]>().notNull(),
  contentHash: bytea('content_hash').notNull(),
  importedAt: moment('imported_at').notNull().defaultNow(),
  /** Null: a command. */
  importedBy: uuid('imported_by'),
  /** When all its entries had been looked through for orders. */
  matchedAt: moment('matched_at'),
})

/** One transfer; an entry of the bank that holds several has a row for each of them. */
export const bankEntry = pgTable('bank_entry', {
  id: id(),
  statementId: uuid('statement_id').notNull(),
  account: text().notNull(),
  entryKey: bytea('entry_key').notNull(),
  part: integer().notNull(),
  credit: boolean().notNull(),
  amountCents: centsColumn('amount_cents').notNull(),
  currency: text().notNull(),
  /** What the bank kept of it. */
  chargesCents: centsColumn('charges_cents').notNull(),
  bookedOn: date('booked_on').notNull(),
  valueOn: date('value_on'),
  bankReference: text('bank_reference'),
  code: text(),
  /** Several transfers that the bank tells as a sum. */
  undivided: boolean().notNull(),
  reversal: boolean().notNull(),
  /** Why a transfer came back; '' where the bank does not say. */
  returned: text(),
})

/** Who stands on the other side, of money that came in and of own refunds and returns; gone before the entry is. */
export const bankEntryParty = pgTable('bank_entry_party', {
  entryId: uuid('entry_id').primaryKey(),
  /** The order to which the entry was matched first; null while it waits. */
  orderId: uuid('order_id'),
  bookedOn: date('booked_on').notNull(),
  name: text(),
  iban: text(),
  onBehalfOf: text('on_behalf_of'),
  words: text(),
  /** Structured references of the remittance. */
  structured: text().array().notNull(),
  endToEndId: text('end_to_end_id'),
})

export type How = 'reference' | 'number' | 'hand'

/** What an entry is: a payment, or a refund that went out. */
export const bankEntryMatch = pgTable('bank_entry_match', {
  id: id(),
  entryId: uuid('entry_id').notNull(),
  paymentId: uuid('payment_id'),
  refundId: uuid('refund_id'),
  how: text().$type<How>().notNull(),
  matchedAt: moment('matched_at').notNull().defaultNow(),
  /** Null: it matched by itself. */
  matchedBy: uuid('matched_by'),
})

export const asideReasons = ['fee', 'own-transfer', 'card-payout', 'interest', 'taken-back', 'other'] as const
export type AsideReason = (typeof asideReasons)[number]

/** Money that is no order's. */
export const bankEntryAside = pgTable('bank_entry_aside', {
  id: id(),
  entryId: uuid('entry_id').notNull(),
  reason: text().$type<AsideReason>().notNull(),
  setAt: moment('set_at').notNull().defaultNow(),
  setBy: uuid('set_by').notNull(),
  takenBackAt: moment('taken_back_at'),
  takenBackBy: uuid('taken_back_by'),
})

/** What staff wrote to it; may name somebody, so it ends with the books. */
export const bankEntryNote = pgTable('bank_entry_note', {
  asideId: uuid('aside_id').primaryKey(),
  bookedOn: date('booked_on').notNull(),
  note: text().notNull(),
})
