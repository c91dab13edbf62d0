import type { Translate } from '../platform/i18n/messages.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Bookkeeping, Layout } from '../settings/bookkeeping.ts'
import { badDebtColumns, badDebts } from './bad-debts.ts'
import { bankColumns, bankMatches } from './bank-match.ts'
import { cashColumns, cashJournal } from './cash-journal.ts'
import { type Cell, type Column, csv } from './csv.ts'
import {
  type Chart,
  type JournalRow,
  journalColumns,
  journalOf,
  turnoverColumns,
  turnovers,
} from './journal.ts'
import {
  movementColumns,
  movementsOf,
  payoutColumns,
  payoutsOf,
  settlementColumns,
  settlementsOf,
} from './movements.ts'
import { type OpenItem, openItems } from './open-items.ts'
import type { Period } from './periods.ts'
import { onTheirWayColumns, refundsOnTheirWay } from './refunds-on-their-way.ts'
import { type RegisterRow, registerColumns, registerOf } from './register.ts'
import { proveSeries, seriesColumns } from './series.ts'
import {
  type AcquiredAbroad,
  acquiredAbroad,
  type OssRow,
  ossRows,
  rowsInReturn,
  type TaxedSum,
  taxedSums,
} from './vat-return.ts'

/** What every table needs. */
export interface Books {
  readonly tx: Tx<'accounting'>
  readonly period: Period
  readonly chart: Chart
  readonly layouts: Bookkeeping['layouts']
  readonly t: Translate
}

/** Sees each row of a table while it is written, to add it up. */
export type Watch<Row> = (row: Row) => void

/** The sales register as everybody reads it. */
export function registerTable(books: Books, watch: Watch<RegisterRow> = () => {}): AsyncGenerator<Buffer> {
  return table(books, registerColumns, watched(registerOf(books.tx, books.period), watch))
}

/** The journal as everybody reads it. */
export function journalTable(books: Books, watch: Watch<JournalRow> = () => {}): AsyncGenerator<Buffer> {
  return table(books, journalColumns, watched(journalOf(books.tx, books.period, books.chart), watch))
}

/** The sales register as the accountant's own program takes it; undefined where no layout is set. */
export function ownRegisterTable({ tx, period, layouts }: Books): AsyncGenerator<Buffer> | undefined {
  return layouts.register ? laidOut(layouts.register, registerColumns, registerOf(tx, period)) : undefined
}

/** The journal as the accountant's own program takes it; undefined where no layout is set. */
export function ownJournalTable({ tx, period, chart, layouts }: Books): AsyncGenerator<Buffer> | undefined {
  return layouts.journal ? laidOut(layouts.journal, journalColumns, journalOf(tx, period, chart)) : undefined
}

/** Sales that other member states tax, for the One-Stop-Shop return. */
export async function* ossTable(books: Books): AsyncGenerator<Buffer> {
  yield* table(books, ossColumns, await ossRows(books.tx, books.period, books.chart.home))
}

/** The smaller tables of a pack, by the name of their file. */
export function smallTables(books: Books): Readonly<Record<string, () => AsyncGenerator<Buffer>>> {
  const { tx, period, chart } = books
  const made = <Row>(columns: readonly Column<Row>[], rows: () => Promise<readonly Row[]>) =>
    async function* () {
      yield* table(books, columns, await rows())
    }
  return {
    'vat-return': made(vatColumns(chart.home), () => taxedSums(tx, period)),
    'supplies-in-the-eu': made(acquiredColumns, () => acquiredAbroad(tx, period)),
    oss: () => ossTable(books),
    payments: () => table(books, movementColumns, movementsOf(tx, period)),
    settlements: () => table(books, settlementColumns, settlementsOf(tx, period)),
    'refunds-on-their-way': made(onTheirWayColumns, () => refundsOnTheirWay(tx, period.until)),
    payouts: made(payoutColumns, () => payoutsOf(tx, period)),
    'cash-journal': made(cashColumns, async () => (await cashJournal(tx, period)).rows),
    accounts: made(turnoverColumns, async () => (await turnovers(tx, period, chart)).byCode),
    'bank-match': made(bankColumns, () => bankMatches(tx, period)),
    'bad-debts': made(badDebtColumns, () => badDebts(tx, period)),
    'number-series': made(seriesColumns, () => proveSeries(tx)),
  }
}

