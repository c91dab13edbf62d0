import { createRequire } from 'node:module'
import { longest } from '../limits.ts'
import { slugOf } from '../slugs.ts'
import type { Cells } from './columns.ts'
import { columnTwice, type GoodsFile, type Mistake, readGoods, type Table } from './file.ts'

/**
 * A product export of Mozello as a file of ours. Mozello lets its users choose columns and the language of their
 * titles, so a column is known by any of its names; one that is not known is named on the page and not used.
 * Documented in the README; whatever Mozello does not say (size, weight of the parcel) is assumed and said so.
 */
const names = {
  handle: ['handle', 'product handle', 'id', 'produkta id'],
  name: ['title', 'name', 'product', 'product name', 'nosaukums', 'produkts', 'produkta nosaukums', 'prece'],
  description: ['description', 'apraksts', 'produkta apraksts'],
  category: ['category', 'categories', 'kategorija', 'kategorijas'],
  sku: ['sku', 'article', 'product code', 'artikuls', 'kods', 'preces kods'],
  variant: ['variant', 'option', 'options', 'variants', 'variation', 'opcija', 'varianti'],
  price: ['price', 'regular price', 'cena', 'parastā cena'],
  salePrice: ['sale price', 'discount price', 'special price', 'akcijas cena', 'izpārdošanas cena'],
  stock: ['stock', 'quantity', 'stock quantity', 'in stock', 'atlikums', 'noliktavā', 'daudzums'],
  weight: ['weight', 'weight (kg)', 'svars', 'svars (kg)'],
  barcode: ['barcode', 'ean', 'gtin', 'svītrkods'],
  maker: ['vendor', 'brand', 'manufacturer', 'ražotājs', 'zīmols'],
  address: ['url', 'link', 'address', 'page url', 'saite', 'adrese'],
} as const
type Field = keyof typeof names

/** Reads Mozello's table. What is wrong is told by Mozello's own line numbers. */
export function readMozello(whole: Table): GoodsFile {
  const { header, rows } = whole
  const at = positions(header)
  const missing = (['name', 'price'] as const).filter((field) => at[field] === undefined)
  const wrong = [...columnTwice(whole, knownTitles(header)), ...missing.map(lacking)]
  if (wrong.length > 0 || rows.length === 0)
    return { lines: [], mistakes: wrong, unknown: [], addresses: new Map(), categories: new Map() }
  const addresses = new Map<string, string>()
  const categories = new Map<string, string>()
  let above: { slug: string; name: string } | undefined
  const ours = rows.map(({ number, cells }) => {
    const cell = (field: Field) => (at[field] === undefined ? '' : (cells[at[field]] ?? '').trim())
    const name = plainWords(cell('name')) || above?.name || ''
    const first = name !== above?.name
    const product = first ? { slug: slugOf(cell('handle') || name), name } : above!
    above = product
    const category = categoryOf(cell('category'), categories)
    const path = pathOf(cell('address'))
    if (first && path) addresses.set(product.slug, path)
    return { number, cells: lineOf({ cell, product, first, category, number }) }
  })
  const columns = [...new Set(ours.flatMap(({ cells }) => Object.keys(cells)))]
  const table = {
    sign: whole.sign,
    header: columns,
    rows: ours.map(({ number, cells }) => ({ number, cells: columns.map((column) => cells[column] ?? '') })),
  }
  const used = new Set(Object.values(at))
  const unknown = header.filter((title, index) => title !== '' && !used.has(index))
  return { ...readGoods(table), unknown, addresses, categories }
}

function positions(header: readonly string[]): Partial<Record<Field, number>> {
  const titles = header.map(plainTitle)
  const found = Object.entries(names).map(([field, known]) => [
    field,
    titles.findIndex((title) => (known as readonly string[]).includes(title)),
  ])
  return Object.fromEntries(found.filter(([, index]) => (index as number) >= 0))
}

/** A field may stand under two of its names, of which one is read; under the same name it stands once. */
function knownTitles(header: readonly string[]): (string | undefined)[] {
  const known: readonly string[] = Object.values(names).flat()
  return header.map(plainTitle).map((title) => (known.includes(title) ? title : undefined))
}

