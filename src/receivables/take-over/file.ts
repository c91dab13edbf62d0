import {
  type Broken,
  type CsvRecord,
  isoDayOf,
  otherCount,
  recordsOf,
  secondOf,
} from '../../platform/files/csv-records.ts'
import type { IsoDate } from '../../platform/time.ts'
import { type FieldErrors, fieldError, parseFields } from '../../platform/web/forms.ts'
import { type FormerRow, rowForm } from './forms.ts'

/** Columns of the file; the first four and the buyer's name and e-mail are needed. */
export const columns = [
  'number',
  'issued_on',
  'due_on',
  'gross',
  'vat',
  'paid',
  'delivered_on',
  'reference',
  'company',
  'registration_number',
  'vat_number',
  'name',
  'email',
  'phone',
  'street',
  'town',
  'postcode',
  'country',
  'language',
] as const
export type Column = (typeof columns)[number]

/** Columns without which a file is not one of open invoices. */
export const neededColumns = ['number', 'issued_on', 'due_on', 'gross', 'name', 'email'] as const

/** Lines that one file may have. */
export const mostLines = 1000

/** A line as it was read: what it says, or what is wrong with each of its cells. */
export type ReadLine = {
  /** As a spreadsheet counts: the header is 1. */
  readonly line: number
  /** As typed, to name the line by. */
  readonly number: string
} & ({ readonly row: FormerRow } | { readonly errors: FieldErrors })

export type FileRead =
  | { readonly ok: true; readonly lines: readonly ReadLine[]; readonly unknown: readonly string[] }
  | {
      readonly ok: false
      readonly problem: Broken['problem'] | 'columns' | 'column-twice' | 'empty' | 'empty-file' | 'too-many'
      readonly values: Readonly<Record<string, string | number>>
    }

/** Reads CSV parted by semicolons, commas or tabs; days as 2026-01-31 or 31.01.2026. */
export function readText(text: string, today: IsoDate): FileRead {
  const read = recordsOf(text)
  if (!read.ok) return refused(read.broken.problem, { line: read.broken.line })
  const [head, ...rest] = read.records
  if (!head) return refused('empty-file')
  if (rest.length === 0) return refused('empty')
  if (rest.length > mostLines) return refused('too-many', { max: mostLines })
  const header = head.cells.map((name) => name.toLowerCase().replaceAll(' ', '_'))
  const missing = neededColumns.filter((name) => !header.includes(name))
  if (missing.length > 0) return refused('columns', { columns: missing.join(', ') })
  const second = secondOf(header.map((name) => columns.find((column) => column === name)))
  if (second !== undefined) return refused('column-twice', { column: head.cells[second]! })
  return {
    ok: true,
    lines: rest.map((line) => counted(line, read.sign, header) ?? lineOf(line, header, today)),
    unknown: head.cells.filter((_, at) => !columns.includes(header[at] as Column)),
  }
}

function refused(
  problem: (FileRead & { ok: false })['problem'],
  values: Record<string, string | number> = {},
): FileRead {
  return { ok: false, problem, values }
}

/** A line with cells too many or too few: whatever else were said of its columns would be nonsense. */
function counted({ line, cells }: CsvRecord, sign: string, header: readonly string[]): ReadLine | undefined {
  const other = otherCount(sign, header, cells)
  if (!other) return undefined
  const number = (cells[header.indexOf('number')] ?? '').slice(0, 40)
  return { line, number, errors: lineError('csvFile.cells', { ...other }) }
}

function lineOf({ line, cells }: CsvRecord, header: readonly string[], today: IsoDate): ReadLine {
  const fields = new URLSearchParams()
  for (const [at, name] of header.entries())
    if (columns.includes(name as Column)) fields.append(name, written(name, cells[at] ?? ''))
  const number = (fields.get('number') ?? '').slice(0, 40)
  const parsed = parseFields(fields, rowForm(today, fields.get('country') || 'LV'))
  return parsed.ok ? { line, number, row: parsed.value } : { line, number, errors: parsed.errors }
}

/** Days and amounts as spreadsheets write them in Latvia. */
function written(column: string, cell: string): string {
  if (column.endsWith('_on')) return isoDayOf(cell)
  return column === 'country' || column === 'language' ? cell.trim() : cell
}

/** What is wrong with the line as a whole. */
export function lineError(key: string, values: Record<string, unknown> = {}): FieldErrors {
  return { number: fieldError(key, values) }
}
