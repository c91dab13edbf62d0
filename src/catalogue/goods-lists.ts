import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'

/** How goods stand: what customers see of them, and what wants attention. */
export type GoodsState = 'draft' | 'scheduled' | 'published' | 'low' | 'sold-out'

/** The lists that goods are on: what is sold out is also low. */
export type GoodsList = Exclude<GoodsState, 'published'> | 'on-sale'

/** Which goods a list shows. */
export interface Wanted {
  readonly state?: GoodsList | undefined
  readonly category?: string | undefined
  /** Not offered in this language yet. */
  readonly missing?: Language | undefined
  /** A part of a name or of an article number. */
  readonly search?: string | undefined
}

export interface GoodsRow {
  readonly id: string
  readonly name: string
  readonly numbers: readonly string[]
  readonly category: string
  readonly priceCents: number | null
  readonly severalPrices: boolean
  /** Null where each is made to order. */
  readonly stock: number | null
  readonly state: GoodsState
  readonly publishedAt: string | null
  readonly spoken: readonly Language[]
  readonly pictureId: string | null
}

/** Names in the reader's language, or in the first that has one. */
export function nameIn(language: Language, table: 'product' | 'category' | 'material'): SQL {
  const texts = sql.identifier(`${table}_text`)
  const own = sql`${sql.identifier(`${table}_text`)}.${sql.identifier(`${table}_id`)}`
  return sql`(select name from ${texts} where ${own} = ${sql.identifier(table)}.id
    order by language <> ${language}, array_position(array['lv', 'en', 'sv', 'nl'], language) limit 1)`
}

/** All goods with how they stand. */
const standing = (language: Language) => sql`
  select product.id, product.category_id, published_at, made_to_order, coalesce(${nameIn(language, 'product')}, '?') as name,
         cheapest, dearest, pieces, coalesce(low, false) as short,
         case when published_at is null then 'draft' when published_at > now() then 'scheduled'
              when coalesce(out, true) then 'sold-out' when low then 'low' else 'published' end as state
    from product left join lateral (
      select min(price_cents) as cheapest, max(price_cents) as dearest, sum(stock)::int as pieces,
             bool_and(stock is not null and stock = 0) as out, bool_or(coalesce(stock <= reorder_at, false)) as low
        from variant where product_id = product.id and withdrawn_at is null) offer on true`

/** The goods that are asked for, by name, a page at a time, with their number in all. */
export async function list(
  tx: Transaction,
  language: Language,
  wanted: Wanted,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ goods: GoodsRow[]; total: number }> {
  const rows = await tx.execute<GoodsRow & { total: number } & Record<string, unknown>>(sql`
    select chosen.id, chosen.name, total, ${nameIn(language, 'category')} as category, cheapest as "priceCents",
           coalesce(cheapest < dearest, false) as "severalPrices", case when made_to_order then null else pieces end as stock,
           state, to_json(published_at) #>> '{}' as "publishedAt",
           (select coalesce(json_agg(sku order by position), '[]') from variant
             where product_id = chosen.id and withdrawn_at is null) as numbers,
           (select coalesce(json_agg(language), '[]') from product_text where product_id = chosen.id) as spoken,
           (select id from picture where product_id = chosen.id order by position limit 1) as "pictureId"
      from (select goods.*, count(*) over ()::int as total from (${standing(language)}) goods
             where ${fitting(wanted)} order by name, id limit ${limit} offset ${offset}) chosen
      join category on category.id = chosen.category_id
      order by chosen.name, chosen.id`)
  return { goods: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
}

/** What stands on each list. Of goods whose variants were all taken out of sale nothing runs low. */
const on: Readonly<Record<GoodsList, SQL>> = {
  draft: sql`state = 'draft'`,
  scheduled: sql`state = 'scheduled'`,
  'on-sale': sql`state in ('published', 'low', 'sold-out')`,
  low: sql`state in ('low', 'sold-out') and short`,
  'sold-out': sql`state = 'sold-out'`,
}

function fitting({ state, category, missing, search }: Wanted): SQL {
  const conditions = [
    state && on[state],
    category &&
      sql`category_id in (select id from category where id = ${category} or parent_id = ${category})`,
    missing &&
      sql`not exists (select from product_text where product_id = goods.id and language = ${missing})`,
    search && found(search),
  ].filter((one): one is SQL => Boolean(one))
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`
}

function found(search: string): SQL {
  const part = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(exists (select from product_text where product_id = goods.id and name ilike ${part})
    or exists (select from variant where product_id = goods.id and (sku ilike ${part} or gtin = ${search})))`
}

/** How many goods are on each list. */
export async function counts(tx: Transaction): Promise<Record<GoodsList, number>> {
  const numbers = Object.entries(on).map(
    ([key, fits]) => sql`count(*) filter (where ${fits})::int as ${sql.identifier(key)}`,
  )
  const [row] = await tx.execute<Record<GoodsList, number>>(
    sql`select ${sql.join(numbers, sql`, `)} from (${standing('lv')}) goods`,
  )
  return row!
}

/** A choice of a form. */
export interface Choice {
  readonly value: string
  readonly label: string
}

export interface Choices {
  readonly categories: readonly Choice[]
  readonly materials: readonly Choice[]
}

/** Categories as a tree in one list, and materials, with their names in the reader's language. */
export async function choices(tx: Transaction, language: Language): Promise<Choices> {
  const categories = await tx.execute<{ value: string; name: string; parent: string | null }>(sql`
    select category.id as value, ${nameIn(language, 'category')} as name, category.parent_id as parent
      from category left join category above on above.id = category.parent_id
      order by coalesce(above.position, category.position), coalesce(above.id, category.id),
               category.parent_id is not null, category.position`)
  const materials = await tx.execute<Choice & Record<string, unknown>>(sql`
    select material.id as value, ${nameIn(language, 'material')} as label from material order by position`)
  return {
    categories: categories.map(({ value, name, parent }) => ({
      value,
      label: parent === null ? name : `– ${name}`,
    })),
    materials: [...materials],
  }
}
