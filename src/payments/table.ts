import { date, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, moment } from '../platform/database/columns.ts'

export type Means = 'transfer' | 'card' | 'cash' | 'terminal'

/** Money that moved. What it settles is in receivables. */
export const payment = pgTable('payment', {
  id: id(),
  orderId: uuid('order_id').notNull(),
  means: text().$type<Means>().notNull(),
  amountCents: integer('amount_cents').notNull(),
  currency: text().notNull(),
  receivedOn: date('received_on').notNull(),
  notedAt: moment('noted_at').notNull().defaultNow(),
  /** Null: a statement or a provider said so. */
  notedBy: uuid('noted_by'),
  /** The kvīts or till receipt of cash and terminal. */
  receiptNumber: text('receipt_number'),
  /** What a card's provider calls it. */
  providerReference: text('provider_reference'),
})

/** Who paid, where the statement named somebody; the sum outlives the name. */
export const paymentPayer = pgTable('payment_payer', {
  paymentId: uuid('payment_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  name: text().notNull(),
})

/** A payment that was noted wrongly; it counts for nothing any more. */
export const paymentReversal = pgTable('payment_reversal', {
  paymentId: uuid('payment_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  reason: text().notNull(),
  reversedAt: moment('reversed_at').notNull().defaultNow(),
  reversedBy: uuid('reversed_by'),
})

export type RefundCause = 'withdrawal' | 'cancellation' | 'overpaid' | 'complaint' | 'goodwill'

/** Money that is to go back, of one payment; its outcome says whether it did. */
export const refund = pgTable('refund', {
  id: id(),
  orderId: uuid('order_id').notNull(),
  paymentId: uuid('payment_id').notNull(),
  means: text().$type<'transfer' | 'card' | 'cash'>().notNull(),
  amountCents: integer('amount_cents').notNull(),
  cause: text().$type<RefundCause>().notNull(),
  askedAt: moment('asked_at').notNull().defaultNow(),
  /** Null: nobody of the staff. */
  askedBy: uuid('asked_by'),
})

/** The account that a transfer goes back to. */
export const refundAccount = pgTable('refund_account', {
  refundId: uuid('refund_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  holder: text().notNull(),
  iban: text().notNull(),
})

/** That the money arrived, or that it could not. */
export const refundOutcome = pgTable('refund_outcome', {
  refundId: uuid('refund_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  outcome: text().$type<'done' | 'failed'>().notNull(),
  happenedOn: date('happened_on').notNull(),
  providerReference: text('provider_reference'),
  notedAt: moment('noted_at').notNull().defaultNow(),
  notedBy: uuid('noted_by'),
})

/** A file of transfers for the bank (pain.001): each making of it. The file itself is not kept. */
export const refundFile = pgTable('refund_file', {
  id: id(),
  madeAt: moment('made_at').notNull().defaultNow(),
  madeBy: uuid('made_by').notNull(),
})

export const refundFileRefund = pgTable(
  'refund_file_refund',
  { refundFileId: uuid('refund_file_id').notNull(), refundId: uuid('refund_id').notNull() },
  (row) => [primaryKey({ columns: [row.refundFileId, row.refundId] })],
)