/** What is open on the last day of the period. */
export function openTable(books: Books, watch: Watch<OpenItem>): AsyncGenerator<Buffer> {
  return table(books, openColumns, watched(openItems(books.tx, books.period.until), watch))
}

function table<Row>(
  { t }: Books,
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<Buffer> {
  const heading = ({ field }: Column<Row>) => t(`books.column.${field}`)
  const worded = columns.flatMap((column) => {
    const { field, words } = column
    if (!words) return []
    const of = (row: Row) =>
      [words(row) ?? []]
        .flat()
        .map((key) => t(key))
        .join(', ') || null
    return [{ heading: t('books.column.inWords', { column: heading(column) }), column: { field, of } }]
  })
  return csv([...columns, ...worded.map(({ column }) => column)], rows, [
    ...columns.map(heading),
    ...worded.map((each) => each.heading),
  ])
}

function laidOut<Row>(
  layout: Layout,
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<Buffer> {
  const chosen = layout.columns.map(
    ({ field }) => columns.find((column) => column.field === field) ?? empty(field),
  )
  return csv(chosen, rows, layout.headings ? layout.columns.map(({ heading }) => heading) : null, layout)
}

/** A field that this version does not know any more leaves its column empty, so that the others keep their places. */
function empty(field: string): Column<unknown> {
  return { field, of: () => null }
}

async function* watched<Row>(rows: AsyncIterable<Row>, watch: Watch<Row>): AsyncGenerator<Row> {
  for await (const row of rows) {
    watch(row)
    yield row
  }
}

const rate = (points: number): Cell => ({ cents: points })

function vatColumns(home: string): readonly Column<TaxedSum>[] {
  return [
    { field: 'vatCountry', of: (row) => row.country },
    { field: 'category', of: (row) => row.category, words: (row) => `books.category.${row.category}` },
    { field: 'rate', of: (row) => rate(row.rate) },
    { field: 'net', of: (row) => ({ cents: row.netCents }) },
    { field: 'vat', of: (row) => ({ cents: row.vatCents }) },
    { field: 'valueRow', of: (row) => rowsInReturn(row, home).value },
    { field: 'taxRow', of: (row) => rowsInReturn(row, home).tax },
  ]
}

const acquiredColumns: readonly Column<AcquiredAbroad>[] = [
  { field: 'vatNumber', of: (row) => row.vatNumber },
  { field: 'deliveredTo', of: (row) => row.country },
  { field: 'category', of: (row) => row.category, words: (row) => `books.category.${row.category}` },
  { field: 'net', of: (row) => ({ cents: row.netCents }) },
]

const ossColumns: readonly Column<OssRow>[] = [
  { field: 'vatCountry', of: (row) => row.country },
  { field: 'rate', of: (row) => rate(row.rate) },
  { field: 'net', of: (row) => ({ cents: row.netCents }) },
  { field: 'vat', of: (row) => ({ cents: row.vatCents }) },
  { field: 'corrects', of: (row) => row.corrects },
]

const openColumns: readonly Column<OpenItem>[] = [
  { field: 'what', of: (row) => row.what, words: (row) => `books.what.${row.what}` },
  { field: 'number', of: (row) => row.number },
  {
    field: 'kind',
    of: (row) => row.kind,
    words: ({ what, kind }) => (what === 'payment' ? `books.means.${kind}` : `books.kind.${kind}`),
  },
  { field: 'orderNumber', of: (row) => row.orderNumber },
  { field: 'day', of: (row) => ({ day: row.day }) },
  { field: 'dueOn', of: (row) => (row.dueOn ? { day: row.dueOn } : null) },
  { field: 'amount', of: (row) => ({ cents: row.amountCents }) },
  { field: 'open', of: (row) => ({ cents: row.openCents }) },
]
