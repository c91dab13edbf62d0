import { boolean, date, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../../platform/database/columns.ts'

const ofInvoice = { invoiceId: uuid('invoice_id').notNull(), orderId: uuid('order_id').notNull() }

/** A letter that asks for a document's money, once for each level of the buyer's schedule. */
export const reminder = pgTable('reminder', {
  id: id(),
  ...ofInvoice,
  level: integer().notNull(),
  askedAt: moment('asked_at').notNull().defaultNow(),
  /** Null: the schedule itself. */
  askedBy: uuid('asked_by'),
})

/** The debtor said when they will pay; the schedule waits until that day is over. */
export const paymentPromise = pgTable('payment_promise', {
  id: id(),
  ...ofInvoice,
  promisedOn: date('promised_on').notNull(),
  notedAt: moment('noted_at').notNull().defaultNow(),
  notedBy: uuid('noted_by').notNull(),
  takenBackAt: moment('taken_back_at'),
  takenBackBy: uuid('taken_back_by'),
})

/** Somebody of the staff stopped the schedule. */
export const dunningHold = pgTable('dunning_hold', {
  id: id(),
  ...ofInvoice,
  reason: text().notNull(),
  placedAt: moment('placed_at').notNull().defaultNow(),
  placedBy: uuid('placed_by').notNull(),
  liftedAt: moment('lifted_at'),
  liftedBy: uuid('lifted_by'),
})

/** The notice of a debt (paziņojums par parāda esamību): what was owed on its day, in cents. */
export const debtNotice = pgTable('debt_notice', {
  id: id(),
  ...ofInvoice,
  issuedOn: date('issued_on').notNull(),
  principalCents: integer('principal_cents').notNull(),
  interestCents: integer('interest_cents').notNull(),
  costsCents: integer('costs_cents').notNull(),
  issuedAt: moment('issued_at').notNull().defaultNow(),
  issuedBy: uuid('issued_by').notNull(),
})

/** The letter as it was written (PDF). */
export const debtNoticeDocument = pgTable('debt_notice_document', {
  noticeId: uuid('notice_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  bytes: bytea().notNull(),
  renderedAt: moment('rendered_at').notNull().defaultNow(),
})

/** That the debtor has the notice, and the last day to object. */
export const debtNoticeReceipt = pgTable('debt_notice_receipt', {
  noticeId: uuid('notice_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  receivedOn: date('received_on').notNull(),
  objectUntil: date('object_until').notNull(),
  source: text().$type<'proof' | 'presumed'>().notNull(),
  proof: text(),
  notedAt: moment('noted_at').notNull().defaultNow(),
  notedBy: uuid('noted_by'),
})

/** The debtor says that they do not owe it, or not so much. */
export const debtObjection = pgTable('debt_objection', {
  id: id(),
  ...ofInvoice,
  words: text().notNull(),
  raisedAt: moment('raised_at').notNull().defaultNow(),
  /** Null: the debtor, on the page behind the letter's link. */
  notedBy: uuid('noted_by'),
})

/** What a person decided about an objection, and why. */
export const debtObjectionDecision = pgTable('debt_objection_decision', {
  objectionId: uuid('objection_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  upheld: boolean().notNull(),
  reason: text().notNull(),
  decidedAt: moment('decided_at').notNull().defaultNow(),
  decidedBy: uuid('decided_by').notNull(),
  /** It was right in part: why the rest is owed, once a credit note took the part off. */
  restReason: text('rest_reason'),
  restAskedAt: moment('rest_asked_at'),
  restAskedBy: uuid('rest_asked_by'),
})
