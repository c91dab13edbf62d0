import { sql } from 'drizzle-orm'
import type { Reader } from '../../platform/database/client.ts'
import { type Language, languages } from '../../platform/i18n/languages.ts'
import {
  type Cells,
  type Column,
  centsOf,
  productColumns,
  productTextFields,
  tiersOf,
  variantColumns,
  WrongCell,
} from './columns.ts'
import type { Line, Mistake } from './file.ts'
import { checkForSale, checkOffer, checkOtherStock, checkStock, type Wrong } from './offer.ts'
import { type PresentProduct, presentBySlug } from './present.ts'

/** What importing a file would do, line by line. */
export interface Plan {
  readonly products: readonly PlannedProduct[]
  readonly mistakes: readonly Mistake[]
}

export interface PlannedProduct {
  readonly slug: string
  /** The line that carries the product's own cells. */
  readonly line: number
  readonly present: PresentProduct | undefined
  readonly changes: readonly CellChange[]
  readonly variants: readonly PlannedVariant[]
  /** It is to be on offer but has no picture: it stays a draft. */
  readonly keptBack: boolean
}

export interface PlannedVariant {
  readonly sku: string
  readonly line: number
  readonly isNew: boolean
  readonly changes: readonly CellChange[]
}

export interface CellChange {
  readonly column: string
  readonly before: string
  readonly after: string
}

/** The lines of a file by product, in the file's order. */
export function productsIn(lines: readonly Line[]): Map<string, readonly Line[]> {
  const products = new Map<string, Line[]>()
  for (const line of lines) {
    const slug = line.cells.product
    if (!slug) continue
    const others = products.get(slug)
    if (others) others.push(line)
    else products.set(slug, [line])
  }
  return products
}

/**
 * Compares a file with the goods as they are: nothing is changed. `some` are the products of one piece of it,
 * `comingCategories` the Latvian slugs of those that the import adds.
 */
export async function plan(
  reader: Reader,
  some: ReadonlyMap<string, readonly Line[]>,
  comingCategories: Iterable<string> = [],
): Promise<Plan> {
  const known = await readKnown(reader, some, comingCategories)
  const mistakes: Mistake[] = []
  const products = [...some].map(([slug, lines]) => planProduct(slug, lines, known, mistakes))
  return { products, mistakes }
}

interface Known {
  readonly products: ReadonlyMap<string, PresentProduct>
  /** Latvian slugs of categories and materials. */
  readonly categories: ReadonlySet<string>
  readonly materials: ReadonlySet<string>
  /** The product (Latvian slug) that has an article number, or an address in a language. */
  readonly ownerOfSku: ReadonlyMap<string, string>
  readonly ownerOfSlug: ReadonlyMap<string, string>
}

async function readKnown(
  reader: Reader,
  some: ReadonlyMap<string, readonly Line[]>,
  comingCategories: Iterable<string>,
): Promise<Known> {
  const lines = [...some.values()].flat()
  const skus = lines.map(({ cells }) => cells.sku ?? '')
  const slugs = lines.flatMap(({ cells }) =>
    languages.map((language) => slugIn(cells, language)).filter((slug) => slug !== undefined),
  )
  const [row] = await reader.execute<{
    categories: string[] | null
    materials: string[] | null
    skus: Record<string, string> | null
    slugs: Record<string, string> | null
  }>(sql`
    select (select json_agg(slug) from category_text where language = 'lv') as categories,
           (select json_agg(slug) from material_text where language = 'lv') as materials,
           (select json_object_agg(sku, coalesce(slug, '')) from variant
              left join product_text on product_text.product_id = variant.product_id and language = 'lv'
              where sku in (select json_array_elements_text(${JSON.stringify(skus)}::text::json))) as skus,
           (select json_object_agg(product_text.language || ' ' || product_text.slug, coalesce(main.slug, ''))
              from product_text
              left join product_text main on main.product_id = product_text.product_id and main.language = 'lv'
              where product_text.slug in (select json_array_elements_text(${JSON.stringify(slugs)}::text::json))) as slugs`)
  return {
    products: await presentBySlug(reader, [...some.keys()]),
    categories: new Set([...(row!.categories ?? []), ...comingCategories]),
    materials: new Set(row!.materials),
    ownerOfSku: new Map(Object.entries(row!.skus ?? {})),
    ownerOfSlug: new Map(Object.entries(row!.slugs ?? {})),
  }
}

function slugIn(cells: Cells, language: Language): string | undefined {
  return cells[language === 'lv' ? 'product' : `slug_${language}`] || undefined
}

function planProduct(
  slug: string,
  lines: readonly Line[],
  known: Known,
  mistakes: Mistake[],
): PlannedProduct {
  const [first] = lines as [Line, ...Line[]]
  const present = known.products.get(slug)
  const wrong = (line: number, column: string, key: string, values: Mistake['values'] = {}) =>
    mistakes.push({ line, column, key, values })
  for (const line of lines.slice(1)) checkRepeated(first, line, wrong)
  const cells = wholeProduct(first.cells, present, first.number, wrong)
  checkProduct(slug, cells, first, known, wrong)
  const all = { ...present?.cells, ...cells }
  const spoken = languages.filter((language) => all[`name_${language}`])
  const made = all.made_to_order === 'yes'
  const variants = lines.map((line) => planVariant(line, slug, { present, spoken, made }, known, wrong))
  checkOtherStock(lines, present, made, wrong)
  if (all.published !== 'no') checkForSale(lines, present, wrong)
  const keptBack = cells.published !== 'no' && cells.published !== undefined && !present?.pictured
  const wanted = keptBack ? { ...cells, published: 'no' } : cells
  return {
    slug,
    line: first.number,
    present,
    changes: changesOf(productColumns, present?.cells, wanted),
    variants,
    keptBack,
  }
}

