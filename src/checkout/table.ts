import { boolean, date, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../platform/database/columns.ts'
import type { ArtworkType } from '../platform/files/artwork.ts'

/** A visitor's cart, found by the cookie's token alone. */
export const cart = pgTable('cart', {
  id: id(),
  tokenHash: bytea('token_hash').notNull(),
  touchedAt: moment('touched_at').notNull().defaultNow(),
})

export const cartLine = pgTable('cart_line', {
  id: id(),
  cartId: uuid('cart_id').notNull(),
  variantId: uuid('variant_id').notNull(),
  quantity: integer().notNull(),
  /** The buyer's own words on a sign, lines parted by newlines. */
  words: text(),
  /** Cents with VAT when it was put in: the cart says so when the price has changed since. */
  seenPriceCents: integer('seen_price_cents').notNull(),
  addedAt: moment('added_at').notNull().defaultNow(),
})

/** The buyer's own file for a line: a picture in print quality, or a PDF as it came. It goes with the line. */
export const cartArtwork = pgTable('cart_artwork', {
  cartLineId: uuid('cart_line_id').primaryKey(),
  cartId: uuid('cart_id').notNull(),
  contentType: text('content_type').$type<ArtworkType>().notNull(),
  /** Bytes. */
  size: integer().notNull(),
  bytes: bytea().notNull(),
  /** Pixels, and a small picture for pages (WebP); a PDF has neither. */
  width: integer(),
  height: integer(),
  thumbnail: bytea(),
  addedAt: moment('added_at').notNull().defaultNow(),
})

/** A code that takes something off the price of goods: a share of it, or an amount. */
export const discountCode = pgTable('discount_code', {
  id: id(),
  /** Capitals without accents or blanks. */
  code: text().notNull(),
  /** Basis points. */
  share: integer(),
  /** Cents with VAT. */
  amountCents: integer('amount_cents'),
  /** Cents with VAT of the goods it is for. */
  minimumCents: integer('minimum_cents').notNull().default(0),
  /** Otherwise for the goods of its categories alone. */
  allGoods: boolean('all_goods').notNull(),
  validFrom: date('valid_from').notNull(),
  validUntil: date('valid_until'),
  useLimit: integer('use_limit'),
  /** Orders that stand on it; a cancelled one gives its use back. */
  used: integer().notNull().default(0),
  madeAt: moment('made_at').notNull().defaultNow(),
  madeBy: uuid('made_by'),
  endedAt: moment('ended_at'),
  endedBy: uuid('ended_by'),
})

export const discountCategory = pgTable(
  'discount_category',
  { discountId: uuid('discount_id').notNull(), categoryId: uuid('category_id').notNull() },
  (row) => [primaryKey({ columns: [row.discountId, row.categoryId] })],
)

/** The code typed into a cart, and how often codes were tried in it. */
export const cartDiscount = pgTable('cart_discount', {
  cartId: uuid('cart_id').primaryKey(),
  discountId: uuid('discount_id'),
  tries: integer().notNull().default(0),
  triedAt: moment('tried_at').notNull().defaultNow(),
})
