import { sql } from 'drizzle-orm'
import type { Reader } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { Goods } from './browsing.ts'
import type { Picture } from './catalogue.ts'
import { type Cards, openCards } from './product-cards.ts'

/** What is on offer in one language. */
export interface Assortment {
  /** The top categories with something in them. */
  readonly categories: readonly Category[]
  /** Every category by its address, also an empty one. */
  readonly bySlug: ReadonlyMap<string, Category>
  readonly byId: ReadonlyMap<string, Category>
  readonly materials: readonly Material[]
  /** The ids of some goods that were published last. */
  readonly newest: readonly string[]
  readonly cards: Cards
}

/** A category of the tree, two deep. */
export interface Category {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly summary: string
  readonly picture: Picture | null
  /** Its address in each language. */
  readonly slugs: Partial<Record<Language, string>>
  readonly parent: Category | undefined
  /** Those with something in them. */
  readonly children: readonly Category[]
  /** Its own goods and those of its children, in the shop's order. */
  readonly goods: readonly Goods[]
}

export interface Material {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly slugs: Partial<Record<Language, string>>
}

type Texts<T> = Partial<Record<Language, T>>

interface CategoryRow extends Record<string, unknown> {
  id: string
  parentId: string | null
  texts: Texts<{ slug: string; name: string; summary: string }>
  pictureId: string | null
  alts: Texts<string> | null
}

interface MaterialRow extends Record<string, unknown> {
  id: string
  texts: Texts<{ slug: string; name: string }>
}

/** Goods, and the languages that they have words in. */
type GoodsRow = Goods & { readonly languages: readonly Language[] }

/** All that was read, in the shop's order. */
interface Read {
  readonly categories: readonly CategoryRow[]
  readonly materials: readonly MaterialRow[]
  readonly goods: readonly GoodsRow[]
}

interface Pages {
  readonly generation: number
}

const newestKept = 24

/**
 * What is on offer, in memory until the catalogue changes: filters and their numbers are counted here, and the
 * database is asked for those cards of a page alone that nobody has seen yet. What is scheduled appears when the job of
 * its hour (`show-product`) tells every process.
 */
export function openAssortment(reader: Reader, pages: Pages): (language: Language) => Promise<Assortment> {
  let known: { generation: number; read: Promise<Read>; made: Map<Language, Assortment> } | undefined
  const read = async (): Promise<Read> => {
    const [categories, materials, goods] = await Promise.all([
      readCategories(reader),
      readMaterials(reader),
      readGoods(reader),
    ])
    return { categories, materials, goods }
  }
  return async (language) => {
    const { generation } = pages
    if (known?.generation !== generation) {
      const reading = { generation, read: read(), made: new Map<Language, Assortment>() }
      known = reading
      // What could not be read is read again for the next page.
      reading.read.catch(() => {
        if (known === reading) known = undefined
      })
    }
    const { read: reading, made } = known
    const all = await reading
    const found = made.get(language) ?? assortmentIn(language, all, openCards(reader, language))
    made.set(language, found)
    return found
  }
}

function assortmentIn(language: Language, read: Read, cards: Cards): Assortment {
  const goods = read.goods.filter((row) => row.languages.includes(language))
  const byCategory = Map.groupBy(goods, ({ categoryId }) => categoryId)
  const written = read.categories.filter(({ texts }) => texts[language])
  const tops = written.filter(({ parentId }) => parentId === null)
  const all = tops.flatMap((top) => {
    const below = written.filter(({ parentId }) => parentId === top.id)
    const ids = new Set([top, ...below].map(({ id }) => id))
    // The rows stand in the shop's order already, across the categories.
    const under = below.length === 0 ? byCategory.get(top.id) : goods.filter((one) => ids.has(one.categoryId))
    const children: Category[] = []
    const parent = categoryOf(top, language, undefined, children, under ?? [])
    const leaves = below.map((row) => categoryOf(row, language, parent, [], byCategory.get(row.id) ?? []))
    children.push(...leaves.filter((leaf) => leaf.goods.length > 0))
    return [parent, ...leaves]
  })
  return {
    categories: all.filter(({ parent, goods: there }) => parent === undefined && there.length > 0),
    bySlug: new Map(all.map((category) => [category.slug, category])),
    byId: new Map(all.map((category) => [category.id, category])),
    newest: goods
      .toSorted((one, other) => other.publishedAt - one.publishedAt)
      .slice(0, newestKept)
      .map(({ id }) => id),
    materials: read.materials.filter(({ texts }) => texts[language]).map((row) => materialOf(row, language)),
    cards,
  }
}

