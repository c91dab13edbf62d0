import { boolean, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../platform/database/columns.ts'
import type { GoodsSpec } from './drawing.ts'
import type { Finish } from './drawing-materials.ts'

export const category = pgTable('category', {
  id: id(),
  parentId: uuid('parent_id'),
  position: integer().notNull(),
  pictureId: uuid('picture_id'),
})

export const categoryText = pgTable(
  'category_text',
  {
    categoryId: uuid('category_id').notNull(),
    language: text().notNull(),
    slug: text().notNull(),
    name: text().notNull(),
    summary: text().notNull(),
  },
  (row) => [primaryKey({ columns: [row.categoryId, row.language] })],
)

export const product = pgTable('product', {
  id: id(),
  categoryId: uuid('category_id').notNull(),
  position: integer().notNull(),
  vatClass: text('vat_class').notNull(),
  /** Made after the order, so its pieces are not counted. Own words, and with them the right of withdrawal, are another matter. */
  madeToOrder: boolean('made_to_order').notNull(),
  wordLines: integer('word_lines'),
  wordLineLength: integer('word_line_length'),
  /** How it is drawn: its picture, and its buyer's words on the proof. */
  drawing: jsonb().$type<GoodsSpec>(),
  leadDays: integer('lead_days').notNull(),
  manufacturerName: text('manufacturer_name').notNull(),
  manufacturerAddress: text('manufacturer_address').notNull(),
  manufacturerEmail: text('manufacturer_email').notNull(),
  identifier: text().notNull(),
  publishedAt: moment('published_at'),
})

export const productText = pgTable(
  'product_text',
  {
    productId: uuid('product_id').notNull(),
    language: text().notNull(),
    slug: text().notNull(),
    name: text().notNull(),
    summary: text().notNull(),
    description: text().notNull(),
    material: text().notNull(),
    fixing: text(),
    warnings: text(),
  },
  (row) => [primaryKey({ columns: [row.productId, row.language] })],
)

export const variant = pgTable('variant', {
  id: id(),
  productId: uuid('product_id').notNull(),
  sku: text().notNull(),
  position: integer().notNull(),
  /** Cents with VAT. */
  priceCents: integer('price_cents').notNull(),
  /** Pieces that can still be sold; null where each is made to order. */
  stock: integer(),
  weightGrams: integer('weight_grams').notNull(),
  widthMm: integer('width_mm').notNull(),
  heightMm: integer('height_mm').notNull(),
  /** The surface, where variants differ in it. */
  finish: text().$type<Finish>(),
})

export const variantText = pgTable(
  'variant_text',
  {
    variantId: uuid('variant_id').notNull(),
    language: text().notNull(),
    label: text().notNull(),
  },
  (row) => [primaryKey({ columns: [row.variantId, row.language] })],
)

/** Each price a variant ever had, written by a trigger: the 30-day lowest price rests on it (C-330/23). */
export const priceChange = pgTable('price_change', {
  id: id(),
  variantId: uuid('variant_id').notNull(),
  priceCents: integer('price_cents').notNull(),
  since: moment('since').notNull().defaultNow(),
})

export const picture = pgTable('picture', {
  id: id(),
  productId: uuid('product_id'),
  position: integer().notNull(),
  /** A picture that the shop draws itself; its files are rendered from it. */
  drawing: jsonb().$type<GoodsSpec>(),
})

export const pictureText = pgTable(
  'picture_text',
  {
    pictureId: uuid('picture_id').notNull(),
    language: text().notNull(),
    alt: text().notNull(),
  },
  (row) => [primaryKey({ columns: [row.pictureId, row.language] })],
)

/** The same picture as WebP in one width (pixels). */
export const pictureFile = pgTable(
  'picture_file',
  {
    pictureId: uuid('picture_id').notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    bytes: bytea().notNull(),
  },
  (row) => [primaryKey({ columns: [row.pictureId, row.width] })],
)
