import { boolean, integer, jsonb, numeric, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../platform/database/columns.ts'
import type { GoodsSpec } from './drawing/drawing.ts'
import type { Finish } from './drawing/materials.ts'

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
  /** Null: a draft; in the future: scheduled. */
  publishedAt: moment('published_at'),
  /** The buyer may send a file instead of words or beside them. */
  takesArtwork: boolean('takes_artwork').notNull().default(false),
  /** Who orders it needs a certificate or an authority's leave; the text says which. */
  needsAuthority: boolean('needs_authority').notNull().default(false),
  /** ISO 3166-1 alpha-2: a maker outside the EEA has a responsible person in it (Regulation (EU) 2023/988 Art. 19(b)). */
  manufacturerCountry: text('manufacturer_country').notNull().default('LV'),
  responsibleName: text('responsible_name'),
  responsibleAddress: text('responsible_address'),
  responsibleEmail: text('responsible_email'),
  /** When staff last changed anything about it. */
  changedAt: moment('changed_at').notNull().defaultNow(),
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
    /** Which certificate or authority, where one is needed. */
    authority: text(),
  },
  (row) => [primaryKey({ columns: [row.productId, row.language] })],
)

/** What a product is found by, without capitals and marks; kept beside its text by a trigger. */
export const productSearch = pgTable(
  'product_search',
  {
    productId: uuid('product_id').notNull(),
    language: text().notNull(),
    name: text().notNull(),
    words: text().notNull(),
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
  materialId: uuid('material_id'),
  depthMm: integer('depth_mm').notNull().default(5),
  /** What one piece measures, where it is sold by measure: its unit price is shown (MK 178). */
  measure: numeric(),
  measureUnit: text('measure_unit').$type<MeasureUnit>(),
  gtin: text(),
  /** At this many pieces or fewer it is time to order again. */
  reorderAt: integer('reorder_at').notNull().default(3),
  /** Taken from sale though orders refer to it. */
  withdrawnAt: moment('withdrawn_at'),
})

/** Metres, square metres, kilograms, litres. */
export const measureUnits = ['m', 'm2', 'kg', 'l'] as const
export type MeasureUnit = (typeof measureUnits)[number]

/** A lower price for each piece from so many pieces of one variant on; cents with VAT. */
export const priceTier = pgTable(
  'price_tier',
  {
    variantId: uuid('variant_id').notNull(),
    fromQuantity: integer('from_quantity').notNull(),
    priceCents: integer('price_cents').notNull(),
  },
  (row) => [primaryKey({ columns: [row.variantId, row.fromQuantity] })],
)

/** What goods are made of, for choosing among them. */
export const material = pgTable('material', { id: id(), position: integer().notNull() })

export const materialText = pgTable(
  'material_text',
  {
    materialId: uuid('material_id').notNull(),
    language: text().notNull(),
    slug: text().notNull(),
    name: text().notNull(),
  },
  (row) => [primaryKey({ columns: [row.materialId, row.language] })],
)

/** Goods that go together, chosen by staff. */
export const productRelated = pgTable(
  'product_related',
  {
    productId: uuid('product_id').notNull(),
    relatedId: uuid('related_id').notNull(),
    position: integer().notNull(),
  },
  (row) => [primaryKey({ columns: [row.productId, row.relatedId] })],
)

/** Data sheets, declarations, instructions (PDF). Null language: for readers of all languages. */
export const productDocument = pgTable('product_document', {
  id: id(),
  productId: uuid('product_id').notNull(),
  position: integer().notNull(),
  language: text(),
  name: text().notNull(),
  bytes: bytea().notNull(),
})

/** Where a product or category was found before: an earlier slug, or the shop's former address elsewhere. */
export const oldAddress = pgTable('old_address', {
  path: text().primaryKey(),
  language: text().notNull(),
  productId: uuid('product_id'),
  categoryId: uuid('category_id'),
  since: moment('since').notNull().defaultNow(),
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

/** Each price a variant was offered at, written by triggers: the 30-day lowest price rests on it (C-330/23). */
export const priceChange = pgTable('price_change', {
  id: id(),
  variantId: uuid('variant_id').notNull(),
  priceCents: integer('price_cents').notNull(),
  since: moment('since').notNull().defaultNow(),
  /** False: what it would have cost while it was not on offer. */
  offered: boolean().notNull(),
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

/** A table of goods that staff handed in, and how far it has been applied. */
export const goodsFile = pgTable('goods_file', {
  id: id(),
  kind: text().$type<'bodite' | 'mozello'>().notNull(),
  /** Null once it has been applied. */
  bytes: bytea(),
  /** Pieces on the shelf by article number when it came. */
  stockSeen: jsonb('stock_seen').$type<Record<string, number | null>>().notNull(),
  products: integer().notNull(),
  handedInAt: moment('handed_in_at').notNull().defaultNow(),
  handedInBy: uuid('handed_in_by'),
  startedAt: moment('started_at'),
  /** Products applied so far. */
  done: integer().notNull().default(0),
  finishedAt: moment('finished_at'),
  outcome: jsonb().$type<GoodsFileOutcome>().notNull().default({}),
})

export interface GoodsFileOutcome {
  readonly added?: number
  readonly changed?: number
  readonly unchanged?: number
  readonly keptBack?: number
  /** What stopped it: as `Mistake` of goods-files/file.ts. */
  readonly mistakes?: readonly {
    readonly line: number
    readonly column?: string
    readonly key: string
    readonly values: Readonly<Record<string, string | number>>
  }[]
}
