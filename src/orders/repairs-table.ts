import { date, pgTable, uuid } from 'drizzle-orm/pg-core'
import { id, moment } from '../platform/database/columns.ts'

/** Goods of an order were repaired because they did not conform. */
export const repair = pgTable('repair', {
  id: id(),
  orderId: uuid('order_id').notNull(),
  repairedOn: date('repaired_on').notNull(),
  notedAt: moment('noted_at').notNull().defaultNow(),
  notedBy: uuid('noted_by').notNull(),
  /** It was noted by mistake. */
  takenBackAt: moment('taken_back_at'),
  takenBackBy: uuid('taken_back_by'),
})
