import { z } from 'zod'
import { amount, amountText } from '../platform/web/amounts.ts'
import { countryCodes } from '../platform/web/country-codes.ts'
import { optionalText, text, tick, wholeNumber } from '../platform/web/fields.ts'
import type { Typed } from '../platform/web/forms.ts'
import type { Carrier, Rate, Service, Zone } from '../settings/delivery.ts'

/** Rows of a table in the form: what is there, one more, and never a crowd. */
export const mostRows = 8
const dearest = 100_000
const kinds = ['courier', 'locker'] as const
export type CarriedKind = (typeof kinds)[number]

type Values = Readonly<Record<string, unknown>>
type Report = (field: string, message: string) => void

/** Everything about a carrier but its parcel file: one form, so that one button keeps it. */
export function carrierForm(zones: readonly Zone[]) {
  return z
    .object({
      name: text(60),
      trackingLink: optionalText(300),
      needsPhone: tick(),
      ...Object.fromEntries(kinds.flatMap((kind) => serviceFields(kind, zones))),
    })
    .transform((typed, context): Pick<Carrier, 'name' | 'trackingLink' | 'needsPhone' | CarriedKind> => {
      const report: Report = (field, message) => context.addIssue({ code: 'custom', message, path: [field] })
      const { name, trackingLink = null, needsPhone } = typed
      if (trackingLink !== null && !isTrackingLink(trackingLink))
        report('trackingLink', 'delivery.problem.link')
      const values = typed as Values
      return {
        name,
        trackingLink,
        needsPhone,
        courier: serviceOf('courier', values, zones, report),
        locker: serviceOf('locker', values, zones, report),
      }
    })
}

/** The form as a carrier's settings fill it in. */
export function carrierValues(carrier: Carrier, language: string): Typed {
  const { name, trackingLink, needsPhone } = carrier
  return {
    name,
    trackingLink: trackingLink ?? '',
    ...(needsPhone ? { needsPhone: 'yes' } : {}),
    ...Object.assign({}, ...kinds.map((kind) => serviceValues(kind, carrier[kind], language))),
  }
}

/** Only addresses that a browser opens as a page; the number has its place in it. */
function isTrackingLink(link: string): boolean {
  return /^https:\/\/\S+$/.test(link) && link.includes('{number}') && URL.canParse(link)
}

function serviceFields(kind: CarriedKind, zones: readonly Zone[]): [string, z.ZodType][] {
  const rows = Array.from({ length: mostRows }, (_, row) => row + 1)
  return [
    [`${kind}-open`, tick()],
    ...rows.flatMap((row): [string, z.ZodType][] => [
      [`${kind}-size-${row}`, optionalText(10)],
      ...['length', 'width', 'height'].map((side): [string, z.ZodType] => [
        `${kind}-${side}-${row}`,
        emptyOr(wholeNumber(10, 5_000)),
      ]),
    ]),
    ...zones.flatMap(({ key }): [string, z.ZodType][] => [
      [`${kind}-${key}-from`, emptyOr(wholeNumber(1, 30))],
      [`${kind}-${key}-until`, emptyOr(wholeNumber(1, 30))],
      [`${kind}-${key}-free`, emptyOr(amount(1, 10_000_000))],
      ...rows.flatMap((row): [string, z.ZodType][] => [
        [`${kind}-${key}-kg-${row}`, emptyOr(kilograms())],
        [`${kind}-${key}-price-${row}`, emptyOr(amount(0, dearest))],
      ]),
    ]),
  ]
}

function serviceOf(
  kind: CarriedKind,
  values: Values,
  zones: readonly Zone[],
  report: Report,
): Service | null {
  const offered = values[`${kind}-open`] === true
  const compartments = compartmentsOf(kind, values, report)
  const rates = zones.flatMap(({ key }) => rateOf(kind, key, values, report) ?? [])
  if (!offered && (compartments.length === 0 || rates.length === 0)) return null
  if (compartments.length === 0) report(`${kind}-length-1`, 'delivery.problem.sizes')
  if (rates.length === 0) report(`${kind}-${zones[0]!.key}-kg-1`, 'delivery.problem.rates')
  return { offered, compartments, rates }
}

function compartmentsOf(kind: CarriedKind, values: Values, report: Report): Service['compartments'] {
  return Array.from({ length: mostRows }, (_, index) => index + 1).flatMap((row) => {
    const sides = ['length', 'width', 'height'].map(
      (side) => values[`${kind}-${side}-${row}`] as number | undefined,
    )
    const name = (values[`${kind}-size-${row}`] as string | undefined) ?? ''
    if (sides.every((side) => side === undefined) && name === '') return []
    const missing = ['length', 'width', 'height'][sides.indexOf(undefined)]
    if (missing) {
      report(`${kind}-${missing}-${row}`, 'errors.required')
      return []
    }
    if (kind === 'locker' && name === '') report(`${kind}-size-${row}`, 'errors.required')
    const [lengthMm, widthMm, heightMm] = sides as [number, number, number]
    return [{ name, lengthMm, widthMm, heightMm }]
  })
}

