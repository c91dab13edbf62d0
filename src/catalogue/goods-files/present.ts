import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../../platform/database/client.ts'
import { languages } from '../../platform/i18n/languages.ts'
import { decimal } from '../../platform/money.ts'
import { type Cells, productTextFields } from './columns.ts'

/** A product as it stands, in the cells of a goods file. */
export interface PresentProduct {
  readonly id: string
  readonly categoryId: string
  /** Without a picture nothing is put on offer. */
  readonly pictured: boolean
  readonly cells: Cells
  readonly variants: ReadonlyMap<string, PresentVariant>
}

export interface PresentVariant {
  readonly id: string
  readonly position: number
  readonly cells: Cells
}

const piece = 250

/** All goods by their Latvian slug, in the shop's order, a few hundred in memory at a time. */
export async function* presentGoods(reader: Reader): AsyncGenerator<[string, PresentProduct]> {
  const ids = await reader.execute<{ id: string }>(sql`
    select product.id from product join category on category.id = category_id
      where exists (select from product_text where product_id = product.id and language = 'lv')
      order by category.position, category.id, product.position, product.id`)
  for (let from = 0; from < ids.length; from += piece) {
    const some = ids.slice(from, from + piece).map(({ id }) => id)
    const found = await read(reader, sql`product.id = any(${`{${some.join()}}`}::uuid[])`)
    const byId = new Map([...found].map((entry) => [entry[1].id, entry]))
    for (const id of some) {
      const entry = byId.get(id)
      if (entry) yield entry
    }
  }
}

/** Those of some slugs. */
export async function presentBySlug(
  reader: Reader,
  slugs: readonly string[],
): Promise<Map<string, PresentProduct>> {
  return read(
    reader,
    sql`main.slug in (select json_array_elements_text(${JSON.stringify(slugs)}::text::json))`,
  )
}

interface ProductRow extends Record<string, unknown> {
  id: string
  slug: string
  categoryId: string
  pictured: boolean
  plain: Record<string, string | number | boolean | null>
  texts: Record<string, Record<string, string | null>>
  variants: VariantRow[] | null
}

interface VariantRow {
  id: string
  sku: string
  position: number
  plain: Record<string, string | number | boolean | null>
  priceCents: number
  labels: Record<string, string> | null
  tiers: { from: number; cents: number }[] | null
}

async function read(reader: Reader, which: SQL): Promise<Map<string, PresentProduct>> {
  const rows = await reader.execute<ProductRow>(sql`
    select product.id, main.slug, category_id as "categoryId",
           exists (select from picture where picture.product_id = product.id) as pictured,
           json_build_object('category', (select slug from category_text
               where category_text.category_id = product.category_id and language = 'lv'),
             'published', case when published_at is null then 'no' when published_at <= now() then 'yes'
               else to_char(published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end,
             'vat_class', vat_class, 'made_to_order', made_to_order, 'word_lines', word_lines,
             'word_line_length', word_line_length, 'takes_artwork', takes_artwork, 'needs_authority', needs_authority,
             'lead_days', lead_days, 'manufacturer_name', manufacturer_name,
             'manufacturer_address', manufacturer_address, 'manufacturer_email', manufacturer_email,
             'manufacturer_country', manufacturer_country, 'responsible_name', responsible_name,
             'responsible_address', responsible_address, 'responsible_email', responsible_email,
             'identifier', identifier) as plain,
           (select json_object_agg(language, json_build_object('slug', slug, 'name', name, 'summary', summary,
               'description', description, 'material_text', material, 'fixing', fixing, 'warnings', warnings,
               'authority', authority))
             from product_text where product_text.product_id = product.id) as texts,
           (select json_agg(json_build_object('id', variant.id, 'sku', sku, 'position', variant.position,
               'priceCents', price_cents,
               'plain', json_build_object('stock', stock, 'weight_g', weight_grams, 'width_mm', width_mm,
                 'height_mm', height_mm, 'depth_mm', depth_mm, 'measure', trim_scale(measure)::text,
                 'measure_unit', measure_unit, 'gtin', gtin, 'reorder_at', reorder_at, 'for_sale', withdrawn_at is null,
                 'material', (select slug from material_text
                   where material_text.material_id = variant.material_id and language = 'lv')),
               'labels', (select json_object_agg(language, label) from variant_text where variant_id = variant.id),
               'tiers', (select json_agg(json_build_object('from', from_quantity, 'cents', price_tier.price_cents)
                   order by from_quantity) from price_tier where variant_id = variant.id))
               order by variant.position, variant.id)
             from variant where variant.product_id = product.id) as variants
      from product join product_text main on main.product_id = product.id and main.language = 'lv'
      where ${which}`)
  return new Map(rows.map((row) => [row.slug, presentOf(row)]))
}

function presentOf({ id, slug, categoryId, pictured, plain, texts, variants }: ProductRow): PresentProduct {
  const cells: Record<string, string> = { product: slug, ...textual(plain) }
  for (const language of languages) {
    const text = texts[language] ?? {}
    if (language !== 'lv') cells[`slug_${language}`] = text.slug ?? ''
    for (const field of productTextFields) cells[`${field}_${language}`] = text[field] ?? ''
  }
  return {
    id,
    categoryId,
    pictured,
    cells,
    variants: new Map((variants ?? []).map((row) => [row.sku, variantOf(row)])),
  }
}

function variantOf({ id, sku, position, plain, priceCents, labels, tiers }: VariantRow): PresentVariant {
  const cells: Record<string, string> = { sku, price: decimal(priceCents), ...textual(plain) }
  for (const language of languages) cells[`label_${language}`] = labels?.[language] ?? ''
  cells.quantity_prices = (tiers ?? []).map(({ from, cents }) => `${from}:${decimal(cents)}`).join('|')
  return { id, position, cells }
}

function textual(plain: Record<string, string | number | boolean | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [
      name,
      value === null ? '' : value === true ? 'yes' : value === false ? 'no' : String(value),
    ]),
  )
}

/** The lines of a product in a goods file: its own cells in the first, a variant in each. */
export function linesOf(product: PresentProduct): Cells[] {
  const variants = [...product.variants.values()]
  return variants.map(({ cells }, index) =>
    index === 0 ? { ...product.cells, ...cells } : { product: product.cells.product!, ...cells },
  )
}
