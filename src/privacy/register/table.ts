import { boolean, date, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, moment } from '../../platform/database/columns.ts'

/** Who receives personal data from the shop; a row without a name says only of which kind. */
export const recipient = pgTable('recipient', {
  id: id(),
  kind: text().notNull(),
  name: text().notNull().default(''),
  registrationNumber: text('registration_number'),
  role: text({ enum: ['controller', 'processor'] }).notNull(),
  country: text().notNull().default('LV'),
  agreementReference: text('agreement_reference'),
  agreementOn: date('agreement_on'),
  safeguard: text({ enum: ['adequacy', 'standard-clauses', 'binding-rules'] }),
  safeguardCopy: text('safeguard_copy'),
  signedOffBy: uuid('signed_off_by'),
  signedOffAt: moment('signed_off_at'),
  endedOn: date('ended_on'),
  returnConfirmedOn: date('return_confirmed_on'),
  /** A debt collector's licence. */
  licenceNumber: text('licence_number'),
  /** Where a collector is told that a debt is paid. */
  email: text(),
  /** A collector that cannot do its work without the debtor's personal code. */
  needsPersonalCode: boolean('needs_personal_code').notNull().default(false),
  notedBy: uuid('noted_by'),
  notedAt: moment('noted_at').notNull().defaultNow(),
})

/** What the shop wrote about a purpose, and its security measures; without a row the default stands. */
export const registerText = pgTable(
  'register_text',
  {
    subject: text().notNull(),
    language: text().notNull(),
    part: text().notNull(),
    words: text().notNull(),
    changedBy: uuid('changed_by'),
    changedAt: moment('changed_at').notNull().defaultNow(),
  },
  (written) => [primaryKey({ columns: [written.subject, written.language, written.part] })],
)

/** The register as it stood after each change; no name of a person is in it. */
export const registerVersion = pgTable('register_version', {
  number: integer().primaryKey(),
  at: moment('at').notNull().defaultNow(),
  by: uuid(),
  changed: jsonb().notNull(),
  content: jsonb().notNull(),
  hash: text().notNull(),
})
