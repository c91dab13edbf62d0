import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import { type Language, languages } from '../../platform/i18n/languages.ts'
import { type FieldErrors, fieldError, parseFields, type Typed } from '../../platform/web/forms.ts'
import type { ByLanguage, Goods, GoodsDocument, GoodsPicture, GoodsText, GoodsVariant } from './edited.ts'
import { goodsForm, textParts } from './forms-goods.ts'
import { documentForm, pictureForm, tierRows, uploadForm, variantForm } from './forms-rows.ts'

const mostFields = 2000
const mostRows = 60

/** What the editor's form sent: its fields, and the files beside them. */
export interface Sent {
  readonly fields: URLSearchParams
  readonly pictures: readonly File[]
  readonly documents: readonly File[]
}

export interface Read {
  readonly typed: Typed
  readonly errors: FieldErrors
  /** Undefined where anything is wrong. */
  readonly goods?: Goods
  readonly upload: { readonly alt: ByLanguage<string>; readonly language: Language | null }
}

/** The body of the editor's form. Throws HTTPException 400 for one that is broken or absurd. */
export async function readSent(c: Context): Promise<Sent> {
  const body = await c.req.formData().catch((cause) => {
    throw new HTTPException(400, { cause })
  })
  const fields = new URLSearchParams()
  const files: Record<string, File[]> = { pictures: [], documents: [] }
  for (const [name, value] of body) {
    if (typeof value === 'string') fields.append(name, value)
    // A field of files that was left empty sends one without a name.
    else if (value.name !== '' || value.size > 0) files[name]?.push(value)
  }
  if (fields.size > mostFields) throw new HTTPException(400)
  return { fields, pictures: files.pictures!, documents: files.documents! }
}

/** Reads the fields; every error stands beside its own field, in the order of the page. */
export function readGoods({ fields, pictures: files }: Sent): Read {
  const whole = parseFields(
    partOf(fields, (name) => !/^[vpd]-/.test(name)),
    goodsForm,
  )
  const upload = parseFields(
    partOf(fields, (name) => /^(alt|documentLanguage)/.test(name)),
    uploadForm,
  )
  const variants = rowsOf(fields, 'v', 'sku', variantForm, isBlankVariant)
  const pictures = rowsOf(fields, 'p', 'order', pictureForm)
  const documents = rowsOf(fields, 'd', 'name', documentForm)
  const typed = Object.assign(
    {},
    ...[whole, upload, ...variants, ...pictures, ...documents].map((one) => one.typed),
  )
  const errors: Record<string, FieldErrors[string]> = {}
  for (const one of [whole, upload, ...variants, ...pictures, ...documents])
    Object.assign(errors, one.ok ? {} : one.errors)
  if (whole.ok) Object.assign(errors, stockErrors(variants, whole.value.madeToOrder))
  const beside = { alt: upload.ok ? byLanguage(upload.value, 'alt') : {}, language: null as Language | null }
  if (upload.ok) beside.language = upload.value.documentLanguage ?? null
  if (!whole.ok || Object.keys(errors).length > 0)
    return { typed, errors: inOrder(errors, fields), upload: beside }
  return {
    typed,
    errors,
    upload: beside,
    goods: {
      ...productOf(whole.value),
      variants: ordered(variants).map(variantOf),
      pictures: [...ordered(pictures).map(pictureOf), ...files.map(() => ({ key: 'new', alt: beside.alt }))],
      documents: ordered(documents).map(documentOf),
    },
  }
}

function partOf(fields: URLSearchParams, belongs: (name: string) => boolean): URLSearchParams {
  return new URLSearchParams([...fields].filter(([name]) => belongs(name)))
}

/** A row of a form, named by its key. */
export interface Row<T> {
  readonly key: string
  readonly ok: boolean
  readonly value?: T
  readonly errors: FieldErrors
  readonly typed: Typed
}

/** The rows of one kind in a form: each has a field `<kind>-<key>-<mark>`. A new one that was left blank is none. */
export function rowsOf<T extends z.ZodType>(
  fields: URLSearchParams,
  kind: string,
  mark: string,
  schema: T,
  isBlank: (own: URLSearchParams) => boolean = () => false,
): Row<z.output<T>>[] {
  const names = new RegExp(`^${kind}-([0-9a-f]{8}|n\\d)-${mark}$`)
  const keys = [
    ...new Set([...fields.keys()].map((name) => names.exec(name)?.[1]).filter((key) => key !== undefined)),
  ]
  if (keys.length > mostRows) throw new HTTPException(400)
  return keys.flatMap((key) => {
    const prefix = `${kind}-${key}-`
    const own = new URLSearchParams(
      [...fields]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]): [string, string] => [name.slice(prefix.length), value]),
    )
    if (key.startsWith('n') && isBlank(own)) return []
    const parsed = parseFields(own, schema)
    // What is being removed need not be right.
    const leaves = own.get('remove') !== null
    return {
      key,
      ok: parsed.ok || leaves,
      ...(parsed.ok ? { value: parsed.value } : {}),
      errors: parsed.ok || leaves ? {} : prefixed(parsed.errors, prefix),
      typed: prefixed(parsed.typed, prefix),
    }
  })
}

