import { sql } from 'drizzle-orm'
import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, moment } from '../platform/database/columns.ts'
import type { PointRow } from './point-files.ts'

/** A parcel locker as its carrier lists it. One that is gone stays for the orders that went there. */
export const pickupPoint = pgTable('pickup_point', {
  id: id(),
  /** The carrier's key in the settings. */
  carrier: text().notNull(),
  /** The carrier's own name for it, as parcel files want it. */
  code: text().notNull(),
  country: text().notNull(),
  town: text().notNull(),
  name: text().notNull(),
  street: text().notNull(),
  postcode: text().notNull(),
  /** Names of the compartments it has; null: all that the carrier's lockers have. */
  compartments: text().array(),
  /** Town, name and street without diacritics, for searching: the database writes it. */
  words: text()
    .notNull()
    .generatedAlwaysAs(sql`shop_plain_letters(town || ' ' || name || ' ' || street || ' ' || postcode)`),
  changedAt: moment('changed_at').notNull().defaultNow(),
  /** Null while it can be chosen. */
  goneAt: moment('gone_at'),
})

/** A carrier's list that was read and waits to be applied; the newest one of a carrier. */
export const pointImport = pgTable('point_import', {
  carrier: text().primaryKey(),
  id: uuid().notNull(),
  points: jsonb().$type<readonly PointRow[]>().notNull(),
  readAt: moment('read_at').notNull().defaultNow(),
  readBy: uuid('read_by'),
})
