import { date, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../../platform/database/columns.ts'
import type { Erased, Step } from './request-steps.ts'

/** That somebody asked for the link to their data, by a keyed hash of the connection: forgotten within the hour. */
export const myDataAsking = pgTable('my_data_asking', {
  id: id(),
  connectionHash: bytea('connection_hash').notNull(),
  askedAt: moment('asked_at').notNull().defaultNow(),
})

/** What was done about a request, by whom; null: whoever asked, or the machine. */
export const requestStep = pgTable('request_step', {
  id: id(),
  requestId: uuid('request_id').notNull(),
  step: text().$type<Step>().notNull(),
  words: text(),
  /** A purpose, or the ground of a restriction. */
  about: text(),
  untilOn: date('until_on'),
  erased: jsonb().$type<Erased>(),
  madeAt: moment('made_at').notNull().defaultNow(),
  madeBy: uuid('made_by'),
})