function prefixed<T>(record: Readonly<Record<string, T>>, prefix: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]))
}

function isBlankVariant(own: URLSearchParams): boolean {
  return [
    'sku',
    'price',
    'width',
    'height',
    'weight',
    'stock',
    ...languages.map((one) => `label-${one}`),
  ].every((name) => !own.get(name)?.trim())
}

/** Pieces are counted for what stands on the shelf, and not for what is made to order. */
function stockErrors(rows: readonly Row<z.output<typeof variantForm>>[], madeToOrder: boolean): FieldErrors {
  const errors: Record<string, FieldErrors[string]> = {}
  for (const { key, value } of rows) {
    if (!value || value.remove || value.withdrawn) continue
    if (madeToOrder && value.stock !== undefined)
      errors[`v-${key}-stock`] = fieldError('goods.problem.made-stock')
    if (!madeToOrder && value.stock === undefined)
      errors[`v-${key}-stock`] = fieldError('goods.problem.no-stock')
  }
  return errors
}

function inOrder(errors: FieldErrors, fields: URLSearchParams): FieldErrors {
  const place = new Map([...fields.keys()].map((name, index) => [name, index]))
  const at = (name: string) => place.get(name) ?? mostFields
  return Object.fromEntries(Object.entries(errors).sort(([a], [b]) => at(a) - at(b)))
}

/** What is kept, in the order that was typed. */
export function ordered<T extends { order: number; remove: boolean }>(
  rows: readonly Row<T>[],
): (T & { key: string })[] {
  return rows
    .flatMap(({ key, value }) => (value && !value.remove ? [{ ...value, key }] : []))
    .sort((a, b) => a.order - b.order)
}

type Form<T extends z.ZodType> = z.output<T> & { key: string }

function variantOf(row: Form<typeof variantForm>): GoodsVariant {
  const tiers = row as unknown as Readonly<Record<string, number | null | undefined>>
  return {
    key: row.key,
    sku: row.sku,
    label: byLanguage(row, 'label'),
    priceCents: row.price,
    stock: row.withdrawn ? 0 : (row.stock ?? null),
    seenStock: row.seenStock ?? null,
    reorderAt: row.reorder,
    widthMm: row.width,
    heightMm: row.height,
    depthMm: row.depth,
    weightGrams: row.weight,
    materialId: row.material ?? null,
    finish: row.finish ?? null,
    gtin: row.gtin ?? null,
    measure: row.measure ?? null,
    measureUnit: row.measureUnit ?? null,
    tiers: tierRows.flatMap((number) => {
      const [fromQuantity, priceCents] = [tiers[`from${number}`], tiers[`price${number}`]]
      return fromQuantity != null && priceCents != null ? [{ fromQuantity, priceCents }] : []
    }),
    withdrawn: row.withdrawn,
  }
}

function pictureOf(row: Form<typeof pictureForm>): GoodsPicture {
  return { key: row.key, alt: byLanguage(row, 'alt') }
}

function documentOf({ key, name, language }: Form<typeof documentForm>): GoodsDocument {
  return { key, name, language: language ?? null }
}

/** The fields `<part>-lv` … of a form that are not empty. */
export function byLanguage(row: object, part: string): ByLanguage<string> {
  const values = row as Readonly<Record<string, string | undefined>>
  const pairs = languages.map((language) => [language, values[`${part}-${language}`] ?? ''] as const)
  return Object.fromEntries(pairs.filter(([, words]) => words !== ''))
}

function productOf(typed: z.output<typeof goodsForm>): Omit<Goods, 'variants' | 'pictures' | 'documents'> {
  const { responsibleName, responsibleAddress, responsibleEmail, wordLines, wordLineLength } = typed
  return {
    categoryId: typed.category,
    vatClass: typed.vatClass,
    madeToOrder: typed.madeToOrder,
    leadDays: typed.leadDays,
    words:
      typed.ownWords && wordLines && wordLineLength ? { lines: wordLines, length: wordLineLength } : null,
    takesArtwork: typed.takesArtwork,
    needsAuthority: typed.needsAuthority,
    maker: {
      name: typed.makerName,
      address: typed.makerAddress,
      email: typed.makerEmail ?? '',
      country: typed.makerCountry,
    },
    responsible: responsibleName
      ? { name: responsibleName, address: responsibleAddress ?? '', email: responsibleEmail ?? '' }
      : null,
    identifier: typed.identifier,
    texts: Object.fromEntries(
      languages
        .filter((language) => typed[`name-${language}`])
        .map((language) => [language, textOf(typed, language)]),
    ),
    related: [...new Set(typed.related.split(/[\n,;]+/).map((one) => one.trim()))].filter(Boolean),
    offer:
      typed.state === 'scheduled'
        ? { state: 'scheduled', at: typed.publishAt ?? '' }
        : { state: typed.state },
  }
}

function textOf(typed: z.output<typeof goodsForm>, language: Language): GoodsText {
  return Object.fromEntries(
    textParts.map((part) => [part, typed[`${part}-${language}`]]),
  ) as unknown as GoodsText
}
