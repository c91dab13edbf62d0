import { bigint, date, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, moment } from '../platform/database/columns.ts'

/** One row for each group of settings; the shape of `value` is in settings.ts. */
export const setting = pgTable('setting', {
  key: text().primaryKey(),
  value: jsonb().notNull(),
  changedAt: moment('changed_at').notNull().defaultNow(),
  changedBy: uuid('changed_by'),
})

/** Terms of sale as they stood: an order points to the version that its buyer was shown. */
export const termsVersion = pgTable('terms_version', {
  id: id(),
  language: text().notNull(),
  /** As staff wrote it, with places for the shop's own facts. */
  template: text().notNull(),
  /** As buyers read it: the facts of the day it was published are in it. */
  markdown: text().notNull(),
  publishedAt: moment('published_at').notNull().defaultNow(),
  publishedBy: uuid('published_by'),
})

/** Pages that the shop writes itself, as they stood; the newest version counts, an empty one takes the page away. */
export const pageVersion = pgTable('page_version', {
  id: id(),
  page: text().notNull(),
  language: text().notNull(),
  /** As staff wrote it, with places for the shop's own facts. */
  template: text().notNull(),
  publishedAt: moment('published_at').notNull().defaultNow(),
  publishedBy: uuid('published_by'),
})

/** A series of numbers, one row for each document and financial year; locked late, so no rollback leaves a gap. */
export const numberSeries = pgTable(
  'number_series',
  {
    document: text().notNull(),
    year: integer().notNull(),
    /** The number with which the year begins. */
    first: integer().notNull(),
    next: integer().notNull(),
    /** The day of the last number given out; null while none was. */
    lastOn: date('last_on'),
  },
  (series) => [primaryKey({ columns: [series.document, series.year] })],
)

/** A backup by the clock, and what became of it; `problem` is a code. */
export const backupRun = pgTable('backup_run', {
  id: id(),
  startedAt: moment('started_at').notNull().defaultNow(),
  endedAt: moment('ended_at'),
  problem: text(),
  /** The file's name, without its folder. */
  file: text(),
  bytes: bigint({ mode: 'number' }),
})
