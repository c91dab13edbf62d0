import { bigint, boolean, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../platform/database/columns.ts'
import type { MarketingPurpose } from './purposes.ts'

/** What somebody may say no to: one kind of marketing, or all of it. */
export type Refused = MarketingPurpose | 'marketing'

/** Purposes as the database knows them; switching one off is a row here, not a REVOKE. */
export const purposeSwitch = pgTable('purpose_switch', {
  purpose: text().primaryKey(),
  switchedOn: boolean('switched_on').notNull(),
  changedAt: moment('changed_at').notNull().defaultNow(),
  changedBy: uuid('changed_by'),
})

/** The notice as it was shown: addressed by the hash of its content, kept for ever. */
export const noticeVersion = pgTable('notice_version', {
  id: text().primaryKey(),
  language: text().notNull(),
  content: jsonb().notNull(),
  publishedAt: moment('published_at').notNull().defaultNow(),
})

/** The words beside a consent box, addressed by their hash. */
export const consentText = pgTable('consent_text', {
  hash: bytea().primaryKey(),
  purpose: text().notNull(),
  language: text().notNull(),
  words: text().notNull(),
})

/** Evidence of a consent (Art. 7(1)): what was agreed to, in which words, when and where. */
export const consent = pgTable('consent', {
  id: id(),
  purpose: text().notNull(),
  address: text().notNull(),
  textHash: bytea('text_hash').notNull(),
  noticeVersionId: text('notice_version_id').notNull(),
  form: text().notNull(),
  orderId: uuid('order_id'),
  givenAt: moment('given_at').notNull().defaultNow(),
})

/** A consent taken back. */
export const consentWithdrawal = pgTable('consent_withdrawal', {
  consentId: uuid('consent_id').primaryKey(),
  withdrawnAt: moment('withdrawn_at').notNull().defaultNow(),
})

/**
 * A no to marketing (Art. 21(3)): kept as a keyed hash of the address, so that it can be obeyed and not read.
 * Each one stays: what counts is whether a no came after the last yes.
 */
export const objection = pgTable(
  'objection',
  {
    addressHash: bytea('address_hash').notNull(),
    purpose: text().$type<Refused>().notNull(),
    madeAt: moment('made_at').notNull().defaultNow(),
  },
  (made) => [primaryKey({ columns: [made.addressHash, made.purpose, made.madeAt] })],
)

/** Who wrote which columns of which row under which purpose; never a value. Written by triggers alone. */
export const auditEntry = pgTable('audit_entry', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  at: moment('at').notNull().defaultNow(),
  tableName: text('table_name').notNull(),
  rowId: text('row_id').notNull(),
  action: text().notNull(),
  columns: text().array(),
  purpose: text().notNull(),
  actor: text(),
})