function rateOf(kind: CarriedKind, zone: string, values: Values, report: Report): Rate | undefined {
  const field = (name: string) => `${kind}-${zone}-${name}`
  const bands: Rate['bands'] = []
  for (let row = 1; row <= mostRows; row += 1) {
    const upToGrams = values[field(`kg-${row}`)] as number | undefined
    const priceCents = values[field(`price-${row}`)] as number | undefined
    if (upToGrams === undefined && priceCents === undefined) continue
    if (upToGrams === undefined) report(field(`kg-${row}`), 'errors.required')
    else if (priceCents === undefined) report(field(`price-${row}`), 'errors.required')
    else if (upToGrams <= (bands.at(-1)?.upToGrams ?? 0)) report(field(`kg-${row}`), 'delivery.problem.bands')
    else bands.push({ upToGrams, priceCents })
  }
  if (bands.length === 0) return undefined
  const from = (values[field('from')] as number | undefined) ?? 1
  const until = (values[field('until')] as number | undefined) ?? from
  if (until < from) report(field('until'), 'delivery.problem.days')
  const freeFromCents = (values[field('free')] as number | undefined) ?? null
  return { zone, bands, freeFromCents, days: { from, until } }
}

function serviceValues(kind: CarriedKind, service: Service | null, language: string): Record<string, string> {
  if (!service) return {}
  const values: Record<string, string> = service.offered ? { [`${kind}-open`]: 'yes' } : {}
  for (const [index, { name, lengthMm, widthMm, heightMm }] of service.compartments.entries()) {
    values[`${kind}-size-${index + 1}`] = name
    values[`${kind}-length-${index + 1}`] = String(lengthMm)
    values[`${kind}-width-${index + 1}`] = String(widthMm)
    values[`${kind}-height-${index + 1}`] = String(heightMm)
  }
  for (const { zone, bands, freeFromCents, days } of service.rates) {
    values[`${kind}-${zone}-from`] = String(days.from)
    values[`${kind}-${zone}-until`] = String(days.until)
    values[`${kind}-${zone}-free`] = freeFromCents === null ? '' : amountText(freeFromCents, language)
    for (const [index, { upToGrams, priceCents }] of bands.entries()) {
      values[`${kind}-${zone}-kg-${index + 1}`] = kilogramText(upToGrams, language)
      values[`${kind}-${zone}-price-${index + 1}`] = amountText(priceCents, language)
    }
  }
  return values
}

/** An empty field is none. */
function emptyOr<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    (typed) => (typeof typed === 'string' && typed.trim() === '' ? undefined : typed),
    schema.optional(),
  )
}

/** Kilograms as people type them ("5", "2,5"), as grams. */
function kilograms() {
  return text(10).transform((value, context) => {
    const [, whole, part = ''] = /^(\d{1,3})(?:[.,](\d{1,3}))?$/.exec(value) ?? []
    const grams = whole === undefined ? 0 : Number(whole) * 1000 + Number(part.padEnd(3, '0'))
    if (grams > 0) return grams
    context.addIssue({ code: 'custom', message: 'delivery.problem.kilograms' })
    return z.NEVER
  })
}

function kilogramText(grams: number, language: string): string {
  const figures = String(grams / 1000)
  return language === 'en' ? figures : figures.replace('.', ',')
}

/** A new carrier needs a name; the rest stands on its page. */
export const newCarrierForm = z.object({ newCarrier: text(60) })

/** Countries, or a part of one of them: postcodes as people list them ("1001-1084, LV-21"). `known`: where the shop could send to. */
export function zoneForm(known: readonly string[]) {
  return z
    .object({ name: text(60), countries: countryCodes(known), postcodes: optionalText(2000) })
    .transform(({ name, countries, postcodes }, context) => {
      const refuse = (message: string, params = {}) =>
        context.addIssue({ code: 'custom', message, params, path: ['postcodes'] })
      const listed = listOf(postcodes)
      const [country, ...others] = countries
      if (listed.length > 0 && others.length > 0) refuse('delivery.problem.one-country')
      const bare = listed.map((one) => withoutCountry(one, country!))
      const wrong = listed.find((_, at) => !isPostcodes(bare[at]!, country!))
      if (wrong !== undefined) refuse('delivery.problem.postcodes', { value: wrong.slice(0, 20) })
      return { name, countries, postcodes: bare }
    })
}

/** One after a comma or on a line of its own; Swedish and Dutch ones are written with a space within. */
function listOf(typed = ''): string[] {
  return typed
    .toUpperCase()
    .split(/[,;\n]+/)
    .map((one) => one.trim().replace(/\s*-\s*/, '-'))
    .map((one) => (/^(?:SE-|NL-)?(?:\d{3} \d{2}|\d{4} [A-Z]{2})$/.test(one) ? one.replace(' ', '') : one))
    .filter((one) => one !== '')
}

/** "LV-1010" is "1010" in Latvia, and in no other country. */
function withoutCountry(one: string, country: string): string {
  return one.startsWith(`${country}-`) ? one.slice(3) : one
}

/** Countries whose postcodes have letters. */
const lettered = new Set(['GB', 'IE', 'MT', 'NL'])

/** A range of figures, or how postcodes begin. */
function isPostcodes(one: string, country: string): boolean {
  const [, from = '', until = ''] = /^(\d{3,6})-(\d{3,6})$/.exec(one) ?? []
  return from === ''
    ? (lettered.has(country) ? /^[A-Z\d]{1,8}$/ : /^\d{1,8}$/).test(one)
    : from.length === until.length && from <= until
}
