import { z } from 'zod'
import {
  type Broken,
  type CsvRecord,
  isoDayOf,
  type OtherCount,
  otherCount,
  recordsOf,
  secondOf,
} from '../../platform/files/csv-records.ts'
import type { IsoDate } from '../../platform/time.ts'
import { amount } from '../../platform/web/amounts.ts'
import * as fields from '../../platform/web/fields.ts'
import { type FieldErrors, fieldError, parseFields } from '../../platform/web/forms.ts'
import type { ReportedState } from './table.ts'

/** Lines that one report may have. */
export const mostLines = 2000
const mostCents = 2_000_000_000

export const columns = ['number', 'state', 'paid', 'date'] as const
export type Column = (typeof columns)[number]

/** How collectors call the columns, without marks and in small letters. */
const headings: Readonly<Record<Column, readonly string[]>> = {
  number: [
    'number',
    'invoice',
    'invoice number',
    'case',
    'numurs',
    'rekins',
    'rekina numurs',
    'lietas numurs',
    'dokuments',
  ],
  state: ['state', 'status', 'stavoklis', 'statuss'],
  paid: ['paid', 'amount paid', 'collected', 'samaksats', 'apmaksats', 'atguts', 'sanemts'],
  date: ['date', 'as of', 'datums', 'diena'],
}

/** How collectors call the states. */
const states: Readonly<Record<ReportedState, readonly string[]>> = {
  open: ['open', 'in progress', 'active', 'atverts', 'darba', 'aktivs', 'procesa'],
  promised: ['promised', 'promise', 'instalments', 'solits', 'solijums', 'apsolits', 'grafiks'],
  paid: ['paid', 'closed', 'settled', 'samaksats', 'apmaksats', 'slegts'],
  returned: ['returned', 'withdrawn', 'atgriezts', 'atdots', 'atsaukts'],
  disputed: ['disputed', 'objection', 'apstridets', 'iebildumi', 'stridigs'],
}

/** A line of a report. */
export interface ReportRow {
  readonly number: string
  readonly state: ReportedState
  readonly paidCents: number
  readonly reportedOn: IsoDate
}

export type ReadLine = {
  /** As a spreadsheet counts: the header is 1. */
  readonly line: number
  /** As typed, to name the line by. */
  readonly number: string
} & ({ readonly row: ReportRow } | { readonly errors: FieldErrors })

export type ReportRead =
  | { readonly ok: true; readonly lines: readonly ReadLine[] }
  | { readonly ok: false; readonly problem: 'columns' | 'empty' | 'empty-file' | 'too-many' }
  | { readonly ok: false; readonly problem: 'column-twice'; readonly column: string }
  /** The line is that of a spreadsheet. */
  | ({ readonly ok: false } & Broken)

/** Reads a collector's report: CSV parted by semicolons, commas or tabs; days as 2026-01-31 or 31.01.2026. */
export function readReport(text: string, today: IsoDate): ReportRead {
  const read = recordsOf(text)
  if (!read.ok) return { ok: false, ...read.broken }
  const [head, ...rest] = read.records
  if (!head) return { ok: false, problem: 'empty-file' }
  if (rest.length === 0) return { ok: false, problem: 'empty' }
  if (rest.length > mostLines) return { ok: false, problem: 'too-many' }
  const header = head.cells.map(columnOf)
  if (columns.some((column) => column !== 'paid' && !header.includes(column)))
    return { ok: false, problem: 'columns' }
  const second = secondOf(header)
  if (second !== undefined) return { ok: false, problem: 'column-twice', column: head.cells[second]! }
  return {
    ok: true,
    lines: rest.map((line) => lineOf(line, header, today, otherCount(read.sign, head.cells, line.cells))),
  }
}

function columnOf(heading: string): Column | undefined {
  return columns.find((column) => headings[column].includes(plain(heading)))
}

function plain(word: string): string {
  return word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .trim()
}

function lineOf(
  { line, cells }: CsvRecord,
  header: readonly (Column | undefined)[],
  today: IsoDate,
  other: OtherCount | undefined,
): ReadLine {
  const typed = new URLSearchParams()
  for (const [at, column] of header.entries())
    if (column) typed.append(column, written(column, cells[at] ?? ''))
  const number = (typed.get('number') ?? '').slice(0, 40)
  if (other) return { line, number, errors: { line: fieldError('csvFile.cells', { ...other }) } }
  const parsed = parseFields(typed, rowForm(today))
  if (!parsed.ok) return { line, number, errors: parsed.errors }
  const { state, paid, date } = parsed.value
  return { line, number, row: { number: parsed.value.number, state, paidCents: paid, reportedOn: date } }
}

/** Days as they are written in Latvia; states by any of their names. */
function written(column: Column, cell: string): string {
  if (column === 'date') return isoDayOf(cell)
  if (column === 'state') return stateOf(cell) ?? cell
  return column === 'paid' && cell.trim() === '' ? '0' : cell
}

function stateOf(cell: string): string | undefined {
  return Object.keys(states).find((state) => states[state as ReportedState].includes(plain(cell)))
}

function rowForm(today: IsoDate) {
  return z.object({
    number: fields.text(40),
    state: fields.choice(['open', 'promised', 'paid', 'returned', 'disputed']),
    paid: z.preprocess((typed) => typed ?? '0', amount(0, mostCents)),
    date: fields.dayUntil(today),
  })
}
