import { type Language, languageNames, languages } from '../../platform/i18n/languages.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import type { FieldErrors, Typed } from '../../platform/web/forms.ts'
import type { Choices } from '../goods-lists.ts'
import { type Missing, missing } from '../publishing.ts'
import { measureUnits } from '../table.ts'
import { vatClasses } from '../vat-class.ts'
import { fingerprint, newVariant, valuesOf } from './admin-form-values.ts'
import type { Stored } from './edited.ts'
import { finishes, tierRows } from './forms-rows.ts'
import { type StalePart, written } from './two-editors.ts'

/** A form that came back. */
export interface Returned {
  readonly typed: Typed
  readonly errors: FieldErrors
  /** The fingerprint of what the form was opened with; undefined for the present one. */
  readonly seen?: string | undefined
  readonly filesLost?: boolean
  /** Parts that somebody else changed meanwhile, and whether this form changed them too. */
  readonly stale?: readonly StalePart[]
}

const spareKeys = ['n1', 'n2', 'n3', 'n4'] as const

/** What `views/admin/catalogue/product.hbs` shows. */
export function editorModel(
  stored: Stored,
  offered: Choices,
  language: Language,
  t: Translate,
  returned: Returned | undefined,
) {
  const values = valuesOf(stored, language)
  const typed: Typed = returned ? returned.typed : values
  const errors = returned?.errors ?? {}
  const gaps = missing(stored)
  const label = (field: string) => labelOf(field, t, stored, typed)
  return {
    typed: { ...spareValues(stored), ...typed },
    errors,
    seen: returned?.seen ?? written(fingerprint(values)),
    problems: Object.entries(errors).map(([field, { key, values: told }]) => ({
      field,
      label: label(field),
      text: t(key, told),
    })),
    stale: returned?.stale?.map(({ part, both }) => ({ both, name: partName(part, t, stored) })),
    filesLost: returned?.filesLost ?? false,
    product: {
      id: stored.id,
      name: typed[`name-${language}`] || typed['name-lv'] || t('goods.unnamed'),
      state: stored.state,
      at: stored.publishedAt,
      onSale: stored.state === 'published',
      ordered: stored.ordered.length > 0,
    },
    texts: languages.map((code) => languageColumn(code, gaps, stored)),
    variants: variantRows(stored, typed),
    spares: spareKeys,
    pictures: stored.pictures.map(({ key, alt }, index) => ({
      key,
      number: index + 1,
      id: stored.ids[key],
      alt: alt[language] ?? alt.lv ?? '',
    })),
    documents: stored.documents.map(({ key, name }) => ({ key, id: stored.ids[key], name })),
    related: stored.relatedNames,
    gaps: gaps.map(({ field, what }) => ({ field, label: label(field), text: t(`goods.missing.${what}`) })),
    tiers: tierRows,
    codes: languages,
    ...options(offered, t),
    countries: countriesIn(language, stored.maker.country),
  }
}

/** A language's column: whole, not begun, or what it lacks. */
function languageColumn(code: Language, gaps: readonly Missing[], stored: Stored) {
  const lacks = gaps.filter((gap) => gap.language === code && gap.what === 'text').length
  const begun = stored.texts[code] !== undefined
  return { code, name: languageNames[code], state: !begun ? 'none' : lacks > 0 ? 'part' : 'whole', lacks }
}

/** The variants as they are kept; those that were being added stand open among the spare rows. */
function variantRows(stored: Stored, typed: Typed) {
  return stored.variants.map((variant, index) => ({
    key: variant.key,
    number: index + 1,
    sku: typed[`v-${variant.key}-sku`] || variant.sku,
    ordered: stored.ordered.includes(variant.key),
    withdrawn: variant.withdrawn,
  }))
}

function spareValues(stored: Stored): Record<string, string> {
  const place = stored.variants.length
  return Object.assign({}, ...spareKeys.map((key, index) => newVariant(key, place + index + 1)))
}

function options(offered: Choices, t: Translate) {
  return {
    categories: offered.categories,
    materials: offered.materials,
    finishes: Object.entries(finishes).map(([value, key]) => ({ value, label: t(key) })),
    vatClasses: vatClasses.map((value) => ({ value, label: t(`goods.vat.${value}`) })),
    units: measureUnits.map((value) => ({ value, label: t(`goods.unit.${value}`) })),
    languageChoices: languages.map((value) => ({ value, label: languageNames[value] })),
  }
}

const countryCodes =
  'LV LT EE AT BE BG CH CN CY CZ DE DK ES FI FR GB GR HR HU IE IN IS IT JP KR LI LU MT NL NO PL PT RO SE SI SK TR TW UA US'

/** Those that goods come from, and the one that is kept: a file may have named any. */
function countriesIn(language: Language, kept: string) {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  return [...new Set([...countryCodes.split(' '), kept])].map((value) => ({
    value,
    label: names.of(value) ?? value,
  }))
}

/** A field by the name that stands above it. */
function labelOf(field: string, t: Translate, stored: Stored, typed: Typed): string {
  const [, kind, key, part = ''] = /^([vpd])-(\w+?)-(.+)$/.exec(field) ?? []
  if (kind && key) return `${rowName(`${kind}-${key}`, t, stored, typed)}, ${fieldName(part, t)}`
  return fieldName(field, t)
}

function fieldName(field: string, t: Translate): string {
  const [, part, language] = /^(\w+)-(lv|en|sv|nl)$/.exec(field) ?? []
  if (part && language) return `${t(`goods.field.${part}`)} (${languageNames[language as Language]})`
  return t(`goods.field.${field.replace(/\d$/, '')}`)
}

function rowName(row: string, t: Translate, stored: Stored, typed: Typed): string {
  const [kind, key] = row.split('-')
  if (kind === 'v') {
    const sku = typed[`v-${key}-sku`]
    return sku ? t('goods.row.variant', { sku: String(sku) }) : t('goods.row.new')
  }
  const rows = kind === 'p' ? stored.pictures : stored.documents
  const number = rows.findIndex((one) => one.key === key) + 1
  return kind === 'p' ? t('goods.row.picture', { number }) : t('goods.row.document', { number })
}

/** A part that two editors may both have changed. */
function partName(part: string, t: Translate, stored: Stored): string {
  if (part.startsWith('text-'))
    return t('goods.part.text', { name: languageNames[part.slice(5) as Language] })
  if (/^[vpd]-/.test(part)) {
    const [kind, key] = part.split('-')
    const known = stored.ids[key ?? ''] !== undefined
    const values = Object.fromEntries(stored.variants.map((one) => [`v-${one.key}-sku`, one.sku]))
    return known ? rowName(part, t, stored, values) : t(`goods.part.gone-${kind}`)
  }
  return t(`goods.part.${part}`)
}
