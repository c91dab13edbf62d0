import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../platform/database/columns.ts'

/** An address that may be written to (or called) for one marketing purpose: its own copy of the address. */
export const subscription = pgTable('subscription', {
  id: id(),
  purpose: text().$type<'marketing-email' | 'marketing-similar-goods' | 'marketing-phone'>().notNull(),
  address: text().notNull(),
  /** Keyed hash of the address, to be held against the objections. */
  addressHash: bytea('address_hash').notNull(),
  language: text().notNull(),
  /** The consent it rests on; none for the soft opt-in to similar goods. */
  consentId: uuid('consent_id'),
  since: moment('since').notNull().defaultNow(),
})
