import { stringify } from 'csv-stringify/sync'
import { csvLines } from '../../platform/files/csv-lines.ts'
import type { Field, ToldDebt } from './pack-fields.ts'
import { fieldNames } from './pack-fields.ts'

const bom = '\uFEFF'
const amounts = new Set<Field>(['principal', 'interest', 'costs'])

/** The debts as a table that a spreadsheet in Latvia opens. */
export function debtsTable(debts: readonly ToldDebt[]): Buffer {
  return table([
    [...fieldNames],
    ...debts.map((debt) =>
      fieldNames.map((field) => (amounts.has(field) ? euros(debt[field]!) : (debt[field] ?? ''))),
    ),
  ])
}

/** Rows as CSV in UTF-8 with its mark; words that begin like a formula get an apostrophe. */
export function table(rows: readonly (readonly string[])[]): Buffer {
  const text = stringify(
    rows.map((row) => [...row]),
    { delimiter: ';', ...csvLines, escape_formulas: true },
  )
  return Buffer.from(bom + text)
}

/** A decimal amount as Latvia writes it. */
export function euros(amount: string): string {
  return amount.replace('.', ',')
}
