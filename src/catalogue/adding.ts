import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { LATER } from '../platform/jobs/jobs.ts'
import type { GoodsSpec } from './drawing/drawing.ts'
import type { Finish } from './drawing/materials.ts'
import {
  category,
  categoryText,
  type MeasureUnit,
  material,
  materialText,
  picture,
  pictureText,
  priceTier,
  product,
  productRelated,
  productText,
  variant,
  variantText,
} from './table.ts'
import type { VatClass } from './vat-class.ts'

type ByLanguage<T> = Partial<Record<Language, T>>

export interface NewMaterial {
  readonly key: string
  readonly text: ByLanguage<{ slug: string; name: string }>
}

export interface NewPicture {
  readonly drawing: GoodsSpec
  readonly alt: ByLanguage<string>
}

export interface NewCategory {
  readonly key: string
  /** The key of the category that it stands under. */
  readonly parent: string | null
  readonly position: number
  readonly text: ByLanguage<{ slug: string; name: string; summary: string }>
  readonly picture: NewPicture
}

export interface NewVariant {
  readonly sku: string
  readonly label: ByLanguage<string>
  /** Cents with VAT. */
  readonly priceCents: number
  /** Pieces; null where each is made to order. */
  readonly stock: number | null
  readonly weightGrams: number
  readonly widthMm: number
  readonly heightMm: number
  readonly depthMm?: number | undefined
  readonly finish?: Finish | undefined
  /** The key of what it is made of. */
  readonly material?: string | undefined
  /** The price of each, in cents with VAT, from so many pieces on. */
  readonly tiers?: readonly (readonly [from: number, cents: number])[] | undefined
  /** What one piece measures, where a unit price stands beside it. */
  readonly measure?: readonly [number, MeasureUnit] | undefined
}

export interface NewProduct {
  readonly key: string
  /** The key of its category. */
  readonly category: string
  readonly position: number
  readonly vatClass: VatClass
  readonly madeToOrder: boolean
  readonly takesArtwork: boolean
  readonly needsAuthority: boolean
  /** How many lines of the buyer's words it carries, and how long each may be. */
  readonly words: { readonly lines: number; readonly lineLength: number } | null
  readonly leadDays: number
  /** Null: a draft. */
  readonly publishedAt: Date | null
  readonly text: ByLanguage<Omit<typeof productText.$inferInsert, 'productId' | 'language'>>
  readonly pictures: readonly [NewPicture, ...NewPicture[]]
  readonly variants: readonly NewVariant[]
  readonly safety: Pick<
    typeof product.$inferInsert,
    | 'manufacturerName'
    | 'manufacturerAddress'
    | 'manufacturerEmail'
    | 'identifier'
    | 'manufacturerCountry'
    | 'responsibleName'
    | 'responsibleAddress'
    | 'responsibleEmail'
  >
  /** Keys of goods that go with it. */
  readonly related: readonly string[]
}

export interface NewGoods {
  readonly materials: readonly NewMaterial[]
  readonly categories: readonly NewCategory[]
  readonly products: readonly NewProduct[]
}

type Named<T> = T & { readonly id: string }
type Ids = ReadonlyMap<string, string>

/**
 * Adds a whole catalogue, table by table, so that its size hardly costs time; goods refer to each other by their keys.
 * Prices enter the price history, and the worker draws the pictures when nobody waits for it.
 */
export async function addGoods(tx: Transaction, goods: NewGoods): Promise<void> {
  const materials = named(goods.materials)
  await addMaterials(tx, materials)
  const categories = named(goods.categories)
  await addCategories(tx, categories)
  const products = named(goods.products)
  await addProducts(tx, products, idsOf(categories))
  await addVariants(tx, products, idsOf(materials))
  const pictures = products.flatMap(({ id, pictures }) =>
    pictures.map((each, index) => ({ ...each, id: crypto.randomUUID(), productId: id, position: index + 1 })),
  )
  await addPictures(tx, pictures)
  await addRelations(tx, products)
}

async function addMaterials(tx: Transaction, materials: readonly Named<NewMaterial>[]): Promise<void> {
  if (materials.length === 0) return
  await tx.insert(material).values(materials.map(({ id }, index) => ({ id, position: index + 1 })))
  await tx
    .insert(materialText)
    .values(
      materials.flatMap(({ id, text }) =>
        entries(text).map(([language, words]) => ({ materialId: id, language, ...words })),
      ),
    )
}

