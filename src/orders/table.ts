import { boolean, date, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../platform/database/columns.ts'
import type { ArtworkType } from '../platform/files/artwork.ts'

/** How the buyer means to pay; it may change until something was paid. */
export type PaymentMethod = 'transfer' | 'card' | 'later' | 'collection'

export const order = pgTable('order', {
  id: id(),
  number: text().notNull(),
  /** The order form's key: one key, one order, however often it is sent. */
  formKeyHash: bytea('form_key_hash').notNull(),
  /** Null once the customer is forgotten. */
  customerId: uuid('customer_id'),
  language: text().notNull(),
  placedAt: moment('placed_at').notNull().defaultNow(),
  currency: text().notNull(),
  deliveryMethod: text('delivery_method').$type<'courier' | 'locker' | 'collection'>().notNull(),
  /** The carrier's key in the settings; null: collected from us, or ordered before there was a choice. */
  carrier: text(),
  /** Cents with VAT. */
  deliveryPriceCents: integer('delivery_price_cents').notNull(),
  /** Cents with VAT: the lines less their discounts, and the delivery. */
  totalCents: integer('total_cents').notNull(),
  paymentMethod: text('payment_method').$type<PaymentMethod>().notNull(),
  /** ISO 11649 creditor reference. */
  paymentReference: text('payment_reference').notNull(),
  payBy: date('pay_by').notNull(),
  /** What the buyer was shown; null where the order was placed in a former system. */
  noticeVersionId: text('notice_version_id'),
  termsVersionId: uuid('terms_version_id'),
  /** For somebody else: no prices in the parcel. */
  gift: boolean().notNull().default(false),
  discountId: uuid('discount_id'),
  /** The code as it was called when it was used. */
  discountCode: text('discount_code'),
  /** Cents with VAT off the goods; the lines hold the same in shares. */
  discountCents: integer('discount_cents').notNull().default(0),
  /** The member state whose VAT is in the prices. */
  vatCountry: text('vat_country').notNull().default('LV'),
})

/** Who ordered and where it goes: the one row about the person; it lives until its last purpose ends. */
export const orderParty = pgTable('order_party', {
  orderId: uuid('order_id').primaryKey(),
  kind: text().$type<'person' | 'company'>().notNull(),
  name: text().notNull(),
  companyName: text('company_name'),
  registrationNumber: text('registration_number'),
  vatNumber: text('vat_number'),
  buyerReference: text('buyer_reference'),
  email: text().notNull(),
  invoiceEmail: text('invoice_email'),
  phone: text(),
  /** The buyer's own address with its country; the delivery ones only where the parcel goes elsewhere. */
  street: text(),
  town: text(),
  postcode: text(),
  country: text().notNull(),
  deliveryName: text('delivery_name'),
  deliveryStreet: text('delivery_street'),
  deliveryTown: text('delivery_town'),
  deliveryPostcode: text('delivery_postcode'),
  /** ISO 3166-1 alpha-2; null: the goods stay in the buyer's own country. */
  deliveryCountry: text('delivery_country'),
  locker: text(),
  /** The locker that was chosen; its line stands in `locker` as its buyer saw it. */
  pointId: uuid('point_id'),
  note: text(),
})

export const orderLine = pgTable('order_line', {
  id: id(),
  orderId: uuid('order_id').notNull(),
  position: integer().notNull(),
  variantId: uuid('variant_id').notNull(),
  sku: text().notNull(),
  /** Name and label as the buyer saw them, in the order's language. */
  name: text().notNull(),
  label: text().notNull(),
  quantity: integer().notNull(),
  /** Cents with VAT. */
  unitPriceCents: integer('unit_price_cents').notNull(),
  /** Cents with VAT off all of its pieces together. */
  discountCents: integer('discount_cents').notNull().default(0),
  /** UNCL 5305: as the sale is taxed; outside the tax because the shop is not registered. */
  vatCategory: text('vat_category').$type<'S' | 'Z' | 'O' | 'K' | 'G' | 'AE' | 'E'>().notNull(),
  /** Basis points. */
  vatRate: integer('vat_rate').notNull(),
  /** Carries the buyer's own words or file: a drawing to approve, no right of withdrawal (CRD Art. 16(c)). */
  madeToOrder: boolean('made_to_order').notNull(),
  /** Made after it was ordered, with something of the buyer's own or without. */
  toMake: boolean('to_make').notNull().default(false),
  /** Its pieces were counted when it was ordered, and are given back if it is cancelled. */
  stocked: boolean().notNull(),
})

/** The words on a made-to-order sign: often the data of third persons, so apart from the line. */
export const artwork = pgTable('artwork', {
  orderLineId: uuid('order_line_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  words: text().notNull(),
})

/** The buyer's own file for a made-to-order line; a picture in print quality, or a PDF as it came. */
export const orderArtwork = pgTable('order_artwork', {
  orderLineId: uuid('order_line_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  contentType: text('content_type').$type<ArtworkType>().notNull(),
  /** Bytes. */
  size: integer().notNull(),
  bytes: bytea().notNull(),
  /** Pixels, and a small picture for pages (WebP); a PDF has neither. */
  width: integer(),
  height: integer(),
  thumbnail: bytea(),
})

/** A drawing of the sign for the buyer's yes; each change is a new version. */
export const proof = pgTable('proof', {
  id: id(),
  orderLineId: uuid('order_line_id').notNull(),
  orderId: uuid('order_id').notNull(),
  version: integer().notNull(),
  words: text().notNull(),
  /** PNG or WebP. */
  picture: bytea().notNull(),
  sentAt: moment('sent_at').notNull().defaultNow(),
  sentBy: uuid('sent_by').notNull(),
})

/** The buyer's answer behind the mail's link: a yes is kept with the proof it was given to. */
export const proofAnswer = pgTable('proof_answer', {
  proofId: uuid('proof_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  approved: boolean().notNull(),
  remark: text(),
  answeredAt: moment('answered_at').notNull().defaultNow(),
})

/** A line that has been made. */
export const making = pgTable('making', {
  orderLineId: uuid('order_line_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  madeAt: moment('made_at').notNull().defaultNow(),
  madeBy: uuid('made_by').notNull(),
})

/** A packed parcel. */
export const shipment = pgTable('shipment', {
  id: id(),
  orderId: uuid('order_id').notNull(),
  packedAt: moment('packed_at').notNull().defaultNow(),
  packedBy: uuid('packed_by').notNull(),
})

/** The parcel left, with a carrier or into the buyer's hands. */
export const shipmentDispatch = pgTable('shipment_dispatch', {
  shipmentId: uuid('shipment_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  carrier: text().notNull(),
  trackingNumber: text('tracking_number'),
  dispatchedAt: moment('dispatched_at').notNull().defaultNow(),
  dispatchedBy: uuid('dispatched_by').notNull(),
})

/** The parcel was received: withdrawal, claims and retention count from this day. */
export const shipmentDelivery = pgTable('shipment_delivery', {
  shipmentId: uuid('shipment_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  deliveredOn: date('delivered_on').notNull(),
  /** The last day of the right of withdrawal. */
  withdrawalUntil: date('withdrawal_until').notNull(),
  /** staff or carrier; `assumed` never opens the hand-over to a collector. */
  source: text().$type<'staff' | 'carrier' | 'assumed'>().notNull(),
  notedAt: moment('noted_at').notNull().defaultNow(),
  notedBy: uuid('noted_by'),
})

/** An order that will not be fulfilled; its stock went back. */
export const cancellation = pgTable('cancellation', {
  orderId: uuid('order_id').primaryKey(),
  reason: text().notNull(),
  cancelledAt: moment('cancelled_at').notNull().defaultNow(),
  /** Null: the last day to pay has passed. */
  cancelledBy: uuid('cancelled_by'),
})

/** Keys behind the links in mails, hashed; each mail makes its own. */
export const orderKey = pgTable('order_key', {
  tokenHash: bytea('token_hash').primaryKey(),
  orderId: uuid('order_id').notNull(),
  madeAt: moment('made_at').notNull().defaultNow(),
})

/** A buyer's question about the order, asked on its page. */
export const orderQuestion = pgTable('order_question', {
  id: uuid().primaryKey(),
  orderId: uuid('order_id').notNull(),
  words: text().notNull(),
  askedAt: moment('asked_at').notNull().defaultNow(),
})

/** Somebody of the staff answered it, by mail or telephone; the note says how. */
export const orderQuestionAnswer = pgTable('order_question_answer', {
  questionId: uuid('question_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  note: text().notNull(),
  answeredAt: moment('answered_at').notNull().defaultNow(),
  answeredBy: uuid('answered_by').notNull(),
})

/** That something was put right on a placed order; what stood there before is not kept. */
export const correction = pgTable('correction', {
  id: id(),
  orderId: uuid('order_id').notNull(),
  parts: text().array().$type<CorrectedPart[]>().notNull(),
  /** Where news went until now, for the letter that tells its owner. */
  formerEmail: text('former_email'),
  correctedAt: moment('corrected_at').notNull().defaultNow(),
  /** Null: the buyer. */
  correctedBy: uuid('corrected_by'),
})

export type CorrectedPart = 'delivery' | 'phone' | 'email' | 'reference'

/** A file that told a carrier of parcels: each making of it, also one made again. The file itself is not kept. */
export const parcelFile = pgTable('parcel_file', {
  id: id(),
  carrier: text().notNull(),
  madeAt: moment('made_at').notNull().defaultNow(),
  madeBy: uuid('made_by').notNull(),
})

/** An order whose parcel stood in a carrier's file. */
export const parcelFileOrder = pgTable(
  'parcel_file_order',
  { parcelFileId: uuid('parcel_file_id').notNull(), orderId: uuid('order_id').notNull() },
  (row) => [primaryKey({ columns: [row.parcelFileId, row.orderId] })],
)

/** The shop trusts a buyer to pay after the goods came. */
export const payLater = pgTable('pay_later', {
  orderId: uuid('order_id').primaryKey(),
  /** Calendar days from the invoice; a person has 50 at most. */
  netDays: integer('net_days').notNull(),
  approvedAt: moment('approved_at').notNull().defaultNow(),
  /** Null: by standing terms, or because the buyer identified themselves. */
  approvedBy: uuid('approved_by'),
})

/** A company that may always pay later. */
export const standingTerms = pgTable('standing_terms', {
  /** Elsewhere its VAT number, or its country and its register's number. */
  registrationNumber: text('registration_number').primaryKey(),
  /** Calendar days from the invoice. */
  netDays: integer('net_days').notNull(),
  agreedAt: moment('agreed_at').notNull().defaultNow(),
  agreedBy: uuid('agreed_by').notNull(),
})

/** The letter that went before a reservation lapsed. */
export const paymentReminder = pgTable('payment_reminder', {
  orderId: uuid('order_id').primaryKey(),
  remindedAt: moment('reminded_at').notNull().defaultNow(),
})

/** An order that stands for an open invoice of a former system: it holds its buyer and no goods. */
export const takenOver = pgTable('taken_over', {
  orderId: uuid('order_id').primaryKey(),
  /** The day in whose books the invoice is opened. */
  takenOn: date('taken_on').notNull(),
  takenAt: moment('taken_at').notNull().defaultNow(),
  /** Null: a command. */
  takenBy: uuid('taken_by'),
})

/** That goods were taken out of an order before it was paid; its own lines hold what is left. */
export const orderReduction = pgTable('order_reduction', {
  id: id(),
  orderId: uuid('order_id').notNull(),
  reason: text().notNull(),
  /** What the order cost before and after, in cents with VAT. */
  beforeCents: integer('before_cents').notNull(),
  afterCents: integer('after_cents').notNull(),
  reducedAt: moment('reduced_at').notNull().defaultNow(),
  reducedBy: uuid('reduced_by').notNull(),
})

export const orderReductionLine = pgTable(
  'order_reduction_line',
  {
    reductionId: uuid('reduction_id').notNull(),
    orderId: uuid('order_id').notNull(),
    orderLineId: uuid('order_line_id').notNull(),
    pieces: integer().notNull(),
  },
  (line) => [primaryKey({ columns: [line.reductionId, line.orderLineId] })],
)
