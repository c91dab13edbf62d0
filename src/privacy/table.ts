import { bigint, boolean, date, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../platform/database/columns.ts'
import type { MarketingPurpose, PurposeId } from './purposes.ts'

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

/** Every term, as the shop signed it off or as the register proposes it. ISO 8601 durations of one unit. */
export const retentionTerm = pgTable(
  'retention_term',
  {
    purpose: text().notNull(),
    fact: text().notNull(),
    period: text().notNull(),
    proposed: boolean().notNull(),
    signedBy: uuid('signed_by'),
    signedAt: moment('signed_at'),
  },
  (term) => [primaryKey({ columns: [term.purpose, term.fact] })],
)

/** Somebody who showed by a letter to the address that it is theirs. */
export const subjectSession = pgTable('subject_session', {
  id: id(),
  tokenHash: bytea('token_hash'),
  address: text().notNull(),
  addressHash: bytea('address_hash').notNull(),
  language: text().notNull(),
  cartId: uuid('cart_id'),
  askedAt: moment('asked_at').notNull().defaultNow(),
  expiresAt: moment('expires_at'),
  consumedAt: moment('consumed_at'),
  endedAt: moment('ended_at'),
})

/** What somebody asked of the shop about their data (Art. 15-22). */
export const subjectRequest = pgTable('subject_request', {
  id: id(),
  address: text().notNull(),
  addressHash: bytea('address_hash').notNull(),
  language: text().notNull(),
  name: text(),
  /** Where the answer goes by post; its lines. */
  postal: text(),
  kind: text().notNull(),
  origin: text().notNull(),
  words: text(),
  receivedOn: date('received_on').notNull(),
  dueOn: date('due_on').notNull(),
  identityCheckedAt: moment('identity_checked_at'),
  identityCheckedBy: uuid('identity_checked_by'),
  identityCheckedHow: text('identity_checked_how'),
  closedAt: moment('closed_at'),
  closedBy: uuid('closed_by'),
  outcome: text(),
})

/** A purpose that holds an order no longer, before its term. */
export const purposeEnd = pgTable(
  'purpose_end',
  {
    orderId: uuid('order_id').notNull(),
    purpose: text().$type<PurposeId>().notNull(),
    endedAt: moment('ended_at').notNull().defaultNow(),
    cause: text().$type<'erasure' | 'objection' | 'shop' | 'restore'>().notNull(),
    requestId: uuid('request_id'),
  },
  (ended) => [primaryKey({ columns: [ended.orderId, ended.purpose] })],
)

/** Whose data are stored and otherwise left alone (Art. 18). */
export const restriction = pgTable('restriction', {
  id: id(),
  address: text().notNull(),
  addressHash: bytea('address_hash').notNull(),
  ground: text().$type<'accuracy' | 'unlawful' | 'claims' | 'objection'>().notNull(),
  requestId: uuid('request_id'),
  madeAt: moment('made_at').notNull().defaultNow(),
  liftedAt: moment('lifted_at'),
  liftedBy: uuid('lifted_by'),
})

/** The orders of restricted people: found once, they stay so when the address is gone. */
export const restrictedOrder = pgTable('restricted_order', { orderId: uuid('order_id').primaryKey() })

/** Why something that is due stays for now. */
export const hold = pgTable('hold', {
  id: id(),
  orderId: uuid('order_id').notNull(),
  kind: text().$type<'claim' | 'complaint' | 'dispute' | 'authority'>().notNull(),
  reason: text().notNull(),
  placedAt: moment('placed_at').notNull().defaultNow(),
  /** Null: a card dispute, which the provider told of. */
  placedBy: uuid('placed_by'),
  liftedAt: moment('lifted_at'),
  liftedBy: uuid('lifted_by'),
})

/** One run of the eraser, without a name. */
export const erasureRun = pgTable('erasure_run', {
  id: id(),
  cause: text().$type<'retention' | 'request' | 'restore'>().notNull(),
  asOf: date('as_of').notNull(),
  begunAt: moment('begun_at').notNull().defaultNow(),
  endedAt: moment('ended_at'),
  counts: jsonb().$type<Readonly<Record<string, number>>>().notNull().default({}),
})

/** What ends in the coming months, as the last run saw it. */
export const retentionForecast = pgTable(
  'retention_forecast',
  {
    orderId: uuid('order_id').notNull(),
    purpose: text().$type<PurposeId>().notNull(),
    ends: date().notNull(),
  },
  (ending) => [primaryKey({ columns: [ending.orderId, ending.purpose] })],
)

/** Rows that belong to no order: how many of a table go by a day, counted from the day before it that was looked at. */
export const retentionOutlook = pgTable(
  'retention_outlook',
  { unit: text().notNull(), goneBy: date('gone_by').notNull(), rows: integer().notNull() },
  (going) => [primaryKey({ columns: [going.unit, going.goneBy] })],
)

/** A look ahead that somebody asked for: what would be due on the day, and the first units of it. */
export const retentionLook = pgTable('retention_look', {
  day: date().primaryKey(),
  askedAt: moment('asked_at').notNull().defaultNow(),
  seenAt: moment('seen_at'),
  total: integer().notNull().default(0),
  units: jsonb()
    .$type<
      readonly {
        unit: string
        unitId: string | null
        gone: Readonly<Record<string, number | readonly string[]>>
      }[]
    >()
    .notNull()
    .default([]),
})

/** What is gone of a unit, and what a purpose still holds of it and until when. */
export const erasure = pgTable('erasure', {
  id: id(),
  runId: uuid('run_id').notNull(),
  unit: text().notNull(),
  unitId: uuid('unit_id'),
  erasedAt: moment('erased_at').notNull().defaultNow(),
  gone: jsonb().$type<Readonly<Record<string, number | readonly string[]>>>().notNull(),
  remains: jsonb().$type<Readonly<Record<string, string | null>>>().notNull(),
})
