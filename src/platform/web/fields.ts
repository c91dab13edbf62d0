import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { type IsoDate, isoDate } from '../time.ts'

/** Pieces of form schemas. Each says what is wrong by a message key; none lets through what the database refuses. */

// Direction overrides make a name or an address read otherwise than it is stored.
const unwanted = /(?!\n)[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/u

// What cannot be seen is nothing: a name of such characters alone is none.
const invisible = /(?![\u202a-\u202e\u2066-\u2069\ufeff])\p{Default_Ignorable_Code_Point}/gu

type Check = (value: string) => boolean

/** One line of at most `max` characters, trimmed, required. */
export function text(max: number) {
  return z.preprocess(oneLine, words(max).min(1, 'errors.required'))
}

/** One line that may be left empty; undefined then. */
export function optionalText(max: number) {
  return z.preprocess(oneLine, words(max).transform(emptyAsUndefined)).optional()
}

/** Several lines of at most `max` characters, required. */
export function lines(max: number) {
  return z.preprocess(severalLines, words(max).min(1, 'errors.required'))
}

/** Several lines of at most `max` characters that may be left empty; undefined then. */
export function optionalLines(max: number) {
  return z.preprocess(severalLines, words(max).transform(emptyAsUndefined)).optional()
}

/** An e-mail address (RFC 5321), its domain in lower case and in ASCII, so that one address is one person. */
export function email() {
  return text(254).transform(toAddress).pipe(keyed(isAddress, 'errors.email'))
}

/** A whole number in digits alone, from `min` to `max`. */
export function wholeNumber(min: number, max: number) {
  const digits = z.preprocess(oneLine, z.string('errors.required').min(1, 'errors.required'))
  return digits.transform((value, context) => {
    const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN
    if (number >= min && number <= max) return number
    context.addIssue({ code: 'custom', message: 'errors.number', params: { min, max } })
    return z.NEVER
  })
}

/** A day of the calendar, as YYYY-MM-DD. */
export function day() {
  return text(10).transform((value, context): IsoDate => {
    try {
      return isoDate(value)
    } catch {
      context.addIssue({ code: 'custom', message: 'errors.date' })
      return z.NEVER
    }
  })
}

/** A day that is not to come. */
export function dayUntil(today: IsoDate) {
  return day().refine((value) => value <= today, 'errors.future')
}

/** What may be left empty; null then. */
export function orNull<T extends z.ZodType>(field: T) {
  return z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? null : (value ?? null)),
    field.nullable(),
  )
}

/** One of the given values. */
export function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, 'errors.choice')
}

/** A box that may be left unticked: true or false. */
export function tick() {
  return z
    .string()
    .optional()
    .transform((value) => value !== undefined && value !== '')
}

/** A box that its page sends in either case (`parts/tick` with `sent`): a body without it is not that page's form. */
export function sentTick() {
  return z.string('errors.required').transform((value) => value !== '')
}

/** A box that must be ticked. */
export function requiredTick() {
  return tick().pipe(z.literal(true, 'errors.tick'))
}

/** An id that a page carried. */
export function id() {
  return z.uuid('errors.invalid')
}

function words(max: number) {
  return z.string('errors.required').superRefine((value, context) => {
    if (unwanted.test(value)) context.addIssue({ code: 'custom', message: 'errors.characters' })
    else if (isLonger(value, max))
      context.addIssue({ code: 'custom', message: 'errors.tooLong', params: { max } })
  })
}

/** Characters as PostgreSQL counts them. */
function isLonger(value: string, max: number): boolean {
  return value.length > max && [...value].length > max
}

function keyed(holds: Check, message: string) {
  return z.string().refine(holds, message)
}

function oneLine(value: unknown): unknown {
  return typeof value === 'string'
    ? value
        .replace(invisible, '')
        .normalize('NFC')
        .replace(/[\t\r\n]+/g, ' ')
        .trim()
    : value
}

function severalLines(value: unknown): unknown {
  return typeof value === 'string'
    ? value.normalize('NFC').replace(/\r\n?/g, '\n').replace(/\t/g, ' ').trim()
    : value
}

function emptyAsUndefined(value: string): string | undefined {
  return value === '' ? undefined : value
}

function toAddress(value: string): string {
  const at = value.lastIndexOf('@')
  return at < 0 ? value : `${value.slice(0, at)}@${domainToASCII(value.slice(at + 1))}`
}

function isAddress(value: string): boolean {
  const at = value.lastIndexOf('@')
  const [local, domain] = [value.slice(0, at), value.slice(at + 1)]
  return (
    at > 0 &&
    value.length <= 254 &&
    local.length <= 64 &&
    /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) &&
    /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+([a-z]{2,63}|xn--[a-z\d-]{1,59})$/.test(domain)
  )
}