async function addCategories(tx: Transaction, categories: readonly Named<NewCategory>[]): Promise<void> {
  const ids = idsOf(categories)
  const drawn = categories.map((each) => ({ ...each, pictureId: crypto.randomUUID() }))
  await addPictures(
    tx,
    drawn.map(({ pictureId, picture: { drawing, alt } }) => ({
      id: pictureId,
      productId: null,
      position: 1,
      drawing,
      alt,
    })),
  )
  await tx.insert(category).values(
    drawn.map(({ id, parent, position, pictureId }) => ({
      id,
      parentId: parent && idIn(ids, parent),
      position,
      pictureId,
    })),
  )
  await tx
    .insert(categoryText)
    .values(
      drawn.flatMap(({ id, text }) =>
        entries(text).map(([language, words]) => ({ categoryId: id, language, ...words })),
      ),
    )
}

async function addProducts(
  tx: Transaction,
  products: readonly Named<NewProduct>[],
  categories: Ids,
): Promise<void> {
  await tx.insert(product).values(
    products.map(
      ({ id, category, position, vatClass, words, leadDays, publishedAt, safety, pictures, ...flags }) => ({
        id,
        categoryId: idIn(categories, category),
        position,
        vatClass,
        madeToOrder: flags.madeToOrder,
        takesArtwork: flags.takesArtwork,
        needsAuthority: flags.needsAuthority,
        wordLines: words?.lines ?? null,
        wordLineLength: words?.lineLength ?? null,
        drawing: pictures[0].drawing,
        leadDays,
        publishedAt,
        ...safety,
      }),
    ),
  )
  await tx
    .insert(productText)
    .values(
      products.flatMap(({ id, text }) =>
        entries(text).map(([language, words]) => ({ productId: id, language, ...words })),
      ),
    )
}

async function addVariants(
  tx: Transaction,
  products: readonly Named<NewProduct>[],
  materials: Ids,
): Promise<void> {
  const variants = products.flatMap(({ id, variants }) =>
    variants.map((each, index) => ({ ...each, id: crypto.randomUUID(), productId: id, position: index + 1 })),
  )
  await tx.insert(variant).values(
    variants.map(({ label: _, tiers: __, material: made, measure, ...row }) => ({
      ...row,
      materialId: made ? idIn(materials, made) : null,
      measure: measure ? String(measure[0]) : null,
      measureUnit: measure?.[1] ?? null,
    })),
  )
  await tx
    .insert(variantText)
    .values(
      variants.flatMap(({ id, label }) =>
        entries(label).map(([language, words]) => ({ variantId: id, language, label: words })),
      ),
    )
  const tiers = variants.flatMap(({ id, tiers }) =>
    (tiers ?? []).map(([fromQuantity, priceCents]) => ({ variantId: id, fromQuantity, priceCents })),
  )
  if (tiers.length > 0) await tx.insert(priceTier).values(tiers)
}

type PlacedPicture = NewPicture & { id: string; productId: string | null; position: number }

async function addPictures(tx: Transaction, pictures: readonly PlacedPicture[]): Promise<void> {
  await tx.insert(picture).values(pictures.map(({ alt: _, ...row }) => row))
  await tx
    .insert(pictureText)
    .values(
      pictures.flatMap(({ id, alt }) =>
        entries(alt).map(([language, words]) => ({ pictureId: id, language, alt: words })),
      ),
    )
  const ids = sql.param(pictures.map(({ id }) => id))
  await tx.execute(sql`
    select shop_enqueue('render-picture', jsonb_build_object('picture', id), 'picture:' || id, ${LATER}::int)
      from unnest(${ids}::text[]) as id`)
}

async function addRelations(tx: Transaction, products: readonly Named<NewProduct>[]): Promise<void> {
  const ids = idsOf(products)
  const rows = products.flatMap(({ id, related }) =>
    related.map((key, index) => ({ productId: id, relatedId: idIn(ids, key), position: index + 1 })),
  )
  if (rows.length > 0) await tx.insert(productRelated).values(rows)
}

function named<T>(goods: readonly T[]): Named<T>[] {
  return goods.map((each) => ({ ...each, id: crypto.randomUUID() }))
}

function idsOf(goods: readonly { key: string; id: string }[]): Ids {
  return new Map(goods.map(({ key, id }) => [key, id]))
}

function idIn(ids: Ids, key: string): string {
  const id = ids.get(key)
  if (!id) throw new RangeError(`nothing is called ${key}`)
  return id
}

function entries<T>(texts: ByLanguage<T>): [Language, T][] {
  return Object.entries(texts) as [Language, T][]
}
