import type Handlebars from 'handlebars'
import type { HelperOptions } from 'handlebars'
import { type Formats, formats } from '../i18n/format.ts'
import type { Language } from '../i18n/languages.ts'
import { type MessageValues, type Translate, translator } from '../i18n/messages.ts'

/** What templates may reach beyond their model. */
export type ViewSurroundings = {
  /** The localized path of a named place; the table of places is `src/urls.ts`. */
  urlFor(name: string, language: Language, params: Record<string, string>): string
  /** The hashed address of a file in views/assets. */
  asset(name: string): string
  /** The time zone of the shop (IANA name). */
  readonly zone: string
  /** Another source of texts, for tests; the shipped messages otherwise. */
  translator?(language: Language): Translate
}

type Engine = typeof Handlebars
type Helper = (...args: unknown[]) => unknown

export const helperNames = [
  't',
  'money',
  'number',
  'percent',
  'date',
  'dateTime',
  'shortDate',
  'shortDateTime',
  'url',
  'asset',
  'eq',
  'and',
  'or',
  'not',
  'concat',
  'array',
  'get',
  'lines',
  'email',
  'jsonLd',
] as const

/** Registers the helpers that templates may use; anything else fails to compile. */
export function registerHelpers(engine: Engine, surroundings: ViewSurroundings) {
  const helpers: Record<(typeof helperNames)[number], Helper> = {
    ...wordHelpers(surroundings),
    ...logicHelpers(),
    lines: (text) => new engine.SafeString(linesOf(String(text ?? ''), engine.escapeExpression)),
    jsonLd: (data) => new engine.SafeString(jsonLdOf(data)),
    email: (address) => new engine.SafeString(emailOf(engine.escapeExpression(String(address ?? '')))),
  }
  for (const [name, helper] of Object.entries(helpers)) engine.registerHelper(name, helper as never)
}

function wordHelpers({ urlFor, asset, zone, translator: source = translator }: ViewSurroundings) {
  const figures = (options: unknown): Formats => formats(languageOf(options), zone)
  return {
    t: (key: unknown, options: unknown) => source(languageOf(options))(String(key), hashOf(options)),
    money: (cents: unknown, options: unknown) => figures(options).money(cents as number),
    number: (value: unknown, options: unknown) => figures(options).number(value as number),
    percent: (points: unknown, options: unknown) => figures(options).percent(points as number),
    date: (day: unknown, options: unknown) => figures(options).date(day as string),
    dateTime: (moment: unknown, options: unknown) => figures(options).dateTime(moment as string),
    shortDate: (day: unknown, options: unknown) => figures(options).shortDate(day as string),
    shortDateTime: (moment: unknown, options: unknown) => figures(options).shortDateTime(moment as string),
    url: (name: unknown, options: unknown) => urlFor(String(name), languageOf(options), paramsOf(options)),
    asset: (name: unknown) => asset(String(name)),
  }
}

function logicHelpers() {
  return {
    eq: (a: unknown, b: unknown) => a === b,
    // As in JavaScript: the value that decided, so that `or` also gives a default.
    and: (...args: unknown[]) => {
      const values = args.slice(0, -1)
      const decisive = values.findIndex((value) => !isTrue(value))
      return decisive < 0 ? values.at(-1) : values[decisive]
    },
    or: (...args: unknown[]) => args.slice(0, -1).find(isTrue) ?? args.at(-2),
    not: (value: unknown) => !isTrue(value),
    concat: (...args: unknown[]) => args.slice(0, -1).join(''),
    array: (...args: unknown[]) => args.slice(0, -1),
    get: (from: unknown, key: unknown) => own(from, String(key)),
  }
}

/** True as Handlebars' own `if` sees it: an empty list is nothing. */
function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

function own(from: unknown, key: string): unknown {
  return from !== null && typeof from === 'object' && Object.hasOwn(from, key)
    ? (from as Record<string, unknown>)[key]
    : undefined
}

/** An address breaks where its parts do, and never takes a hyphen that is not its own. */
function emailOf(escaped: string): string {
  return `<span class="email">${escaped.replace(/@/g, '@<wbr>').replace(/\./g, '<wbr>.')}</span>`
}

/** Data for machines inside a script element: nothing in it can end the element or begin another. */
function jsonLdOf(data: unknown): string {
  return JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function linesOf(text: string, escaped: (text: string) => string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => escaped(line))
    .join('<br>')
}

function languageOf(options: unknown): Language {
  const { hash, data } = options as HelperOptions
  return hash.language ?? data.root.language
}

function hashOf(options: unknown): MessageValues {
  return (options as HelperOptions).hash
}

/** Params of an address; what is undefined is left out, so that optional ones can be passed through. */
function paramsOf(options: unknown): Record<string, string> {
  const params: Record<string, string> = {}
  for (const [name, value] of Object.entries((options as HelperOptions).hash)) {
    if (name !== 'language' && value !== undefined && value !== null) params[name] = String(value)
  }
  return params
}
