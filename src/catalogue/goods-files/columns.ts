import { type Language, languages } from '../../platform/i18n/languages.ts'
import { decimal } from '../../platform/money.ts'
import { isGtin, longest, measureIn, most, slugPattern } from '../limits.ts'
import { measureUnits } from '../table.ts'
import { vatClasses } from '../vat-class.ts'

/** One line of a goods file: text by column name. A column that the file does not have is absent. */
export type Cells = Readonly<Record<string, string>>

/** What is wrong with a cell: a message key and its values. */
export class WrongCell extends Error {
  readonly key: string
  readonly values: Readonly<Record<string, string | number>>
  constructor(key: string, values: Readonly<Record<string, string | number>> = {}) {
    super(key)
    this.key = key
    this.values = values
  }
}

export interface Column {
  readonly name: string
  /** A product's cells stand in the first of its lines; a variant has a line of its own. */
  readonly of: 'product' | 'variant'
  /** Numbers are written as they are; a text that a spreadsheet would calculate is written with an apostrophe. */
  readonly number?: true
  /** The cell as the shop writes it, so that two spellings of the same thing compare equal. Throws WrongCell. */
  canonical(text: string): string
}

/** Texts of a product in one language; the Latvian slug is the product itself. */
export const productTextFields = [
  'name',
  'summary',
  'description',
  'material_text',
  'fixing',
  'warnings',
  'authority',
] as const

/** Every column of a goods file, in its order. */
export const columns: readonly Column[] = [
  product('product', slug(true)),
  variant('sku', words(longest.sku, true)),
  product('category', slug(true)),
  product('published', published),
  ...languages.flatMap(productTexts),
  product('vat_class', oneOf(...vatClasses)),
  product('made_to_order', yesNo),
  product('word_lines', wholeNumber(1, most.wordLines), true),
  product('word_line_length', wholeNumber(1, longest.wordLine), true),
  product('takes_artwork', yesNo),
  product('needs_authority', yesNo),
  product('lead_days', wholeNumber(0, most.leadDays), true),
  product('manufacturer_name', words(longest.contactName)),
  product('manufacturer_address', words(longest.contactAddress)),
  product('manufacturer_email', words(254)),
  product('manufacturer_country', country),
  product('responsible_name', words(longest.contactName)),
  product('responsible_address', words(longest.contactAddress)),
  product('responsible_email', words(254)),
  product('identifier', words(longest.identifier)),
  ...languages.map((language) => variant(`label_${language}`, words(longest.label))),
  variant('price', price, true),
  variant('stock', wholeNumber(0, most.pieces), true),
  variant('weight_g', wholeNumber(1, most.grams), true),
  variant('width_mm', wholeNumber(1, most.millimetres), true),
  variant('height_mm', wholeNumber(1, most.millimetres), true),
  variant('depth_mm', wholeNumber(1, most.millimetres), true),
  variant('material', slug(false)),
  variant('measure', measure, true),
  variant('measure_unit', oneOf('', ...measureUnits)),
  variant('gtin', gtin),
  variant('reorder_at', wholeNumber(0, most.reorder), true),
  variant('quantity_prices', quantityPrices),
  variant('for_sale', yesUnlessNo),
]

export const columnNames: ReadonlySet<string> = new Set(columns.map(({ name }) => name))
export const productColumns = columns.filter((column) => column.of === 'product')
export const variantColumns = columns.filter((column) => column.of === 'variant')

function productTexts(language: Language): Column[] {
  const texts = productTextFields.map((field) =>
    product(`${field}_${language}`, words(longest[field === 'material_text' ? 'material' : field])),
  )
  return language === 'lv' ? texts : [product(`slug_${language}`, slug(false)), ...texts]
}

function product(name: string, canonical: Column['canonical'], number?: true): Column {
  return { name, of: 'product', canonical, ...(number && { number }) }
}

function variant(name: string, canonical: Column['canonical'], number?: true): Column {
  return { name, of: 'variant', canonical, ...(number && { number }) }
}

function words(most: number, required = false) {
  return (text: string): string => {
    const tidy = text.replaceAll('\r\n', '\n').normalize('NFC').trim()
    if (required && tidy === '') throw new WrongCell('goodsFile.error.required')
    if (tidy.length > most) throw new WrongCell('goodsFile.error.tooLong', { max: most })
    if (/(?![\n\t])\p{Cc}/u.test(tidy)) throw new WrongCell('goodsFile.error.characters')
    return tidy
  }
}

