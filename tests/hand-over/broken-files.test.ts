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
    { line: { key: 'handOver.report.cells', values: { found: 3, wanted: 4 } } },
    { line: { key: 'handOver.report.cells', values: { found: 5, wanted: 4 } } },
    'A4',
  ])
})

test('open invoices of a former system are read with the same eyes', () => {
  const read = readText('number;issued_on;due_on;gross;name;email\nR-1;2026-01-01;"x\n', today)
  expect(read).toMatchObject({ ok: false, problem: 'quote-open', values: { line: 2 } })
})
