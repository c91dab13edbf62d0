import { expect, test } from 'vitest'
import { translator } from '../../src/platform/i18n/messages.ts'
import { isoDate } from '../../src/platform/time.ts'
import { readReport } from '../../src/receivables/hand-over/report-file.ts'
import { readText } from '../../src/receivables/take-over/file.ts'

const today = isoDate('2026-11-20')
const report = (...lines: readonly string[]) =>
  readReport(['number;state;paid;date', ...lines].join('\r\n'), today)

test.each([
  ['a quotation mark that never closes', ['A1;open;;2026-11-01', '', 'A2;"open;;2026-11-01', 'A3;open;;'], 4],
  ['one that closes in a line below', ['A1;"open;;2026-11-01', 'A2;"open";;2026-11-01'], 2],
  ['one inside a cell', ['A1;open;;2026-11-01', 'A2;op"en;;2026-11-01'], 3],
  ['one that never closes in a long file', ['A1;"open', ...Array(2000).fill('A2;open;;2026-11-01')], 2],
] as const)('a file broken by %s is refused with the line', (_, lines, line) => {
  const read = report(...lines)
  expect(read).toMatchObject({ ok: false, line })
  if (read.ok || !('line' in read)) throw new Error('read')
  const words = translator('lv')(`handOver.report.problem.${read.problem}`, { line: read.line })
  expect(words).toContain(`${line}. rindā`)
})

test('a line with cells too few or too many is named, and the others are read', () => {
  const read = report(
    'A1;open;;2026-11-01',
    'A2;open;2026-11-01',
    'A3;open;0;2026-11-01;x',
    'A4;open;0;2026-11-01;;',
  )
  const lines = read.ok ? read.lines : []
  expect(lines.map((one) => ('errors' in one ? one.errors : one.row.number))).toEqual([
    'A1',
    { line: { key: 'csvFile.cells', values: { found: 3, wanted: 4 } } },
    { line: { key: 'csvFile.cells', values: { found: 5, wanted: 4 } } },
    'A4',
  ])
})

test('open invoices of a former system are read with the same eyes', () => {
  const read = readText('number;issued_on;due_on;gross;name;email\nR-1;2026-01-01;"x\n', today)
  expect(read).toMatchObject({ ok: false, problem: 'quote-open', values: { line: 2 } })
})

const invoices = (header: string, ...lines: readonly string[]) => {
  const read = readText([header, ...lines].join('\n'), today)
  return read.ok ? read.lines.map((one) => ('errors' in one ? one.errors : one.row.gross)) : read
}

test('an invoice with a cell too many or too few is named by that alone: nobody’s amount is cut', () => {
  const header = 'number,issued_on,due_on,name,email,gross'
  const line = 'R-1,2026-01-01,2026-01-15,Juris,juris@parads.example'
  expect(invoices(header, `${line},12,50`, `${line},"12,50",,`, 'R-2,2026-01-01')).toEqual([
    { number: { key: 'csvFile.cells', values: { found: 7, wanted: 6 } } },
    1250,
    { number: { key: 'csvFile.cells', values: { found: 2, wanted: 6 } } },
  ])
})

test('a header that names a column twice is refused with its name', () => {
  expect(invoices('number;issued_on;due_on;gross;Gross;name;email', 'R-1')).toMatchObject({
    problem: 'column-twice',
    values: { column: 'Gross' },
  })
  expect(readReport('numurs;statuss;samaksāts;datums;Atgūts\nA1;open;1;2026-11-01;2', today)).toEqual({
    ok: false,
    problem: 'column-twice',
    column: 'Atgūts',
  })
})

test.each(['sep=;', '\uFEFFSEP=;', 'sep=;;;;'])('the line %j of Excel’s is no line of the table', (own) => {
  const read = readReport(`${own}\r\nnumber;state;paid;date\r\nA,1;open;1,50;2026-11-01`, today)
  expect(read).toMatchObject({ ok: true, lines: [{ line: 2, row: { number: 'A,1', paidCents: 150 } }] })
})

test('a file without anything in it is called empty', () => {
  expect([invoices(''), readReport('', today)]).toMatchObject([
    { problem: 'empty-file' },
    { problem: 'empty-file' },
  ])
})
