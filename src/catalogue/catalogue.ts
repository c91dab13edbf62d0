import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../platform/database/client.ts'
import { NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { GoodsSpec } from './drawing/drawing.ts'
import type { MeasureUnit } from './table.ts'

export interface Picture {
  readonly id: string
  readonly alt: string
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
  /** What one piece measures, where it is sold by measure. */
  readonly measure: number | null
  readonly measureUnit: MeasureUnit | null
  readonly picture: Picture | null
}

/** The first picture that fits, with its words, or with the `name` of what it shows where it has none; null without any. */
export function pictureOf(fits: SQL, language: Language | SQL, name: SQL): SQL {
  return sql`(select json_build_object('id', picture.id, 'alt', coalesce(alt, ${name}, '')) from picture
    left join picture_text on picture_text.picture_id = picture.id and picture_text.language = ${language}
    where ${fits} order by picture.position limit 1)`
}

/** The cards of these products, in any order; what is not on offer in the language is left out. */
export async function cardsOf(
  reader: Reader,
  language: Language,
  ids: readonly string[],
): Promise<ProductCard[]> {
  if (ids.length === 0) return []
  const rows = await reader.execute<Row<ProductCard>>(sql`
    select product.id, product_text.slug, product_text.name, lead_days as "leadDays", "priceCents", "severalPrices",
           case when made_to_order then null else pieces end as left,
           case when exists (select from price_change where variant_id = cheapest offset 1)
                then shop_lowest_before(cheapest) end as "lowestCents", measure, "measureUnit",
           ${pictureOf(sql`picture.product_id = product.id`, language, sql`product_text.name`)} as picture
      from product
      join product_text on product_text.product_id = product.id and product_text.language = ${language}
      cross join lateral (
        select min(price_cents) as "priceCents", min(price_cents) < max(price_cents) as "severalPrices",
               sum(stock)::int as pieces, (array_agg(variant.id order by price_cents, variant.position))[1] as cheapest,
               (array_agg(measure::float8 order by price_cents, variant.position))[1] as measure,
               (array_agg(measure_unit order by price_cents, variant.position))[1] as "measureUnit"
          from variant where variant.product_id = product.id and withdrawn_at is null) offer
      where product.id = any(${sql.param(ids)}::uuid[]) and published_at <= now() and cheapest is not null`)
  return [...rows]
}

/** The ids of what sold most in the last 90 days, the most first. */
export async function bestSellers(reader: Reader, limit: number): Promise<string[]> {
  const rows = await reader.execute<{ id: string }>(sql`
    select product_id as id from shop_sold_lately() order by pieces desc, product_id limit ${limit}`)
  return rows.map(({ id }) => id)
}

/** The ids of goods whose shown price was reduced lately by one percent or more, the latest first. */
export async function reducedLately(reader: Reader, language: Language, limit: number): Promise<string[]> {
  const rows = await reader.execute<{ id: string }>(sql`
    with changed as materialized (
      select variant_id, max(since) as since from price_change group by variant_id
        having count(*) > 1 and max(since) > now() - interval '60 days'
    ), cheapest as materialized (
      -- The card shows the cheapest variant: its price is the one that must have gone down.
      select product_id, variant.id, price_cents, since from changed join variant on variant.id = variant_id
        where variant.id = (select other.id from variant other where other.product_id = variant.product_id and other.withdrawn_at is null
                              order by price_cents, position limit 1)
    )
    select product.id from cheapest
      join product on product.id = cheapest.product_id and published_at <= now()
      join product_text on product_text.product_id = product.id and language = ${language}
      where shop_lowest_before(cheapest.id) * 0.99 >= price_cents
      order by since desc, product.id limit ${limit}`)
  return rows.map(({ id }) => id)
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
