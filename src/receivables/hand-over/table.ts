import { date, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../../platform/database/columns.ts'

/** Debts that a person gave to a collector together. */
export const handOver = pgTable('hand_over', {
  id: id(),
  recipientId: uuid('recipient_id').notNull(),
  confirmedAt: moment('confirmed_at').notNull().defaultNow(),
  confirmedBy: uuid('confirmed_by').notNull(),
})

/** One debt of a batch, as it stood then; cents. */
export const handOverCase = pgTable('hand_over_case', {
  id: id(),
  handOverId: uuid('hand_over_id').notNull(),
  invoiceId: uuid('invoice_id').notNull(),
  orderId: uuid('order_id').notNull(),
  principalCents: integer('principal_cents').notNull(),
  interestCents: integer('interest_cents').notNull(),
  costsCents: integer('costs_cents').notNull(),
  /** It has ended, and the collector has heard all that it must hear of it: the database says when. */
  closedAt: moment('closed_at'),
})

export type HandOverOutcome = 'paid' | 'recalled' | 'returned' | 'written-off'

/** The collector has nothing to do with the debt any more. */
export const handOverEnd = pgTable('hand_over_end', {
  caseId: uuid('case_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  outcome: text().$type<HandOverOutcome>().notNull(),
  endedAt: moment('ended_at').notNull().defaultNow(),
  /** Null: the money came in. */
  endedBy: uuid('ended_by'),
})

export type RecallCause = 'payment' | 'credit-note' | 'objection' | 'write-off' | 'time-barred' | 'staff'

/** The collector is told that less is owed, or nothing; what is still open, in cents. */
export const debtRecall = pgTable('debt_recall', {
  id: id(),
  caseId: uuid('case_id').notNull(),
  orderId: uuid('order_id').notNull(),
  cause: text().$type<RecallCause>().notNull(),
  openCents: integer('open_cents').notNull(),
  madeAt: moment('made_at').notNull().defaultNow(),
  madeBy: uuid('made_by'),
})

/** The collector was told of a recall. */
export const debtRecallTelling = pgTable('debt_recall_telling', {
  recallId: uuid('recall_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  toldAt: moment('told_at').notNull().defaultNow(),
  /** Null: by mail. */
  toldBy: uuid('told_by'),
})

/** A collector's report that was read; the file is not kept. */
export const collectorReport = pgTable('collector_report', {
  id: id(),
  recipientId: uuid('recipient_id').notNull(),
  fileHash: bytea('file_hash').notNull(),
  importedAt: moment('imported_at').notNull().defaultNow(),
  importedBy: uuid('imported_by').notNull(),
})

export type ReportedState = 'open' | 'promised' | 'paid' | 'returned' | 'disputed'

/** What a collector reported of one debt. */
export const collectorReportLine = pgTable(
  'collector_report_line',
  {
    reportId: uuid('report_id').notNull(),
    caseId: uuid('case_id').notNull(),
    orderId: uuid('order_id').notNull(),
    state: text().$type<ReportedState>().notNull(),
    paidCents: integer('paid_cents').notNull().default(0),
    reportedOn: date('reported_on').notNull(),
  },
  (row) => [primaryKey({ columns: [row.reportId, row.caseId] })],
)

export type WriteOffCause = 'uncollectable' | 'insolvent' | 'time-barred' | 'small'

/** What nobody will pay any more, in cents; a person says so. */
export const writeOff = pgTable('write_off', {
  id: id(),
  invoiceId: uuid('invoice_id').notNull(),
  orderId: uuid('order_id').notNull(),
  amountCents: integer('amount_cents').notNull(),
  cause: text().$type<WriteOffCause>().notNull(),
  reason: text().notNull(),
  writtenOffOn: date('written_off_on').notNull(),
  writtenOffAt: moment('written_off_at').notNull().defaultNow(),
  writtenOffBy: uuid('written_off_by').notNull(),
})

/** It was paid after all, or written off wrongly. */
export const writeOffReversal = pgTable('write_off_reversal', {
  writeOffId: uuid('write_off_id').primaryKey(),
  reversedOn: date('reversed_on').notNull(),
  reversedAt: moment('reversed_at').notNull().defaultNow(),
  reversedBy: uuid('reversed_by').notNull(),
})
