import { pgTable, text } from 'drizzle-orm/pg-core'
import { id, moment } from '../platform/database/columns.ts'

/** A person is a confirmed e-mail address; names are never merged. */
export const customer = pgTable('customer', {
  id: id(),
  email: text().notNull(),
  since: moment('since').notNull().defaultNow(),
})
