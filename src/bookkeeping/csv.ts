import { stringify } from 'csv-stringify/sync'
import { csvLines } from '../platform/files/csv-lines.ts'
import { decimal } from '../platform/money.ts'
import type { Layout } from '../settings/bookkeeping.ts'

/** What stands in a cell: a text, which no program may take for a formula, an amount in cents, or a day (ISO). */
export type Cell = string | { readonly cents: number } | { readonly day: string } | null

/** A column of a table; its heading is the message `books.column.<field>`. */
export interface Column<Row> {
  readonly field: string
  readonly of: (row: Row) => Cell
  /** Where the cell is a code for programs: the messages that say it in words, in a column of its own at the end. */
  readonly words?: (row: Row) => string | readonly string[] | null
}

export type Format = Pick<Layout, 'separator' | 'decimal' | 'dates'>

/** As a spreadsheet in Latvia opens it. */
const usualFormat: Format = { separator: ';', decimal: ',', dates: 'iso' }

const bom = '\uFEFF'
const portion = 500

/** A table as lines of CSV in UTF-8 with its mark, a few hundred at a time. */
export async function* csv<Row>(
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row> | Iterable<Row>,
  headings: readonly string[] | null,
  format: Format = usualFormat,
): AsyncGenerator<Buffer> {
  yield Buffer.from(bom + (headings ? linesOf([headings], format) : ''))
  let gathered: Cell[][] = []
  for await (const row of rows) {
    gathered.push(columns.map(({ of }) => of(row)))
    if (gathered.length < portion) continue
    yield Buffer.from(linesOf(gathered, format))
    gathered = []
  }
  if (gathered.length > 0) yield Buffer.from(linesOf(gathered, format))
}

function linesOf(rows: readonly (readonly Cell[])[], { separator, decimal: sign, dates }: Format): string {
  return stringify(
    rows.map((row) => row.map((cell) => plainOf(cell, dates))),
    {
      delimiter: separator,
      ...csvLines,
      // Words that begin like a formula get an apostrophe; numbers are let be.
      escape_formulas: true,
      cast: { number: (amount) => amountText(amount, sign) },
    },
  )
}

/** Amounts stay numbers, so that a minus before them is none of a formula. */
function plainOf(cell: Cell, dates: Format['dates']): string | number {
  if (cell === null) return ''
  if (typeof cell === 'string') return cell
  if ('cents' in cell) return cell.cents
  return dayText(cell.day, dates)
}

/** Cents as euros with two decimals and nothing between thousands. */
function amountText(amount: number, sign: Format['decimal']): string {
  return decimal(amount).replace('.', sign)
}

function dayText(day: string, dates: Format['dates']): string {
  if (dates === 'iso') return day
  const [year, month, date] = day.split('-')
  return dates === 'dots' ? `${date}.${month}.${year}` : `${year}${month}${date}`
}
