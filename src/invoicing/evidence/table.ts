import { date, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../../platform/database/columns.ts'

/** A buyer whom law bids to take structured e-invoices only: the UBL is the original. */
export const publicBuyer = pgTable('public_buyer', {
  orderId: uuid('order_id').primaryKey(),
  notedAt: moment('noted_at').notNull().defaultNow(),
  /** Null: the buyer, on the order form. */
  notedBy: uuid('noted_by'),
})

export const sendingWays = ['peppol', 'e-address', 'portal', 'e-mail'] as const
export type SendingWay = (typeof sendingWays)[number]

/** That a structured document went to its buyer, and how. */
export const einvoiceSending = pgTable('einvoice_sending', {
  invoiceId: uuid('invoice_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  sentOn: date('sent_on').notNull(),
  way: text().$type<SendingWay>().notNull(),
  /** What the way calls it: a message or a receipt. */
  reference: text(),
  notedAt: moment('noted_at').notNull().defaultNow(),
  notedBy: uuid('noted_by').notNull(),
})

/** `unavailable`: VIES, or the member state behind it, did not answer. */
export type ViesOutcome = 'valid' | 'invalid' | 'unavailable'

/** A question to VIES about a buyer's VAT number, and its answer. */
export const viesCheck = pgTable('vies_check', {
  id: id(),
  orderId: uuid('order_id').notNull(),
  vatNumber: text('vat_number').notNull(),
  askedAt: moment('asked_at').notNull().defaultNow(),
  /** Null: asked by the shop itself. */
  askedBy: uuid('asked_by'),
  /** Null: not answered yet. */
  outcome: text().$type<ViesOutcome>(),
  answeredAt: moment('answered_at'),
  /** Proof that it was asked. */
  consultationNumber: text('consultation_number'),
})

/** What staff chose for goods that leave for a business elsewhere in the Union. */
export const vatChoice = pgTable('vat_choice', {
  orderId: uuid('order_id').primaryKey(),
  choice: text().$type<'intra-community' | 'domestic'>().notNull(),
  chosenAt: moment('chosen_at').notNull().defaultNow(),
  chosenBy: uuid('chosen_by').notNull(),
})

/** That the goods left the country: words, and a file where there is one (Implementing Regulation 282/2011 Art. 45a). */
export const transportProof = pgTable('transport_proof', {
  id: id(),
  orderId: uuid('order_id').notNull(),
  words: text().notNull(),
  contentType: text('content_type'),
  bytes: bytea(),
  notedAt: moment('noted_at').notNull().defaultNow(),
  notedBy: uuid('noted_by').notNull(),
})
