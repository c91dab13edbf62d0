import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../platform/database/client.ts'
import { NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { GoodsSpec } from './drawing.ts'

export interface Picture {
  readonly id: string
  readonly alt: string
}

export interface Category {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly summary: string
  readonly picture: Picture | null
}

/** How many can be had: `left` pieces, or null where each is made to order. */
export interface Stock {
  readonly left: number | null
  readonly leadDays: number
}

/** A product among others. Prices are cents with VAT: of its cheapest variant. */
export interface ProductCard extends Stock {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly priceCents: number
  readonly severalPrices: boolean
  readonly lowestCents: number | null
  readonly picture: Picture | null
}

/** The first picture that fits, with its words; null where there is none. */
export function pictureOf(fits: SQL, language: Language): SQL {
  return sql`(select json_build_object('id', picture.id, 'alt', alt) from picture
    join picture_text on picture_text.picture_id = picture.id and picture_text.language = ${language}
    where ${fits} order by picture.position limit 1)`
}

/** All categories that have something to show, in the shop's order. */
export async function categories(reader: Reader, language: Language): Promise<Category[]> {
  const rows = await reader.execute<Row<Category>>(sql`
    select category.id, slug, name, summary,
           ${pictureOf(sql`picture.id = category.picture_id`, language)} as picture
      from category join category_text on category_id = category.id and language = ${language}
      where exists (select from product where product.category_id = category.id and published_at <= now())
      order by position, category.id`)
  return [...rows]
}

/** A category by its address. Throws NotFound. */
export async function category(
  reader: Reader,
  language: Language,
  slug: string,
): Promise<Category & { slugs: Partial<Record<Language, string>> }> {
  const [row] = await reader.execute<Row<Category & { slugs: Partial<Record<Language, string>> }>>(sql`
    select category_id as id, slug, name, summary, null as picture,
           (select json_object_agg(other.language, other.slug) from category_text other
             where other.category_id = category_text.category_id) as slugs
      from category_text where language = ${language} and slug = ${slug}`)
  if (!row) throw new NotFound()
  return row
}

/**
 * The cards of chosen products, in their order (`place`). Which ones is settled first, so that variants, prices and
 * pictures are looked up for those alone and not for a whole category.
 */
const cards = (language: Language, chosen: SQL) => sql`
  select product.id, product.slug, product.name, lead_days as "leadDays", "priceCents", "severalPrices",
         case when made_to_order then null else pieces end as left, shop_lowest_before(cheapest) as "lowestCents",
         ${pictureOf(sql`picture.product_id = product.id`, language)} as picture
    from (${chosen}) product
    cross join lateral (
      select min(price_cents) as "priceCents", min(price_cents) < max(price_cents) as "severalPrices",
             sum(stock)::int as pieces, (array_agg(variant.id order by price_cents, variant.position))[1] as cheapest
        from variant where variant.product_id = product.id) offer
    order by place`

const published = (language: Language) => sql`
  product join product_text on product_text.product_id = product.id and product_text.language = ${language}
    where published_at <= now() and exists (select from variant where variant.product_id = product.id)`

/** The published products of a category, a page at a time, with their number in all. */
export async function productsIn(
  reader: Reader,
  language: Language,
  categoryId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ products: ProductCard[]; total: number }> {
  const chosen = sql`
    select product.id, slug, name, lead_days, made_to_order, row_number() over (order by position, product.id) as place
      from ${published(language)} and category_id = ${categoryId}
      order by place limit ${limit} offset ${offset}`
  const rows = await reader.execute<Row<ProductCard & { total: number }>>(sql`
    select page.*, (select count(*)::int from product
                     where category_id = ${categoryId} and published_at <= now()) as total
      from (${cards(language, chosen)}) page`)
  return { products: rows.map(({ total: _, ...product }) => product), total: rows[0]?.total ?? 0 }
}

/** What sold most in the last 90 days, filled up with the newest goods. */
export async function bestSellers(reader: Reader, language: Language, limit: number): Promise<ProductCard[]> {
  const chosen = sql`
    select product.id, slug, name, lead_days, made_to_order,
           row_number() over (order by sold.pieces desc nulls last, published_at desc, position, product.id) as place
      from (select product.*, slug, name from ${published(language)}) product
      left join shop_sold_lately() sold on sold.product_id = product.id
      order by place limit ${limit}`
  return [...(await reader.execute<Row<ProductCard>>(cards(language, chosen)))]
}

/** A picture's bytes (WebP); undefined until they are rendered. */
export async function pictureFile(reader: Reader, id: string, width: number): Promise<Buffer | undefined> {
  const [row] = await reader.execute<Row<{ bytes: Buffer }>>(
    sql`select bytes from picture_file where picture_id = ${id} and width = ${width}`,
  )
  return row?.bytes
}

/** What a picture that the shop draws itself shows. Throws NotFound. */
export async function pictureDrawing(reader: Reader, id: string): Promise<GoodsSpec> {
  const [row] = await reader.execute<Row<{ drawing: GoodsSpec | null }>>(
    sql`select drawing from picture where id = ${id}`,
  )
  if (!row?.drawing) throw new NotFound()
  return row.drawing
}

type Row<T> = T & Record<string, unknown>
