import type postgres from 'postgres'
import { withSql } from '../support/postgres.ts'

export interface Made {
  readonly name: string
  readonly slug: string
  /** The slug (lv) of its category. */
  readonly category?: string
  /** SQL: when it is published; now by default. */
  readonly published?: string
  readonly summary?: string
  readonly variants?: readonly {
    readonly sku?: string
    readonly gtin?: string
    readonly priceCents?: number
    readonly longerMm?: number
    readonly stock?: number | null
    readonly material?: string
  }[]
}

/** Puts a product into the database as staff would leave it, in all languages. Returns its id. */
export function makeGoods(url: string, made: Made): Promise<string> {
  return withSql(url, (sql) => sql.begin((tx) => insert(tx, made)))
}

async function insert(tx: postgres.TransactionSql, made: Made): Promise<string> {
  const { name, slug, category = 'maju-numuri', published = 'now()', summary = 'Kopsavilkums' } = made
  const [row] = await tx.unsafe<{ id: string }[]>(
    `insert into product (category_id, position, vat_class, made_to_order, lead_days, manufacturer_name,
       manufacturer_address, manufacturer_email, identifier, published_at)
     select category_id, 999, 'standard', false, 0, 'SIA "ZĪMES"', 'Rīga', 'info@zimes.example', $1, ${published}
       from category_text where slug = $2 returning id`,
    [slug, category],
  )
  const id = row!.id
  await tx`insert into picture (product_id, position, drawing)
    select ${id}, 1, drawing from picture where drawing is not null limit 1`
  for (const language of ['lv', 'en', 'sv', 'nl']) {
    await tx`insert into product_text (product_id, language, slug, name, summary, description, material)
      values (${id}, ${language}, ${slug}, ${name}, ${summary}, 'Apraksts', 'Metāls')`
    await tx`insert into picture_text (picture_id, language, alt) select id, ${language}, ${name} from picture where product_id = ${id}`
  }
  for (const [index, variant] of (made.variants ?? [{}]).entries()) {
    const {
      sku = `${slug}-${index}`,
      gtin = null,
      priceCents = 1000,
      longerMm = 100,
      stock = 5,
      material,
    } = variant
    await tx`insert into variant (product_id, sku, gtin, position, price_cents, stock, weight_grams, width_mm, height_mm, material_id)
      values (${id}, ${sku}, ${gtin}, ${index}, ${priceCents}, ${stock}, 100, ${longerMm}, 10,
        (select material_id from material_text where slug = ${material ?? ''} limit 1))`
    await tx`insert into variant_text select id, language, ${sku} from variant, unnest(array['lv', 'en', 'sv', 'nl']) language where sku = ${sku}`
  }
  return id
}

/** A material in all languages under `<slug>-<language>`; lv has the bare slug. */
export function makeMaterial(url: string, slug: string): Promise<unknown> {
  return withSql(
    url,
    (sql) => sql`
    with made as (insert into material (position) values (99) returning id)
    insert into material_text select id, language, case language when 'lv' then ${slug} else ${slug} || '-' || language end, ${slug}
      from made, unnest(array['lv', 'en', 'sv', 'nl']) language`,
  )
}

/** A category in all languages under `<slug>-<language>`; lv has the bare slug. */
export function makeCategory(url: string, slug: string, parent?: string): Promise<unknown> {
  return withSql(
    url,
    (sql) => sql`
    with made as (insert into category (position, parent_id)
      values (99, (select category_id from category_text where slug = ${parent ?? ''} limit 1)) returning id)
    insert into category_text select id, language, case language when 'lv' then ${slug} else ${slug} || '-' || language end,
        ${`Grupa ${slug}`}, 'Kopsavilkums'
      from made, unnest(array['lv', 'en', 'sv', 'nl']) language`,
  )
}
