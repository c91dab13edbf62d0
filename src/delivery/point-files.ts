import { parse } from 'csv-parse/sync'
import { decodeText, delimiterOf } from '../platform/files/text.ts'

/** A point as a carrier's file tells of it, checked. */
export interface PointRow {
  readonly code: string
  readonly country: string
  readonly town: string
  readonly name: string
  readonly street: string
  readonly postcode: string
  /** Null: all that the carrier's lockers have. */
  readonly compartments: readonly string[] | null
}

/** What is wrong in a file: in a line (from 1, with the line of titles) or entry of it, or with the whole. */
export interface FileProblem {
  readonly line: number | null
  /** Key under "points.problem.". */
  readonly problem:
    | 'unreadable'
    | 'no-points'
    | 'too-many'
    | 'columns'
    | 'code'
    | 'name'
    | 'town'
    | 'country'
    | 'twice'
    | 'long'
  readonly value?: string
}

export type PointFile =
  | { readonly ok: true; readonly points: readonly PointRow[]; readonly skipped: number }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

const mostPoints = 50_000
const mostProblems = 50

type Entry = Readonly<Record<string, unknown>>
type Lined = { readonly line: number; readonly entry: Entry }

/** What carriers call it, in small letters; the first that a file has counts. */
const names = {
  code: ['zip', 'parcelshopid', 'parcelshop_id', 'code', 'kods', 'id', 'terminalid'],
  name: ['name', 'display_name', 'companyname', 'company', 'nosaukums', 'title'],
  town: ['a2_name', 'town', 'city', 'pilseta', 'pilsēta'],
  county: ['a1_name'],
  village: ['a3_name'],
  street: ['a5_name', 'street', 'address', 'adrese', 'iela'],
  house: ['a7_name', 'houseno', 'house'],
  postcode: ['postcode', 'postal_code', 'postalcode', 'zipcode', 'pcode', 'indekss'],
  country: ['a0_name', 'country', 'countrycode', 'country_code', 'valsts'],
  type: ['type', 'parcelshoptype'],
  boxes: ['boxes', 'compartments', 'nodalijumi', 'nodalījumi'],
} as const
type Name = keyof typeof names

/**
 * Reads a carrier's list of points: JSON or CSV in the shapes of Omniva, DPD, Unisend (Latvijas Pasts) and Venipak, or
 * a table with the columns code, name, town, street, postcode, country. Post offices and counters are left out: a
 * locker is what was asked for. Points of countries to which nothing is sent are left out too.
 */
export function readPoints(bytes: Uint8Array, countries: readonly string[]): PointFile {
  const entries = entriesOf(decodeText(bytes))
  if (!Array.isArray(entries)) return failed({ line: entries.brokenAt, problem: 'unreadable' })
  if (entries.length > mostPoints) return failed({ line: null, problem: 'too-many' })
  const first = entries[0]
  if (!first) return failed({ line: null, problem: 'no-points' })
  const shape = shapeOf(entries)
  if (!shape.code || !shape.name || !shape.town) return failed({ line: 1, problem: 'columns' })

  const points: PointRow[] = []
  const problems: FileProblem[] = []
  const seen = new Set<string>()
  for (const { line, entry } of entries) {
    if (!isLocker(entry, shape)) continue
    const point = pointOf(entry, shape)
    if (countries.length > 0 && /^[A-Z]{2}$/.test(point.country) && !countries.includes(point.country))
      continue
    const problem = problemOf(point, seen)
    if (problem) problems.push({ line, ...problem })
    else points.push(point)
    seen.add(point.code)
    if (problems.length === mostProblems) break
  }
  if (problems.length > 0) return { ok: false, problems }
  if (points.length === 0) return failed({ line: null, problem: 'no-points' })
  return { ok: true, points, skipped: entries.length - points.length }
}

function failed(problem: FileProblem): PointFile {
  return { ok: false, problems: [problem] }
}

interface Broken {
  /** The line of a table that could not be read on from; null where nobody can say. */
  readonly brokenAt: number | null
}