function categoryOf(
  { id, texts, pictureId, alts }: CategoryRow,
  language: Language,
  parent: Category | undefined,
  children: readonly Category[],
  goods: readonly Goods[],
): Category {
  const { slug, name, summary } = texts[language]!
  const picture = pictureId === null ? null : { id: pictureId, alt: alts?.[language] ?? name }
  return { id, slug, name, summary, picture, slugs: slugsOf(texts), parent, children, goods }
}

function materialOf({ id, texts }: MaterialRow, language: Language): Material {
  return { id, ...texts[language]!, slugs: slugsOf(texts) }
}

function slugsOf(texts: Texts<{ slug: string }>): Texts<string> {
  return Object.fromEntries(Object.entries(texts).map(([language, { slug }]) => [language, slug]))
}

/** In the shop's order. A category without a picture of its own shows its first goods. */
async function readCategories(reader: Reader): Promise<CategoryRow[]> {
  const rows = await reader.execute<CategoryRow>(sql`
    select category.id, parent_id as "parentId", texts, shown.id as "pictureId",
           (select json_object_agg(language, alt) from picture_text where picture_id = shown.id) as alts
      from category
      join (select category_id, json_object_agg(language,
                     json_build_object('slug', slug, 'name', name, 'summary', summary)) as texts
              from category_text group by category_id) written on written.category_id = category.id
      cross join lateral (
        select coalesce(category.picture_id, (
          select picture.id from category inside
            join product on product.category_id = inside.id and published_at <= now()
            join picture on picture.product_id = product.id
            where category.id in (inside.id, inside.parent_id)
            order by product.position, product.id, picture.position limit 1)) as id) shown
      order by category.position, category.id`)
  return [...rows]
}

async function readMaterials(reader: Reader): Promise<MaterialRow[]> {
  const rows = await reader.execute<MaterialRow>(sql`
    select id, (select json_object_agg(language, json_build_object('slug', slug, 'name', name))
                  from material_text where material_id = material.id) as texts
      from material where exists (select from material_text where material_id = material.id)
      order by position, id`)
  return [...rows]
}

/** Everything published, in the shop's order; in one piece, which is read in a third of the time of so many rows. */
async function readGoods(reader: Reader): Promise<GoodsRow[]> {
  const [row] = await reader.execute<{ goods: Packed[] }>(sql`
    select coalesce(json_agg(json_build_array(product.id, category_id, price_cents,
                      extract(epoch from published_at)::bigint, languages, variants)
                      order by category.position, product.position, product.id), '[]') as goods
      from product
      join (select product_id, min(price_cents) as price_cents,
                   json_agg(json_build_array(material_id, greatest(width_mm, height_mm), coalesce(stock, 0) > 0)) as variants
              from variant where withdrawn_at is null group by product_id) sold on sold.product_id = product.id
      join (select product_id, array_agg(language) as languages from product_text group by product_id) written
        on written.product_id = product.id
      join category on category.id = category_id
      where published_at <= now()`)
  return row!.goods.map(([id, categoryId, priceCents, publishedAt, spoken, variants]) => ({
    id,
    categoryId,
    priceCents,
    publishedAt,
    languages: spoken,
    variants: variants.map(([materialId, longerMm, onShelf]) => ({ materialId, longerMm, onShelf })),
  }))
}

type Packed = [
  id: string,
  categoryId: string,
  priceCents: number,
  publishedAt: number,
  languages: Language[],
  variants: [materialId: string | null, longerMm: number, onShelf: boolean][],
]
