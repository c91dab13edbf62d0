import { integer, pgTable, uuid } from 'drizzle-orm/pg-core'
import { id, moment } from '../platform/database/columns.ts'

/**
 * What settles what: a payment or a credit note on one side, an invoice or a refund on the other. "Paid" is computed
 * from these, never stored.
 */
export const settlement = pgTable('settlement', {
  id: id(),
  paymentId: uuid('payment_id'),
  creditId: uuid('credit_id'),
  invoiceId: uuid('invoice_id'),
  refundId: uuid('refund_id'),
  amountCents: integer('amount_cents').notNull(),
  settledAt: moment('settled_at').notNull().defaultNow(),
  settledBy: uuid('settled_by'),
})

/** A settlement that was wrong; it counts for nothing any more. */
export const settlementReversal = pgTable('settlement_reversal', {
  settlementId: uuid('settlement_id').primaryKey(),
  reversedAt: moment('reversed_at').notNull().defaultNow(),
  reversedBy: uuid('reversed_by'),
})
