import { date, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { moment } from '../platform/database/columns.ts'
import { staffRoles } from './table.ts'

/** Which rights somebody had since when, as the database notes it; the last row is what they have. */
export const staffRoleChange = pgTable(
  'staff_role_change',
  {
    staffId: uuid('staff_id').notNull(),
    since: moment('since').notNull().defaultNow(),
    role: text('role', { enum: staffRoles }).notNull(),
  },
  (change) => [primaryKey({ columns: [change.staffId, change.since] })],
)

/** The agreement by which somebody works with the data (seed 003, paragraph 5). */
export const staffAgreement = pgTable('staff_agreement', {
  staffId: uuid('staff_id').primaryKey(),
  reference: text('reference').notNull(),
  agreedOn: date('agreed_on', { mode: 'string' }).notNull(),
  notedBy: uuid('noted_by'),
  notedAt: moment('noted_at').notNull().defaultNow(),
})
