import { sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/client.ts'
import { type Language, languages } from '../../platform/i18n/languages.ts'
import { urlFor } from '../../urls.ts'
import { lockGoods } from '../editing/reading.ts'
import { announce } from '../publishing.ts'
import { type Cells, centsOf, tiersOf } from './columns.ts'
import type { Line, Mistake } from './file.ts'
import { type PlannedProduct, plan } from './plan.ts'

/** The file cannot be applied as the goods are now; nothing of this piece was. */
export class GoodsRefused extends Error {
  readonly mistakes: readonly Mistake[]
  constructor(mistakes: readonly Mistake[]) {
    super('the goods file has mistakes')
    this.mistakes = mistakes
  }
}

export interface Piece {
  readonly products: ReadonlyMap<string, readonly Line[]>
  /** Pieces on the shelf of each article number when the file came: what was sold since stays sold. */
  readonly stockSeen: Readonly<Record<string, number | null>>
  readonly addresses: ReadonlyMap<string, string>
}

export interface Applied {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly keptBack: number
}

/** Makes the goods as one piece of a file says, all of it or nothing. Throws GoodsRefused. */
export async function applyPiece(tx: Transaction, piece: Piece): Promise<Applied> {
  await lock(tx, [...piece.products.keys()])
  const { products, mistakes } = await plan(tx, piece.products)
  if (mistakes.length > 0) throw new GoodsRefused(mistakes)
  const touched = products
    .filter(({ changes, variants }) => changes.length > 0 || variants.some((each) => each.changes.length > 0))
    .map((product) => ({ product, id: product.present?.id ?? crypto.randomUUID() }))
  if (touched.length > 0) {
    await writeProducts(tx, touched)
    await writeTexts(tx, touched)
    await writeVariants(tx, touched, piece.stockSeen)
    await announceComing(tx, touched)
  }
  await keepPaths(tx, formerPaths(piece.addresses, products, touched))
  const added = products.filter(({ present }) => !present).length
  return {
    added,
    changed: touched.length - added,
    unchanged: products.length - touched.length,
    keptBack: products.filter(({ keptBack }) => keptBack).length,
  }
}

interface Touched {
  readonly product: PlannedProduct
  readonly id: string
}

/** An address of the former shop leads to the product that it showed. */
function formerPaths(
  addresses: Piece['addresses'],
  products: readonly PlannedProduct[],
  touched: readonly Touched[],
): Path[] {
  const ids = new Map(touched.map(({ product, id }) => [product.slug, id]))
  return products.flatMap(({ slug, present }) => {
    const [id, path] = [present?.id ?? ids.get(slug), addresses.get(slug)]
    return id && path ? [{ id, language: 'lv', path }] : []
  })
}

/** Whoever edits or buys one of these waits for the piece, or the piece for them. */
async function lock(tx: Transaction, slugs: readonly string[]): Promise<void> {
  const rows = await tx.execute<{ id: string }>(sql`
    select product_id as id from product_text
      where language = 'lv' and slug in (select json_array_elements_text(${json(slugs)}::text::json))`)
  await lockGoods(
    tx,
    rows.map(({ id }) => id),
  )
}

/** Goods that are to appear at a moment to come do so in every process. */
async function announceComing(tx: Transaction, touched: readonly Touched[]): Promise<void> {
  for (const { product, id } of touched) {
    const published = product.changes.find(({ column }) => column === 'published')?.after
    if (published?.includes('T')) await announce(tx, id, published)
  }
}

function cellsOf({ present, changes }: PlannedProduct): Cells {
  return { ...present?.cells, ...Object.fromEntries(changes.map(({ column, after }) => [column, after])) }
}

async function writeProducts(tx: Transaction, touched: readonly Touched[]): Promise<void> {
  const rows = touched.map(({ product, id }, index) => ({ id, index, ...nulled(cellsOf(product)) }))
  await tx.execute(sql`
    insert into product (id, category_id, position, published_at, vat_class, made_to_order, word_lines, word_line_length,
        takes_artwork, needs_authority, lead_days, manufacturer_name, manufacturer_address, manufacturer_email,
        manufacturer_country, responsible_name, responsible_address, responsible_email, identifier, changed_at)
      select id, category_id,
             (select coalesce(max(position), 0) from product other
               where other.category_id = category_text.category_id) + index + 1,
             case published when 'no' then null when 'yes' then now() else published::timestamptz end,
             vat_class, made_to_order = 'yes', word_lines, word_line_length, takes_artwork = 'yes',
             needs_authority = 'yes', lead_days, coalesce(manufacturer_name, ''), coalesce(manufacturer_address, ''),
             coalesce(manufacturer_email, ''), manufacturer_country, responsible_name, responsible_address,
             responsible_email, coalesce(identifier, ''), now()
        from json_to_recordset(${json(rows)}::text::json) as cell(id uuid, index int, category text, published text,
               vat_class text, made_to_order text, word_lines int, word_line_length int, takes_artwork text,
               needs_authority text, lead_days int, manufacturer_name text, manufacturer_address text,
               manufacturer_email text, manufacturer_country text, responsible_name text, responsible_address text,
               responsible_email text, identifier text)
        join category_text on slug = category and language = 'lv'
      on conflict (id) do update set category_id = excluded.category_id, vat_class = excluded.vat_class,
        published_at = case when product.published_at <= now() and excluded.published_at <= now()
          then product.published_at else excluded.published_at end,
        made_to_order = excluded.made_to_order, word_lines = excluded.word_lines,
        word_line_length = excluded.word_line_length, takes_artwork = excluded.takes_artwork,
        needs_authority = excluded.needs_authority, lead_days = excluded.lead_days,
        manufacturer_name = excluded.manufacturer_name, manufacturer_address = excluded.manufacturer_address,
        manufacturer_email = excluded.manufacturer_email, manufacturer_country = excluded.manufacturer_country,
        responsible_name = excluded.responsible_name, responsible_address = excluded.responsible_address,
        responsible_email = excluded.responsible_email, identifier = excluded.identifier, changed_at = now()`)
}

async function writeTexts(tx: Transaction, touched: readonly Touched[]): Promise<void> {
  const all = touched.flatMap(({ product, id }) => {
    const cells = cellsOf(product)
    return languages.map((language) => {
      const of = (field: string) => cells[`${field}_${language}`] ?? ''
      const slug = language === 'lv' ? product.slug : of('slug')
      return {
        id,
        language,
        slug,
        was: language === 'lv' ? product.slug : (product.present?.cells[`slug_${language}`] ?? ''),
        name: of('name'),
        summary: of('summary'),
        description: of('description'),
        material: of('material_text'),
        fixing: of('fixing') || null,
        warnings: of('warnings') || null,
        authority: of('authority') || null,
      }
    })
  })
  await tx.execute(sql`
    delete from product_text using json_to_recordset(${json(all.filter(({ name }) => !name))}::text::json)
        as gone(id uuid, language text)
      where product_id = gone.id and product_text.language = gone.language`)
  await tx.execute(sql`
    insert into product_text (product_id, language, slug, name, summary, description, material, fixing, warnings, authority)
      select * from json_to_recordset(${json(all.filter(({ name }) => name))}::text::json) as cell(id uuid, language text,
        slug text, name text, summary text, description text, material text, fixing text, warnings text, authority text)
      on conflict (product_id, language) do update set slug = excluded.slug, name = excluded.name,
        summary = excluded.summary, description = excluded.description, material = excluded.material,
        fixing = excluded.fixing, warnings = excluded.warnings, authority = excluded.authority`)
  const moved = all.filter(({ was, slug }) => was !== '' && was !== slug)
  await keepPaths(
    tx,
    moved.map(({ id, language, was }) => ({
      id,
      language,
      path: urlFor('product', language, { slug: was }),
    })),
  )
}

async function writeVariants(
  tx: Transaction,
  touched: readonly Touched[],
  stockSeen: Piece['stockSeen'],
): Promise<void> {
  const text = json(variantRows(touched, stockSeen))
  await writeVariantRows(tx, text)
  await writeLabels(tx, text)
  await writeTiers(tx, text)
}

function variantRows(touched: readonly Touched[], stockSeen: Piece['stockSeen']) {
  return touched.flatMap(({ product, id }) =>
    product.variants
      .filter(({ changes }) => changes.length > 0)
      .map(({ sku, changes }, index) => {
        const before = product.present?.variants.get(sku)
        const cells = {
          ...before?.cells,
          ...Object.fromEntries(changes.map(({ column, after }) => [column, after])),
        }
        return {
          ...nulled(cells),
          id: before?.id ?? crypto.randomUUID(),
          product: id,
          sku,
          index,
          cents: centsOf(cells.price!),
          stock: stockOf(cells.stock ?? '', before?.cells.stock, stockSeen[sku]),
          tiers: tiersOf(cells.quantity_prices ?? ''),
          labels: languages.map((language) => ({ language, label: cells[`label_${language}`] ?? '' })),
        }
      }),
  )
}

async function writeVariantRows(tx: Transaction, text: string): Promise<void> {
  await tx.execute(sql`
    insert into variant (id, product_id, sku, position, price_cents, stock, weight_grams, width_mm, height_mm, depth_mm,
        material_id, measure, measure_unit, gtin, reorder_at, withdrawn_at)
      select id, product, sku,
             (select coalesce(max(position), 0) from variant other where other.product_id = product) + index + 1,
             cents, stock, weight_g, width_mm, height_mm, depth_mm,
             (select material_id from material_text where slug = material and language = 'lv'), measure, measure_unit,
             gtin, reorder_at, case for_sale when 'no' then now() end
        from json_to_recordset(${text}::text::json) as cell(id uuid, product uuid, sku text, index int, cents int,
               stock int, weight_g int, width_mm int, height_mm int, depth_mm int, material text, measure numeric,
               measure_unit text, gtin text, reorder_at int, for_sale text)
      on conflict (id) do update set price_cents = excluded.price_cents, stock = excluded.stock,
        weight_grams = excluded.weight_grams, width_mm = excluded.width_mm, height_mm = excluded.height_mm,
        depth_mm = excluded.depth_mm, material_id = excluded.material_id, measure = excluded.measure,
        measure_unit = excluded.measure_unit, gtin = excluded.gtin, reorder_at = excluded.reorder_at,
        withdrawn_at = case when excluded.withdrawn_at is null then null
          else coalesce(variant.withdrawn_at, excluded.withdrawn_at) end`)
}

async function writeLabels(tx: Transaction, text: string): Promise<void> {
  await tx.execute(sql`
    delete from variant_text using json_to_recordset(${text}::text::json) as cell(id uuid) where variant_id = cell.id`)
  await tx.execute(sql`
    insert into variant_text (variant_id, language, label)
      select id, language, label from json_to_recordset(${text}::text::json) as cell(id uuid, labels json),
             json_to_recordset(labels) as each(language text, label text) where label <> ''`)
}

async function writeTiers(tx: Transaction, text: string): Promise<void> {
  await tx.execute(sql`
    delete from price_tier using json_to_recordset(${text}::text::json) as cell(id uuid) where variant_id = cell.id`)
  await tx.execute(sql`
    insert into price_tier (variant_id, from_quantity, price_cents)
      select id, "from", each.cents from json_to_recordset(${text}::text::json) as cell(id uuid, tiers json),
             json_to_recordset(tiers) as each("from" int, cents int)`)
}

/** The file's pieces, less what was sold or come back since it was handed in; null where each is made to order. */
function stockOf(wanted: string, now: string | undefined, seen: number | null | undefined): number | null {
  if (wanted === '') return null
  if (now === undefined || now === '' || seen == null) return Number(wanted)
  return Math.max(0, Number(wanted) + Number(now) - seen)
}

interface Path {
  readonly id: string
  readonly language: Language
  readonly path: string
}

/** Where products were found before leads to where they are; of two that had the same path, to the first. */
async function keepPaths(tx: Transaction, rows: readonly Path[]): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into old_address (path, language, product_id)
      select distinct on (path) path, language, id
        from rows from (json_to_recordset(${json(rows)}::text::json) as (id uuid, language text, path text))
          with ordinality as cell(id, language, path, place)
        order by path, place
      on conflict (path) do update set product_id = excluded.product_id, language = excluded.language,
        category_id = null, since = now()`)
}

/** An empty cell is none to the database. */
function nulled(cells: Cells): Record<string, string | null> {
  return Object.fromEntries(Object.entries(cells).map(([name, text]) => [name, text === '' ? null : text]))
}

function json(value: unknown): string {
  return JSON.stringify(value)
}