function entriesOf(text: string): Lined[] | Broken {
  try {
    const entries = /^\s*[[{]/.test(text) ? jsonEntries(JSON.parse(text)) : csvEntries(text)
    return entries ?? { brokenAt: null }
  } catch (error) {
    return { brokenAt: (error as { lines?: number }).lines ?? null }
  }
}

/** A list, or an answer with the list in it ("content", "parcelshops", "data"). An entry counts as a line. */
function jsonEntries(found: unknown): Lined[] | undefined {
  const list = Array.isArray(found)
    ? found
    : Object.values(found as object).find((value): value is unknown[] => Array.isArray(value))
  if (!list?.every((entry) => entry !== null && typeof entry === 'object')) return undefined
  return list.map((entry, index) => ({ line: index + 1, entry: withSmallNames(entry as Entry) }))
}

function csvEntries(text: string): Lined[] {
  const rows = parse(text, {
    bom: true,
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    columns: true,
    info: true,
    trim: true,
  }) as unknown as { record: Entry; info: { lines: number } }[]
  return rows.map(({ record, info }) => ({ line: info.lines, entry: withSmallNames(record) }))
}

/** An address of its own within an entry is spread over it. */
function withSmallNames(entry: Entry): Entry {
  const address = entry.address
  const flat =
    address !== null && typeof address === 'object' ? { ...entry, ...address, address: undefined } : entry
  return Object.fromEntries(Object.entries(flat).map(([name, value]) => [name.trim().toLowerCase(), value]))
}

type Shape = Readonly<Partial<Record<Name, string>>>

function shapeOf(entries: readonly Lined[]): Shape {
  const there = new Set(entries.slice(0, 20).flatMap(({ entry }) => Object.keys(entry)))
  const found = Object.entries(names).map(([name, known]) => [name, known.find((one) => there.has(one))])
  const shape: Record<string, string | undefined> = Object.fromEntries(found)
  // "zip" is Omniva's code of a locker, and everybody else's postcode.
  if (shape.code === 'zip' && !there.has('a2_name')) {
    shape.code = names.code.find((one) => one !== 'zip' && there.has(one))
    shape.postcode ??= 'zip'
  }
  return shape as Shape
}

/** Omniva: 0 a locker, 1 a post office. Venipak: 3 a locker, 1 a counter. Whoever names no type lists lockers only. */
function isLocker(entry: Entry, shape: Shape): boolean {
  if (entry.active === false) return false
  if (!shape.type) return true
  const type = textOf(entry[shape.type])
  return shape.town === 'a2_name' ? type === '0' : type !== '1'
}

function pointOf(entry: Entry, shape: Shape): PointRow {
  const read = (name: Name) => (shape[name] ? textOf(entry[shape[name]]) : '')
  // Omniva writes NULL, and in villages only the county or the village itself.
  const town = read('town') || read('village') || read('county')
  return {
    code: read('code'),
    country: shape.country ? read('country').toUpperCase() : 'LV',
    town,
    name: read('name'),
    street: [read('street'), read('house')].filter(Boolean).join(' '),
    postcode: printedPostcode(read('postcode'), read('country') || 'LV'),
    compartments: shape.boxes ? boxesOf(entry[shape.boxes]) : null,
  }
}

function printedPostcode(postcode: string, country: string): string {
  return country.toUpperCase() === 'LV' && /^\d{4}$/.test(postcode) ? `LV-${postcode}` : postcode
}

const boxNames: Readonly<Record<string, string>> = {
  xsmall: 'XS',
  small: 'S',
  medium: 'M',
  large: 'L',
  xlarge: 'XL',
}

function boxesOf(value: unknown): string[] | null {
  const boxes = Array.isArray(value) ? value.map(textOf) : textOf(value).split(/[\s,|/]+/)
  const named = boxes.filter(Boolean).map((box) => boxNames[box.toLowerCase()] ?? box.toUpperCase())
  return named.length > 0 ? [...new Set(named)] : null
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return ''
  const text = String(value)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ')
    .trim()
  return text === 'NULL' ? '' : text
}

function problemOf(point: PointRow, seen: ReadonlySet<string>): Omit<FileProblem, 'line'> | undefined {
  if (!point.code) return { problem: 'code' }
  if (!point.name) return { problem: 'name' }
  if (!point.town) return { problem: 'town' }
  if (!/^[A-Z]{2}$/.test(point.country)) return { problem: 'country', value: point.country.slice(0, 20) }
  if (seen.has(point.code)) return { problem: 'twice', value: point.code.slice(0, 40) }
  const { code, town, name, street, postcode } = point
  return [code, town, name, street, postcode].some((text) => text.length > 200)
    ? { problem: 'long' }
    : undefined
}