function plainTitle(title: string): string {
  return title.toLowerCase().replace(/\s+/g, ' ')
}

function lacking(field: Field): Mistake {
  return { line: 1, key: 'goodsFile.error.column', values: { column: names[field].join(' / ') } }
}

interface Row {
  readonly cell: (field: Field) => string
  readonly product: { readonly slug: string; readonly name: string }
  readonly first: boolean
  readonly category: string
  readonly number: number
}

function lineOf({ cell, product, first, category, number }: Row): Cells {
  const description = plainWords(cell('description'))
  const label = plainWords(cell('variant'))
  const size = sizeIn(`${label} ${product.name} ${description}`)
  const own = first && {
    category,
    published: 'no',
    name_lv: product.name,
    summary_lv: description.split(/\n|(?<=\.)\s/)[0]?.slice(0, longest.summary) ?? '',
    description_lv: description,
    lead_days: '1',
    manufacturer_name: plainWords(cell('maker')),
  }
  return {
    product: product.slug,
    sku: cell('sku') || `${product.slug.slice(0, longest.sku - 8)}-${number}`,
    ...own,
    label_lv: label || (size ? `${size.width} × ${size.height} mm` : product.name.slice(0, longest.label)),
    price: cell('salePrice') || cell('price'),
    stock: piecesIn(cell('stock')),
    weight_g: gramsIn(cell('weight')),
    width_mm: String(size?.width ?? assumed.widthMm),
    height_mm: String(size?.height ?? assumed.heightMm),
    gtin: cell('barcode'),
  }
}

/** What Mozello does not say; the goods come as drafts, to be looked through before they are on offer. */
const assumed = { widthMm: 100, heightMm: 100, grams: 100 } as const

/** "200 x 100 mm", "20×10 cm". */
function sizeIn(text: string): { width: number; height: number } | undefined {
  const [, width, height, unit] =
    /(\d{1,4}(?:[.,]\d)?)\s*[x×*]\s*(\d{1,4}(?:[.,]\d)?)\s*(mm|cm)\b/i.exec(text) ?? []
  if (width === undefined || height === undefined) return undefined
  const millimetres = (figure: string) =>
    Math.max(1, Math.round(Number(figure.replace(',', '.')) * (unit!.toLowerCase() === 'cm' ? 10 : 1)))
  return { width: millimetres(width), height: millimetres(height) }
}

/** What Mozello did not count, or sold below nothing, is none until somebody counts. No number is refused by its line. */
function piecesIn(text: string): string {
  const [, minus, pieces] = /^(-?)(\d+)(?:[.,]0+)?$/.exec(text) ?? []
  if (text === '' || minus) return '0'
  return pieces ?? text
}

function gramsIn(kilograms: string): string {
  const number = Number(kilograms.replace(',', '.'))
  return String(kilograms !== '' && number > 0 ? Math.max(1, Math.round(number * 1000)) : assumed.grams)
}

/** "Zīmes > Drošības zīmes": the last one; it is added where the shop has none of that name. */
function categoryOf(path: string, categories: Map<string, string>): string {
  const name = plainWords(path.split(/[>/|,]/).at(-1) ?? '') || 'Preces'
  const slug = slugOf(name)
  categories.set(slug, name)
  return slug
}

/** Only the path: the former shop's host is this one's, or will be. */
function pathOf(address: string): string | undefined {
  if (address === '') return undefined
  const path = URL.parse(address, 'https://former.example')?.pathname
  return path && path !== '/' && path.length <= 500 ? path : undefined
}

/** Loaded for the first such file: the shop starts without its sixty modules. */
const required = createRequire(import.meta.url)

/** Mozello's descriptions are HTML: paragraphs stay paragraphs, everything else is taken off. */
function plainWords(html: string): string {
  const broken = html.replace(/<\/(p|div|li|h\d|tr)>|<br\s*\/?>/gi, '\n')
  const sanitize = required('sanitize-html') as typeof import('sanitize-html')
  return sanitize(broken, { allowedTags: [], allowedAttributes: {} })
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities[entity] ?? entity)
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
}
