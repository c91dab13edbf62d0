import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../platform/database/columns.ts'

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
