import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, moment } from '../../platform/database/columns.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import type { Category, PurposeId } from '../purposes.ts'

/** What personal data belongs to as a whole; rows of accountability name it by its kind and id. */
export type UnitKind =
  | 'order'
  | 'customer'
  | 'subscription'
  | 'consent'
  | 'mail'
  | 'request'
  | 'cart'
  | 'staff'

/** Who received whose data, for what, and as what (GDPR Art. 15(1)(c), 19). */
export const disclosure = pgTable('disclosure', {
  id: id(),
  at: moment('at').notNull().defaultNow(),
  recipientKind: text('recipient_kind').notNull(),
  /** As this recipient is called; null: whoever the register names for the kind. */
  recipient: text(),
  unit: text().$type<UnitKind>().notNull(),
  unitId: uuid('unit_id').notNull(),
  purpose: text().$type<PurposeId>().notNull(),
  categories: text().array().$type<Category[]>().notNull(),
  what: text().notNull(),
  /** The mail, file or document; null for a page that was looked at. */
  aboutId: uuid('about_id'),
  byActor: text('by_actor'),
})

/** Who of the staff opened whose record. */
export const recordOpening = pgTable('record_opening', {
  id: id(),
  at: moment('at').notNull().defaultNow(),
  staffId: uuid('staff_id').notNull(),
  unit: text().$type<UnitKind>().notNull(),
  unitId: uuid('unit_id').notNull(),
  purpose: text().$type<PurposeId>().notNull(),
  page: text().notNull(),
  reason: text(),
})

export const breachScopes = ['held', 'collected', 'opened', 'named'] as const
export type BreachScope = (typeof breachScopes)[number]

export const breachRisks = ['unlikely', 'likely', 'high'] as const
export type BreachRisk = (typeof breachRisks)[number]

/** A personal data breach (Art. 33(5)): ids and the shop's own words, no value of any record. */
export const breach = pgTable('breach', {
  id: id(),
  title: text().notNull(),
  awareAt: moment('aware_at').notNull(),
  happened: text().notNull(),
  /** When data was within somebody's reach; without an end it still is. */
  beganAt: moment('began_at').notNull(),
  endedAt: moment('ended_at'),
  scope: text().$type<BreachScope>().notNull(),
  /** Whose openings, for the scope `opened`; null: anybody's. */
  openedBy: uuid('opened_by'),
  /** The orders, for the scope `named`. */
  named: uuid().array().notNull(),
  categories: text().array().$type<Category[]>().notNull(),
  /** Empty: all of them. */
  purposes: text().array().$type<PurposeId[]>().notNull(),
  risk: text().$type<BreachRisk>(),
  riskReason: text('risk_reason'),
  consequences: text(),
  measures: text(),
  /** What the people concerned can do themselves. */
  advice: text(),
  countedAt: moment('counted_at'),
  notedAt: moment('noted_at').notNull().defaultNow(),
  notedBy: uuid('noted_by').notNull(),
})

/** A unit that a breach concerns. */
export const breachAffected = pgTable(
  'breach_affected',
  {
    breachId: uuid('breach_id').notNull(),
    unit: text().$type<UnitKind>().notNull(),
    unitId: uuid('unit_id').notNull(),
    categories: text().array().$type<Category[]>().notNull(),
  },
  (row) => [primaryKey({ columns: [row.breachId, row.unit, row.unitId] })],
)

/** What the authority was told. */
export const breachFiling = pgTable('breach_filing', {
  id: id(),
  breachId: uuid('breach_id').notNull(),
  number: text().notNull(),
  filedAt: moment('filed_at').notNull(),
  lateReason: text('late_reason'),
  /** The note that this one stands for. */
  corrects: uuid(),
  notedAt: moment('noted_at').notNull().defaultNow(),
  notedBy: uuid('noted_by').notNull(),
})

/** That somebody is not told, and why. */
export const breachWaiver = pgTable(
  'breach_waiver',
  {
    breachId: uuid('breach_id').notNull(),
    whom: text().$type<'authority' | 'subjects'>().notNull(),
    reason: text().notNull(),
    decidedAt: moment('decided_at').notNull().defaultNow(),
    decidedBy: uuid('decided_by').notNull(),
  },
  (row) => [primaryKey({ columns: [row.breachId, row.whom] })],
)

/** What the authority and the people concerned are told, as staff left it. */
export const breachDraft = pgTable(
  'breach_draft',
  {
    breachId: uuid('breach_id').notNull(),
    kind: text().$type<'notification' | 'letter'>().notNull(),
    language: text().$type<Language>().notNull(),
    words: text().notNull(),
    savedAt: moment('saved_at').notNull().defaultNow(),
    savedBy: uuid('saved_by').notNull(),
  },
  (row) => [primaryKey({ columns: [row.breachId, row.kind, row.language] })],
)

/** A letter to one person, by one of the units that lead there. */
export const breachLetter = pgTable('breach_letter', {
  id: id(),
  breachId: uuid('breach_id').notNull(),
  unit: text().$type<UnitKind>().notNull(),
  unitId: uuid('unit_id').notNull(),
  language: text().$type<Language>().notNull(),
  queuedAt: moment('queued_at').notNull().defaultNow(),
  queuedBy: uuid('queued_by').notNull(),
})

export const breachClosing = pgTable('breach_closing', {
  breachId: uuid('breach_id').primaryKey(),
  closedAt: moment('closed_at').notNull().defaultNow(),
  closedBy: uuid('closed_by').notNull(),
})
