import { date, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../platform/database/columns.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { CreditCause, DocumentKind, LineAbout, PaidMeans, Place, Seller } from './snapshot.ts'
import type { VatCategory } from './vat.ts'

/** An issued document; a trigger refuses any change (PVN likums 125). */
export const invoice = pgTable('invoice', {
  id: id(),
  number: text().notNull(),
  kind: text().$type<DocumentKind>().notNull(),
  orderId: uuid('order_id').notNull(),
  orderNumber: text('order_number').notNull(),
  language: text().$type<Language>().notNull(),
  issuedOn: date('issued_on').notNull(),
  suppliedOn: date('supplied_on'),
  dueOn: date('due_on'),
  paidOn: date('paid_on'),
  prepaidCents: integer('prepaid_cents').notNull(),
  currency: text().notNull(),
  netCents: integer('net_cents').notNull(),
  vatCents: integer('vat_cents').notNull(),
  grossCents: integer('gross_cents').notNull(),
  paymentReference: text('payment_reference').notNull(),
  seller: jsonb().$type<Seller>().notNull(),
  notes: text().array().notNull(),
  issuedAt: moment('issued_at').notNull().defaultNow(),
  issuedBy: uuid('issued_by'),
  /** What a credit note or a corrective document is about. */
  precedingId: uuid('preceding_id'),
  cause: text().$type<CreditCause>(),
  /** Member state of taxation, and country where the goods arrive. */
  vatCountry: text('vat_country').notNull().default('LV'),
  deliveredTo: text('delivered_to').notNull().default('LV'),
  /** How it was paid, where it was paid before its issue. */
  paidMeans: text('paid_means').$type<PaidMeans>(),
})

export const invoiceLine = pgTable(
  'invoice_line',
  {
    invoiceId: uuid('invoice_id').notNull(),
    position: integer().notNull(),
    description: text().notNull(),
    quantity: integer().notNull(),
    unit: text().notNull(),
    /** Decimal string, before VAT. */
    unitNet: text('unit_net').notNull(),
    /** Cents before VAT off the whole line (BT-136), and what for (BT-139). */
    allowanceCents: integer('allowance_cents').notNull().default(0),
    allowanceReason: text('allowance_reason'),
    netCents: integer('net_cents').notNull(),
    grossCents: integer('gross_cents').notNull(),
    vatCategory: text('vat_category').$type<VatCategory>().notNull(),
    /** Basis points. */
    vatRate: integer('vat_rate').notNull(),
    about: text().$type<LineAbout>().notNull().default('goods'),
    /** The line of the order, where it is goods. */
    orderLineId: uuid('order_line_id'),
    /** The advance that a negative line clears. */
    clearsId: uuid('clears_id'),
  },
  (line) => [primaryKey({ columns: [line.invoiceId, line.position] })],
)

/** VAT by category and rate, rounded once for each (EN 16931 BG-23). */
export const invoiceVat = pgTable(
  'invoice_vat',
  {
    invoiceId: uuid('invoice_id').notNull(),
    category: text().$type<VatCategory>().notNull(),
    rate: integer().notNull(),
    taxableCents: integer('taxable_cents').notNull(),
    vatCents: integer('vat_cents').notNull(),
  },
  (group) => [primaryKey({ columns: [group.invoiceId, group.category, group.rate] })],
)

/** The buyer's own frozen copy, apart, so that it can be restricted and redacted while the numbers stay. */
export const invoiceBuyer = pgTable('invoice_buyer', {
  invoiceId: uuid('invoice_id').primaryKey(),
  name: text().notNull(),
  companyName: text('company_name'),
  registrationNumber: text('registration_number'),
  vatNumber: text('vat_number'),
  address: text().array().notNull(),
  /** The same in parts; null on documents from before they were kept. */
  place: jsonb().$type<Place>(),
  reference: text(),
})

/** The document as it was sent: for people, and for machines (UBL 2.1). */
export const invoiceDocument = pgTable(
  'invoice_document',
  {
    invoiceId: uuid('invoice_id').notNull(),
    format: text().$type<'pdf' | 'ubl'>().notNull(),
    bytes: bytea().notNull(),
    renderedAt: moment('rendered_at').notNull().defaultNow(),
  },
  (document) => [primaryKey({ columns: [document.invoiceId, document.format] })],
)
