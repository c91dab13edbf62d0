import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, moment } from '../platform/database/columns.ts'
import type { Language } from '../platform/i18n/languages.ts'

/** A consumer's statement that they withdraw from a contract (CRD Art. 11, 11a): a fact, whatever comes of it. */
export const withdrawal = pgTable('withdrawal', {
  /** The form's key: a form sent twice withdraws once. */
  id: uuid().primaryKey(),
  /** Null while nobody knows which order it is about. */
  orderId: uuid('order_id'),
  receivedAt: moment('received_at').notNull().defaultNow(),
  language: text().$type<Language>().notNull(),
  name: text().notNull(),
  /** In lower case; its receipt went there. */
  address: text().notNull(),
  /** What names the contract, as it was typed. */
  contract: text(),
  /** Which goods, in words; null: all of it, or the lines below. */
  words: text(),
  /** Where a transfer goes back to, where the buyer said so. */
  holder: text(),
  iban: text(),
})

/** Pieces of an order's line that are given back. */
export const withdrawalLine = pgTable(
  'withdrawal_line',
  {
    withdrawalId: uuid('withdrawal_id').notNull(),
    orderLineId: uuid('order_line_id').notNull(),
    quantity: integer().notNull(),
  },
  (row) => [primaryKey({ columns: [row.withdrawalId, row.orderLineId] })],
)

export const steps = [
  'attached',
  'accepted',
  'goods-back',
  'answered',
  'settled',
  'declined',
  'closed',
] as const
export type Step = (typeof steps)[number]

/** What was done about it. */
export const withdrawalStep = pgTable('withdrawal_step', {
  id: id(),
  withdrawalId: uuid('withdrawal_id').notNull(),
  step: text().$type<Step>().notNull(),
  words: text(),
  madeAt: moment('made_at').notNull().defaultNow(),
  /** Null: a machine. */
  madeBy: uuid('made_by'),
})

/** What went back to the shelf. */
export const withdrawalRestock = pgTable(
  'withdrawal_restock',
  {
    withdrawalId: uuid('withdrawal_id').notNull(),
    orderLineId: uuid('order_line_id').notNull(),
    quantity: integer().notNull(),
  },
  (row) => [primaryKey({ columns: [row.withdrawalId, row.orderLineId] })],
)

/** The money that went back on it. */
export const withdrawalRefund = pgTable(
  'withdrawal_refund',
  { withdrawalId: uuid('withdrawal_id').notNull(), refundId: uuid('refund_id').notNull() },
  (row) => [primaryKey({ columns: [row.withdrawalId, row.refundId] })],
)