function slug(required: boolean) {
  const tidied = words(longest.slug, required)
  return (text: string): string => {
    const tidy = tidied(text)
    if (tidy !== '' && !slugPattern.test(tidy)) throw new WrongCell('goodsFile.error.slug')
    return tidy
  }
}

function wholeNumber(least: number, most: number) {
  return (text: string): string => {
    const tidy = text.trim()
    if (tidy === '') return ''
    const number = /^\d{1,9}$/.test(tidy) ? Number(tidy) : Number.NaN
    if (!(number >= least && number <= most))
      throw new WrongCell('goodsFile.error.number', { min: least, max: most })
    return String(number)
  }
}

function price(text: string): string {
  const cents = centsIn(text)
  if (cents === undefined || cents < 1 || cents > most.cents) throw new WrongCell('goodsFile.error.price')
  return decimal(cents)
}

/** An amount in a cell ("12,50", "12.5", "€ 12") as cents; undefined for anything else. */
function centsIn(text: string): number | undefined {
  const [, euros, part = ''] = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s\u00a0€]/g, '')) ?? []
  return euros === undefined ? undefined : Number(euros) * 100 + Number(part.padEnd(2, '0'))
}

/** A canonical price as cents. */
export function centsOf(cell: string): number {
  return Math.round(Number(cell) * 100)
}

function measure(text: string): string {
  if (text.trim() === '') return ''
  const figures = measureIn(text)
  if (figures === undefined) throw new WrongCell('goodsFile.error.measure')
  return String(Number(figures))
}

/** "10:11.50|50:9.90": from 10 pieces 11.50 each, from 50 pieces 9.90. */
function quantityPrices(text: string): string {
  const tiers = text
    .split('|')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, from, amount] = /^\s*(\d{1,3})\s*:\s*([\d.,\s€]+)$/.exec(part) ?? []
      const cents = amount === undefined ? undefined : centsIn(amount)
      if (cents === undefined || Number(from) < 2 || cents < 1) throw new WrongCell('goodsFile.error.tiers')
      return { from: Number(from), cents }
    })
    .sort((one, other) => one.from - other.from)
  if (tiers.length > most.tiers || tiers.some(({ from }, index) => from === tiers[index + 1]?.from))
    throw new WrongCell('goodsFile.error.tiers')
  return tiers.map(({ from, cents }) => `${from}:${decimal(cents)}`).join('|')
}

/** Canonical quantity prices as rows; cents with VAT. */
export function tiersOf(cell: string): { from: number; cents: number }[] {
  return cell
    .split('|')
    .filter(Boolean)
    .map((part) => {
      const [from, amount] = part.split(':')
      return { from: Number(from), cents: centsOf(amount!) }
    })
}

function yesNo(text: string): string {
  const tidy = text.trim().toLowerCase()
  if (['yes', 'jā', 'ja', '1', 'true'].includes(tidy)) return 'yes'
  if (['no', 'nē', 'ne', '0', 'false', ''].includes(tidy)) return 'no'
  throw new WrongCell('goodsFile.error.yesNo')
}

function yesUnlessNo(text: string): string {
  return text.trim() === '' ? 'yes' : yesNo(text)
}

function daysIn(moment: string): number {
  const [year, month] = [Number(moment.slice(0, 4)), Number(moment.slice(5, 7))]
  return (Date.UTC(year, month, 1) - Date.UTC(year, month - 1, 1)) / 86_400_000
}

/** No, yes (from the import on), or the moment from which it is on offer. */
function published(text: string): string {
  const tidy = text.trim()
  const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/.test(tidy)
    ? Date.parse(tidy)
    : Number.NaN
  // The thirtieth of February is no day: written again it is another one.
  if (!Number.isNaN(moment) && Number(tidy.slice(8, 10)) <= daysIn(tidy)) return tidy
  return yesNo(tidy)
}

function oneOf(...choices: readonly string[]) {
  return (text: string): string => {
    const tidy = text.trim().toLowerCase() || choices[0]!
    if (!choices.includes(tidy))
      throw new WrongCell('goodsFile.error.choice', { choices: choices.filter(Boolean).join(', ') })
    return tidy
  }
}

function country(text: string): string {
  const tidy = text.trim().toUpperCase() || 'LV'
  if (!/^[A-Z]{2}$/.test(tidy)) throw new WrongCell('goodsFile.error.country')
  return tidy
}

function gtin(text: string): string {
  const tidy = text.replace(/\s/g, '')
  if (tidy === '') return ''
  if (!isGtin(tidy)) throw new WrongCell('goodsFile.error.gtin')
  return tidy
}
