import { date, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, moment } from '../platform/database/columns.ts'

/** Money that moved. What it settles is in receivables. */
export const payment = pgTable('payment', {
  id: id(),
  orderId: uuid('order_id').notNull(),
  means: text().$type<'transfer'>().notNull(),
  amountCents: integer('amount_cents').notNull(),
  currency: text().notNull(),
  receivedOn: date('received_on').notNull(),
  notedAt: moment('noted_at').notNull().defaultNow(),
  notedBy: uuid('noted_by').notNull(),
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
  reversedBy: uuid('reversed_by').notNull(),
})