/** In its second line and the next a product's cells are empty, or say the same once more. */
function checkRepeated(first: Line, line: Line, wrong: Wrong): void {
  for (const { name } of productColumns) {
    const again = line.cells[name]
    if (again && again !== first.cells[name])
      wrong(line.number, name, 'goodsFile.error.repeated', { line: first.number })
  }
}

/** The product's cells with what the file does not say: as they are, or as a new product begins. */
function wholeProduct(
  given: Cells,
  present: PresentProduct | undefined,
  line: number,
  wrong: Wrong,
): Record<string, string> {
  const cells: Record<string, string> = {}
  for (const column of productColumns) {
    const text = given[column.name]
    if (text === undefined && present) continue
    try {
      cells[column.name] = text || column.canonical('')
    } catch (error) {
      if (!(error instanceof WrongCell)) throw error
      wrong(line, column.name, error.key, error.values)
    }
  }
  return cells
}

function checkProduct(slug: string, cells: Cells, { number }: Line, known: Known, wrong: Wrong): void {
  const all = { ...known.products.get(slug)?.cells, ...cells }
  if (cells.category !== undefined && !known.categories.has(cells.category))
    wrong(number, 'category', 'goodsFile.error.category')
  if (all.name_lv === '') wrong(number, 'name_lv', 'goodsFile.error.required')
  for (const language of languages) {
    const named = all[`name_${language}`] !== ''
    const said = productTextFields.find((field) => all[`${field}_${language}`])
    if (!named && said) wrong(number, `name_${language}`, 'goodsFile.error.nameMissing')
    const own = slugIn(all, language)
    if (named && !own) wrong(number, `slug_${language}`, 'goodsFile.error.required')
    const owner = own === undefined ? undefined : known.ownerOfSlug.get(`${language} ${own}`)
    if (owner !== undefined && owner !== slug)
      wrong(number, language === 'lv' ? 'product' : `slug_${language}`, 'goodsFile.error.slugTaken', {
        owner,
      })
  }
  checkOffer(all, number, wrong)
  if ((all.word_lines === '') !== (all.word_line_length === ''))
    wrong(number, 'word_line_length', 'goodsFile.error.words')
  if ((all.word_lines !== '' || all.takes_artwork === 'yes') && all.made_to_order !== 'yes')
    wrong(number, 'made_to_order', 'goodsFile.error.madeToOrder')
  if (all.lead_days === '') wrong(number, 'lead_days', 'goodsFile.error.required')
}

/** What a variant's line is checked against. */
interface Whole {
  readonly present: PresentProduct | undefined
  readonly spoken: readonly Language[]
  /** As the file leaves it: made to order. */
  readonly made: boolean
}

function planVariant(
  { number, cells }: Line,
  slug: string,
  { present, spoken, made }: Whole,
  known: Known,
  wrong: Wrong,
): PlannedVariant {
  const sku = cells.sku ?? ''
  const before = present?.variants.get(sku)
  const owner = known.ownerOfSku.get(sku)
  if (owner !== undefined && owner !== slug) wrong(number, 'sku', 'goodsFile.error.skuTaken', { owner })
  const all = { ...variantDefaults, ...before?.cells, ...cells }
  for (const language of spoken)
    if (!all[`label_${language}`]) wrong(number, `label_${language}`, 'goodsFile.error.label')
  if (!all.price) wrong(number, 'price', 'goodsFile.error.required')
  else if (tiersOf(all.quantity_prices ?? '').some(({ cents }) => cents >= centsOf(all.price!)))
    wrong(number, 'quantity_prices', 'goods.problem.tier-dear')
  if (all.material && !known.materials.has(all.material))
    wrong(number, 'material', 'goodsFile.error.material')
  for (const column of ['weight_g', 'width_mm', 'height_mm', 'depth_mm', 'reorder_at'])
    if (!all[column]) wrong(number, column, 'goodsFile.error.required')
  checkStock(all, number, made, wrong)
  if ((all.measure === '') !== (all.measure_unit === ''))
    wrong(number, 'measure_unit', 'goodsFile.error.measureUnit')
  return {
    sku,
    line: number,
    isNew: !before,
    changes: changesOf(variantColumns, before?.cells, before ? cells : all),
  }
}

const variantDefaults: Cells = {
  depth_mm: '5',
  reorder_at: '3',
  stock: '',
  measure: '',
  measure_unit: '',
  for_sale: 'yes',
}

/** The cells that the file has and that say something else than now. */
function changesOf(of: readonly Column[], before: Cells | undefined, after: Cells): CellChange[] {
  return of.flatMap(({ name }) => {
    const was = before?.[name] ?? ''
    const is = after[name]
    return is === undefined || is === was ? [] : [{ column: name, before: was, after: is }]
  })
}
