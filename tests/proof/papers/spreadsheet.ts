import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { XMLParser } from 'fast-xml-parser'
import { csv } from '../../../src/bookkeeping/csv.ts'
import { type RegisterRow, registerColumns } from '../../../src/bookkeeping/register.ts'
import { basisPoints } from '../../../src/platform/money.ts'
import { isoDate } from '../../../src/platform/time.ts'
import { saidBy } from './programs.ts'

/** A cell as the spreadsheet has it. */
interface Cell {
  readonly type: string
  readonly value: string
  readonly formula: boolean
}

/** Names that somebody chose to be taken for more than a name. */
const names = [
  '=HYPERLINK("http://evil.example";"Rēķins")',
  '=1+1',
  '+371 20000000',
  '-5',
  '@SUM(A1:A9)',
  '\t=1+1',
  'SIA "Ķirsis; dēls"',
  'Divas\nrindas',
  '1E5 SIA',
]

const amounts = [0, 1, -1, 99, 100, -123_450, 1_234_567_89, 10, -7]

/** The sales register as an accountant in Latvia opens it in LibreOffice: what is wrong with its cells. */
export async function spreadsheet(folder: string): Promise<{ wrong: string[]; cells: number }> {
  const file = join(folder, 'sales-register.csv')
  const pieces: Buffer[] = []
  for await (const piece of csv(
    registerColumns,
    names.map(rowOf),
    registerColumns.map(({ field }) => field),
  ))
    pieces.push(piece)
  writeFileSync(file, Buffer.concat(pieces))
  const rows = opened(folder, file)
  const wrong: string[] = []
  const expect = (row: number, field: string, type: string, value: string) => {
    const cell = rows[row]?.[registerColumns.findIndex((column) => column.field === field)]
    if (!cell || cell.formula || cell.type !== type || cell.value !== value)
      wrong.push(
        `${field} of row ${row}: ${JSON.stringify(cell)} instead of ${type} ${JSON.stringify(value)}`,
      )
  }
  if (rows.length !== names.length + 1) wrong.push(`${rows.length} rows instead of ${names.length + 1}`)
  names.forEach((name, index) => {
    // The apostrophe is what keeps it a text wherever it is opened; a tab is an element there, and no text.
    const text = /^[=+\-@\t\r]/.test(name) ? `'${name}` : name
    expect(index + 1, 'company', 'string', text.replaceAll('\t', ''))
    expect(index + 1, 'net', 'float', String(amounts[index]! / 100))
    expect(index + 1, 'vat', 'float', String(-amounts[index]! / 100 || 0))
    expect(index + 1, 'issuedOn', 'date', '2026-02-28')
    expect(index + 1, 'number', 'string', `ZM2026-000${index}`)
    expect(index + 1, 'rate', 'float', '21')
  })
  registerColumns.forEach(({ field }) => {
    expect(0, field, 'string', field)
  })
  return { wrong, cells: rows.reduce((count, row) => count + row.length, 0) }
}

function rowOf(company: string, index: number): RegisterRow {
  const day = isoDate('2026-02-28')
  return {
    number: `ZM2026-000${index}`,
    kind: 'invoice',
    issuedOn: day,
    taxDay: day,
    orderNumber: `B0000${index}`,
    company,
    registrationNumber: '40003032949',
    vatNumber: 'LV40003032949',
    vatCountry: 'LV',
    deliveredTo: 'LV',
    category: 'S',
    rate: basisPoints(2100),
    netCents: amounts[index]!,
    vatCents: -amounts[index]!,
    precedingNumber: null,
    cause: null,
  }
}

/** Field 6 of the filter is the language of numbers and dates: 1062 is Latvian; the separator is 59, UTF-8 is 76. */
const filter = 'CSV:59,34,76,1,,1062,false,true,false'

function opened(folder: string, file: string): Cell[][] {
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'office')).href}`
  saidBy('soffice', [
    profile,
    '--headless',
    `--infilter=${filter}`,
    '--convert-to',
    'fods',
    '--outdir',
    folder,
    file,
  ])
  const parser = new XMLParser({
    ignoreAttributes: false,
    parseAttributeValue: false,
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => ['table:table-row', 'table:table-cell', 'text:p'].includes(name),
  })
  const sheet = parser.parse(readFileSync(file.replace(/csv$/, 'fods'), 'utf8'))['office:document'][
    'office:body'
  ]['office:spreadsheet']['table:table']
  return (sheet['table:table-row'] as Element[]).map((row) =>
    (row['table:table-cell'] as Element[]).flatMap((cell) => {
      const times = Number(cell['@_table:number-columns-repeated'] ?? 1)
      return Array.from({ length: Math.min(times, registerColumns.length) }, () => cellOf(cell))
    }),
  )
}

type Element = Readonly<Record<string, unknown>>

function cellOf(cell: Element): Cell {
  const type = String(cell['@_office:value-type'] ?? 'empty')
  const words = ((cell['text:p'] ?? []) as unknown[]).map(wordsOf).join('\n')
  const value = cell['@_office:value'] ?? cell['@_office:date-value'] ?? words
  return { type, value: String(value), formula: cell['@_table:formula'] !== undefined }
}

function wordsOf(paragraph: unknown): string {
  if (typeof paragraph !== 'object' || paragraph === null) return String(paragraph)
  return String((paragraph as Element)['#text'] ?? '')
}
