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
  | { readonly ok: true; readonly records: readonly CsvRecord[] }
  | { readonly ok: false; readonly broken: Broken }

/** The lines of a CSV parted by semicolons, commas or tabs; empty ones are left out. */
export function recordsOf(text: string): RecordsRead {
  let whole = 0
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: 20_000,
      info: true,
      trim: true,
      on_record: (record, { lines }) => {
        whole = lines
        return record
      },
    }) as unknown as { record: string[]; info: { lines: number } }[]
    const read = records.map(({ record, info }) => ({ line: info.lines, cells: record.map(bare) }))
    return { ok: true, records: read }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = firstAfter(text, whole)
    return { ok: false, broken: { problem: problemOf(error, line), line } }
  }
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
  const found = lines.findIndex((words, at) => at >= line && words.trim() !== '')
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
