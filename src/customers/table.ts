import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../platform/database/columns.ts'

/** A person is a confirmed e-mail address; names are never merged. */
export const customer = pgTable('customer', {
  id: id(),
  email: text().notNull(),
  since: moment('since').notNull().defaultNow(),
})

/** Generations of the key that seals personal codes; the keys themselves are not here. */
export const personalCodeKey = pgTable('personal_code_key', {
  generation: integer().primaryKey(),
  begunAt: moment('begun_at').notNull().defaultNow(),
  /** Nothing is sealed with it any more. */
  retiredAt: moment('retired_at'),
})

/** The personal code of somebody who pays later, sealed outside the database and bound to the order. */
export const personalCode = pgTable('personal_code', {
  orderId: uuid('order_id').primaryKey(),
  sealed: bytea(),
  takenBackAt: moment('taken_back_at'),
  generation: integer().notNull(),
  keptAt: moment('kept_at').notNull().defaultNow(),
  keptBy: uuid('kept_by'),
})
