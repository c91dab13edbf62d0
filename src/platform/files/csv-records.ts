import { parse } from 'csv-parse/sync'
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

/** The lines of a CSV parted by semicolons, commas or tabs; empty ones are left out. Undefined for what is none. */
export function recordsOf(text: string): CsvRecord[] | undefined {
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
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return records.map(({ record, info }) => ({ line: info.lines, cells: record.map(bare) }))
  } catch {
    return undefined
  }
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
