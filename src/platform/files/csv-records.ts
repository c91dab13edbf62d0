import { CsvError, parse } from 'csv-parse/sync'
import { decodeText, delimiterOf } from './text.ts'

/** A line of a table; cells without the apostrophe that kept a spreadsheet from calculating. */
export interface CsvRecord {
  /** As a spreadsheet counts: the first is 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/** The text of a file in UTF-8 or Windows-1257; undefined for what is none. */
export function textOf(bytes: Uint8Array): string | undefined {
  return bytes.includes(0) ? undefined : decodeText(bytes)
}

/** Where a CSV is broken: a quotation mark that opens and never closes, one inside a cell, a line without end. */
export interface Broken {
  readonly problem: 'quote-open' | 'quote' | 'long'
  readonly line: number
}

export type RecordsRead =
  | { readonly ok: true; readonly sign: string; readonly records: readonly CsvRecord[] }
  | { readonly ok: false; readonly broken: Broken }

/** The lines of a CSV parted by semicolons, commas or tabs; empty ones are left out. */
export function recordsOf(whole: string): RecordsRead {
  const told = signLineOf(whole)
  const text = whole.slice(told?.length)
  const sign = told?.sign ?? delimiterOf(text)
  let lastRead = 0
  try {
    const records = parse(text, {
      bom: true,
      delimiter: sign,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: 20_000,
      info: true,
      trim: true,
      on_record: (record, { lines }) => {
        lastRead = lines
        return record
      },
    }) as unknown as { record: string[]; info: { lines: number } }[]
    const read = records.map(({ record, info }) => ({ line: info.lines, cells: record.map(bare) }))
    return { ok: true, sign, records: read }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { ok: false, broken: brokenOf(error, text, lastRead) }
  }
}

/**
 * Excel's own first line (`sep=;`): the sign that it names, and how long it is with its end, counted in the signs of
 * `start`, which may stand for bytes. Spreadsheets do not show it, so it has no number.
 */
export function signLineOf(start: string): { readonly sign: string; readonly length: number } | undefined {
  const [line, sign] =
    /^(?:\uFEFF|\u00EF\u00BB\u00BF)?"?sep=([;,\t|])"?[;,\t|]*(?:\r\n|\r|\n|$)/i.exec(start) ?? []
  return line === undefined || sign === undefined ? undefined : { sign, length: line.length }
}

/** How many cells a line has, and how many its header. */
export interface OtherCount {
  readonly found: number
  readonly wanted: number
}

/**
 * Set where a line has cells too many or too few. Empty ones at its end are harmless, but for a comma-parted line in
 * which "12,50" may have become two cells and moved the others on. `sign` is what parts them.
 */
export function otherCount(
  sign: string,
  header: readonly string[],
  cells: readonly string[],
): OtherCount | undefined {
  const wanted = filledWidth(header)
  const cut = sign === ',' && cells.length > header.length && cells.some(mayBeCents)
  const found = cut ? cells.length : filledWidth(cells)
  if (found > wanted) return { found, wanted }
  return cells.length < wanted ? { found: cells.length, wanted } : undefined
}

function filledWidth(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1
}

function mayBeCents(cell: string, at: number, cells: readonly string[]): boolean {
  const before = cells[at - 1]?.trim() ?? ''
  return /^\d{1,2}$/.test(cell.trim()) && /^[-€\s]*\d{1,3}(?:[\s.]?\d{3})*$/.test(before)
}

/** Where a column stands that stood before it; undefined where each stands once. Unknown ones are not asked. */
export function secondOf(columns: readonly (string | undefined)[]): number | undefined {
  const found = columns.findIndex((column, at) => column !== undefined && columns.indexOf(column) < at)
  return found === -1 ? undefined : found
}

/** What broke a CSV whose last whole record ended in the line `lastRead`. */
export function brokenOf(error: CsvError, text: string, lastRead: number): Broken {
  const line = firstAfter(text, lastRead)
  return { problem: problemOf(error, line), line }
}

function problemOf({ code, lines: gaveUp }: CsvError, line: number): Broken['problem'] {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'quote-open'
  // Only between quotation marks does a record go on in the next line.
  if (code === 'CSV_MAX_RECORD_SIZE') return Number(gaveUp) > line ? 'quote-open' : 'long'
  return 'quote'
}

/** The parser says where it gave up, which may be far below the mark that it waited for. */
function firstAfter(text: string, line: number): number {
  const lines = text.split(/\r\n|\r|\n/)
  const found = lines.findIndex((words, at) => at >= line && /[^\s;,]/.test(words))
  return (found === -1 ? line : found) + 1
}

function bare(cell: string): string {
  return cell.replace(/^'(?=[=+\-@])/, '')
}

/** A day as it is written in Latvia (31.01.2026) as 2026-01-31; anything else as it is. */
export function isoDayOf(cell: string): string {
  return cell.replace(/^(\d{1,2})\.(\d{1,2})\.(\d{4})\.?$/, (_, day: string, month: string, year: string) =>
    [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
  )
}
