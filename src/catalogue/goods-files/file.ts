import { isUtf8 } from 'node:buffer'
import { CsvError, parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { brokenOf, otherCount, secondOf, signLineOf } from '../../platform/files/csv-records.ts'
import { languages } from '../../platform/i18n/languages.ts'
import { type Cells, type Column, columnNames, columns, WrongCell } from './columns.ts'

/** A line of the file with its cells as the shop writes them. */
export interface Line {
  /** As a spreadsheet counts: the header is 1. */
  readonly number: number
  readonly cells: Cells
}

/** What stands in the way, and where. `column` is missing where the whole line or file is meant. */
export interface Mistake {
  readonly line: number
  readonly column?: string
  readonly key: string
  readonly values: Readonly<Record<string, string | number>>
}

export interface GoodsFile {
  readonly lines: readonly Line[]
  readonly mistakes: readonly Mistake[]
  /** Columns of the file that the shop does not know; they are not used. */
  readonly unknown: readonly string[]
  /** Where goods were found in a former shop: a path, by product. */
  readonly addresses: ReadonlyMap<string, string>
  /** Categories that are not there yet, by their Latvian slug. */
  readonly categories: ReadonlyMap<string, string>
}

/** A table as a spreadsheet program saves it, before anybody asks what its columns mean. */
export interface Table {
  /** What parts its cells. */
  readonly sign: string
  readonly header: readonly string[]
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[]
}

const mostLines = 50_000

/** Bytes. */
const longestHead = 100_000

/**
 * Reads CSV in UTF-8 or, from older spreadsheets, Windows-1257, parted by semicolons, commas or tabs.
 * Throws WrongCell where it is no such table.
 */
export function readTable(bytes: Uint8Array): Table {
  const { text, sign } = signed(inUtf8(bytes))
  let lastRead = 0
  const read: Table['rows'][number][] = []
  try {
    parse(text, {
      delimiter: sign,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: 200_000,
      on_record: (cells, { lines, records }) => {
        if (records > mostLines) throw new WrongCell('goodsFile.error.lines', { max: mostLines })
        lastRead = lines
        read.push({ number: lines, cells })
        return null
      },
    })
    const [head, ...rows] = read
    if (!head) throw new WrongCell('csvFile.empty')
    return { sign, header: head.cells.map((name) => name.trim()), rows }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const { problem, line } = brokenOf(error, text.toString(), lastRead)
    throw new WrongCell(`csvFile.${problem}`, { line })
  }
}

/** A table without Excel's line that names the sign, and the sign. */
function signed(text: Buffer): { readonly text: Buffer; readonly sign: string } {
  const told = signLineOf(text.toString('latin1', 0, 100))
  const table = text.subarray(told?.length)
  return { text: table, sign: told?.sign ?? delimiterOf(table) }
}

/** As bytes, which is how they are read: a string of ten megabytes of them would be made for nothing. */
function inUtf8(bytes: Uint8Array): Buffer {
  if (bytes.includes(0)) throw new WrongCell('goodsFile.error.notText')
  return isUtf8(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.from(new TextDecoder('windows-1257').decode(bytes))
}

/** The sign that parts the header most often. */
function delimiterOf(text: Buffer): string {
  const head = text.toString('utf8', 0, longestHead).split(/[\r\n]/, 1)[0]!
  const counted = [';', ',', '\t'].map((sign) => ({ sign, times: head.split(sign).length }))
  return counted.reduce((best, other) => (other.times > best.times ? other : best)).sign
}

/** Lines with more cells than the header: behind the one too many, each stands under another column's name. */
export function overfull({ sign, header, rows }: Table): Mistake[] {
  return rows.flatMap(({ number, cells }) => {
    const other = otherCount(sign, header, cells)
    if (!other || other.found < other.wanted) return []
    return [{ line: number, key: 'csvFile.cells', values: { ...other } }]
  })
}

/** A column that the header names a second time. `known` are its columns, of which each has one name. */
export function columnTwice({ header }: Table, known: readonly (string | undefined)[]): Mistake[] {
  const second = secondOf(known)
  if (second === undefined) return []
  return [{ line: 1, key: 'csvFile.column-twice', values: { column: header[second]! } }]
}

/** The shop's own table: its cells checked one by one, each mistake with its line. */
export function readGoods(table: Table): GoodsFile {
  const { header, rows } = table
  const known = header.map((name) => columns.find((column) => column.name === name.toLowerCase()))
  const mistakes = columnTwice(
    table,
    known.map((column) => column?.name),
  )
  for (const needed of ['product', 'sku'])
    if (!known.some((column) => column?.name === needed))
      mistakes.push({ line: 1, key: 'goodsFile.error.column', values: { column: needed } })
  const lines = mistakes.length ? [] : rows.map(({ number, cells }) => lineOf(number, cells, known, mistakes))
  return {
    lines,
    mistakes,
    unknown: header.filter((name) => name !== '' && !columnNames.has(name.toLowerCase())),
    addresses: new Map(),
    categories: new Map(),
  }
}

function lineOf(
  number: number,
  raw: readonly string[],
  known: readonly (Column | undefined)[],
  mistakes: Mistake[],
): Line {
  const cells: Record<string, string> = {}
  for (const [index, column] of known.entries()) {
    if (!column) continue
    try {
      cells[column.name] = filled(column, plainText(raw[index] ?? ''))
    } catch (error) {
      if (!(error instanceof WrongCell)) throw error
      mistakes.push({ line: number, column: column.name, key: error.key, values: error.values })
    }
  }
  return { number, cells }
}

/** A product's cells may be left empty in its second line and the next: `asAbove` keeps them apart from an emptied one. */
function filled(column: Column, text: string): string {
  return column.of === 'product' && column.name !== 'product' && text.trim() === ''
    ? ''
    : column.canonical(text)
}

/** The apostrophe that kept a spreadsheet from calculating is not a part of the text. */
function plainText(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text
}

/**
 * Lines for a spreadsheet: semicolons, decimal commas, texts that would be formulas made harmless; with `head`, the
 * UTF-8 mark and the columns' names before them.
 */
export function goodsLines(lines: readonly Cells[], { head = false } = {}): string {
  const rows = lines.map((cells) =>
    columns.map(({ name, number }) => {
      const text = cells[name] ?? ''
      return number ? text.replace('.', ',') : harmless(text)
    }),
  )
  const all = head ? [columns.map(({ name }) => name), ...rows] : rows
  return stringify(all, { delimiter: ';', bom: head })
}

function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

/** Article numbers, and addresses in other languages, that stand in two places of the file. */
export function doubledCells(lines: readonly Line[]): Mistake[] {
  const once = [
    'sku',
    ...languages.filter((language) => language !== 'lv').map((language) => `slug_${language}`),
  ]
  return once.flatMap((column) => doubled(lines, column))
}

function doubled(lines: readonly Line[], column: string): Mistake[] {
  const first = new Map<string, Line>()
  return lines.flatMap((line) => {
    const text = line.cells[column]
    if (!text) return []
    const before = first.get(text)
    if (!before) first.set(text, line)
    // A product may repeat its own cells in each of its lines.
    const repeats = column !== 'sku' && before?.cells.product === line.cells.product
    if (!before || repeats) return []
    return [{ line: line.number, column, key: 'goodsFile.error.doubled', values: { line: before.number } }]
  })
}
