import { bigint, date, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../platform/database/columns.ts'
import type { StaffRole } from '../staff/table.ts'

/** A month of the books that is done; once reopened it may be closed again, which is another row. */
export const monthClosing = pgTable('month_closing', {
  id: id(),
  /** Its first day. */
  month: date().notNull(),
  closedAt: moment('closed_at').notNull().defaultNow(),
  closedBy: uuid('closed_by').notNull(),
  reopenedAt: moment('reopened_at'),
  reopenedBy: uuid('reopened_by'),
  reopenedWhy: text('reopened_why'),
})

export const exportFormats = ['pack', 'csv', 'ubl', 'pdf', 'journal', 'oss'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Each taking of figures or documents out of the books; unfinished while it runs and where it was cut off. */
export const bookExport = pgTable('book_export', {
  id: id(),
  madeAt: moment('made_at').notNull().defaultNow(),
  /** Null: a command. */
  madeBy: uuid('made_by'),
  madeAs: text('made_as').$type<StaffRole | 'command'>().notNull(),
  format: text().$type<ExportFormat>().notNull(),
  fromOn: date('from_on').notNull(),
  untilOn: date('until_on').notNull(),
  documents: integer().notNull(),
  bytes: bigint({ mode: 'number' }),
  sha256: bytea(),
  finishedAt: moment('finished_at'),
})
