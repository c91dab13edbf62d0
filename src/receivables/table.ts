import { integer, pgTable, uuid } from 'drizzle-orm/pg-core'
import { id, moment } from '../platform/database/columns.ts'

/** Which payment settles which invoice, and how much of it: "paid" is computed from these, never stored. */
export const settlement = pgTable('settlement', {
  id: id(),
  paymentId: uuid('payment_id').notNull(),
  invoiceId: uuid('invoice_id').notNull(),
  amountCents: integer('amount_cents').notNull(),
  settledAt: moment('settled_at').notNull().defaultNow(),
  settledBy: uuid('settled_by'),
})
