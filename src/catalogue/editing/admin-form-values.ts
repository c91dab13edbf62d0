import { languages } from '../../platform/i18n/languages.ts'
import { amountText } from '../../platform/web/amounts.ts'
import type { Typed } from '../../platform/web/forms.ts'
import type { ByLanguage, GoodsVariant, Stored } from './edited.ts'
import { textParts } from './forms-goods.ts'
import { type Fingerprint, fingerprintOf } from './two-editors.ts'

/** A product as its form shows it. `language` is the reader's: it decides how amounts are written. */
export function valuesOf(stored: Stored, language: string): Record<string, string> {
  return {
    ...productValues(stored),
    ...rowValues('v', stored.variants, (variant) => variantValues(variant, language)),
    ...rowValues('p', stored.pictures, ({ alt }) => inLanguages('alt', alt)),
    ...rowValues('d', stored.documents, (one) => ({ name: one.name, language: one.language ?? '' })),
  }
}

/** What a new variant begins with. */
export function newVariant(key: string, place: number): Record<string, string> {
  return prefixed(`v-${key}-`, { order: String(place), reorder: '3', depth: '5' })
}

function productValues(stored: Stored): Record<string, string> {
  const { maker, responsible, words, offer } = stored
  const texts = languages.flatMap((language) =>
    textParts.map((part): [string, string] => [`${part}-${language}`, stored.texts[language]?.[part] ?? '']),
  )
  return {
    ...Object.fromEntries(texts),
    category: stored.categoryId,
    vatClass: stored.vatClass,
    ...ticked({
      madeToOrder: stored.madeToOrder,
      ownWords: words !== null,
      takesArtwork: stored.takesArtwork,
      needsAuthority: stored.needsAuthority,
    }),
    leadDays: String(stored.leadDays),
    wordLines: words ? String(words.lines) : '',
    wordLineLength: words ? String(words.length) : '',
    makerName: maker.name,
    makerAddress: maker.address,
    makerEmail: maker.email,
    makerCountry: maker.country,
    identifier: stored.identifier,
    responsibleName: responsible?.name ?? '',
    responsibleAddress: responsible?.address ?? '',
    responsibleEmail: responsible?.email ?? '',
    related: stored.related.join('\n'),
    state: offer.state,
    publishAt: offer.state === 'scheduled' ? offer.at : '',
  }
}

function variantValues(variant: GoodsVariant, language: string): Record<string, string> {
  const tiers = variant.tiers.flatMap(({ fromQuantity, priceCents }, index) => [
    [`from${index + 1}`, String(fromQuantity)],
    [`price${index + 1}`, amountText(priceCents, language)],
  ])
  const pieces = variant.stock === null ? '' : String(variant.stock)
  return {
    sku: variant.sku,
    ...inLanguages('label', variant.label),
    price: amountText(variant.priceCents, language),
    stock: pieces,
    seenStock: pieces,
    reorder: String(variant.reorderAt),
    width: String(variant.widthMm),
    height: String(variant.heightMm),
    depth: String(variant.depthMm),
    weight: String(variant.weightGrams),
    material: variant.materialId ?? '',
    finish: variant.finish ?? '',
    gtin: variant.gtin ?? '',
    measure: variant.measure === null ? '' : figures(variant.measure, language),
    measureUnit: variant.measureUnit ?? '',
    ...Object.fromEntries(tiers),
    ...ticked({ withdrawn: variant.withdrawn }),
  }
}

function figures(decimal: string, language: string): string {
  return language === 'en' ? decimal : decimal.replace('.', ',')
}

function rowValues<T extends { key: string }>(
  kind: string,
  rows: readonly T[],
  values: (row: T) => Record<string, string>,
): Record<string, string> {
  const all = rows.map((row, index) =>
    prefixed(`${kind}-${row.key}-`, { order: String(index + 1), ...values(row) }),
  )
  return Object.assign({}, ...all)
}

function prefixed(prefix: string, record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]))
}

function inLanguages(part: string, words: ByLanguage<string>): Record<string, string> {
  return Object.fromEntries(languages.map((language) => [`${part}-${language}`, words[language] ?? '']))
}

function ticked(ticks: Readonly<Record<string, boolean>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ticks)
      .filter(([, on]) => on)
      .map(([name]) => [name, 'yes']),
  )
}

/** The fingerprint of a product's form. Pieces in stock are left out: sales change them, and saving takes care of that. */
export function fingerprint(values: Typed): Fingerprint {
  return fingerprintOf(values, partOf)
}

/** The part that a field belongs to; undefined for one that nobody keeps. */
export function partOf(name: string): string | undefined {
  const row = /^([vpd])-(\w+)-(\w+)/.exec(name)
  if (row) return row[3] === 'stock' || row[3] === 'seenStock' ? undefined : `${row[1]}-${row[2]}`
  const text = /^([a-z]+)-(lv|en|sv|nl)$/.exec(name)
  if (text) return (textParts as readonly string[]).includes(text[1]!) ? `text-${text[2]}` : undefined
  if (/^(maker|responsible|identifier)/.test(name)) return 'safety'
  if (name === 'related') return 'related'
  if (name === 'state' || name === 'publishAt') return 'offer'
  return known.has(name) ? 'goods' : undefined
}

const known = new Set(
  'category vatClass madeToOrder leadDays ownWords wordLines wordLineLength takesArtwork needsAuthority'.split(
    ' ',
  ),
)
