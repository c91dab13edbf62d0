import { createHash } from 'node:crypto'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { journalOf, turnovers } from '../../src/bookkeeping/journal.ts'
import { openItems } from '../../src/bookkeeping/open-items.ts'
import { daysOf } from '../../src/bookkeeping/periods.ts'
import { registerOf } from '../../src/bookkeeping/register.ts'
import { proveSeries } from '../../src/bookkeeping/series.ts'
import { distanceSales, taxedSums } from '../../src/bookkeeping/vat-return.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { days, openBooks } from './ground.ts'
import { balances, open, taxed } from './oracle.ts'
import { writeYear } from './writing.ts'
import { makeYear } from './year.ts'

const year = makeYear(7, 160)
const months = Array.from({ length: 12 }, (_, index) => daysOf(`2025-${String(index + 1).padStart(2, '0')}`))
const whole = days('01-01', '12-31')

let house: TestShop
let books: ReturnType<typeof openBooks>
beforeAll(async () => {
  house = await testShop()
  await withSql(house.database.url, (sql) => writeYear(sql, year))
  books = openBooks(house)
})
afterAll(() => house.close())

test('every entry balances, and every account stands where the year has brought it, month by month', async () => {
  for (const period of months) {
    const { byAccount } = await books.read((tx) => turnovers(tx, period, books.chart()))
    const closing = [...byAccount].map(([account, { closingCents }]) => [account, closingCents] as const)
    expect(Object.fromEntries(closing.filter(([, cents]) => cents !== 0))).toEqual(
      balances(year, period.until),
    )
  }
  const rows = await books.read((tx) => Array.fromAsync(journalOf(tx, whole, books.chart())))
  expect(rows.reduce((total, { cents }) => total + cents, 0)).toBe(0)
  expect(new Set(rows.map(({ entry }) => entry)).size).toBe(rows.at(-1)!.entryNumber)
})

test('open items are what was left of each document and payment at the end of each month', async () => {
  for (const { until } of months) {
    const items = await books.read((tx) => Array.fromAsync(openItems(tx, until)))
    expect(Object.fromEntries(items.map(({ id, openCents }) => [id, openCents]))).toEqual(open(year, until))
  }
})

test('VAT is counted once, by country, category and rate', async () => {
  for (const { from, until } of [...months, whole]) {
    const sums = await books.read((tx) => taxedSums(tx, { from, until }))
    const found = sums.map(({ country, category, rate, netCents, vatCents }) => [
      `${country} ${category} ${rate}`,
      `${netCents} ${vatCents}`,
    ])
    expect(Object.fromEntries(found)).toEqual(taxed(year, from, until))
  }
})

test('the sales register names companies and no person, and takes credit notes off', async () => {
  const rows = await books.read((tx) => Array.fromAsync(registerOf(tx, whole)))
  expect(rows.map(({ number }) => number).length).toBe(year.docs.flatMap(({ groups }) => groups).length)
  expect(new Set(rows.map(({ company }) => company))).toEqual(
    new Set([null, '=SUM(A1) OÜ', 'SIA "Krāsa; un, līme"']),
  )
  expect(rows.filter(({ kind }) => kind === 'credit-note').every(({ netCents }) => netCents < 0)).toBe(true)
})

test('what went to consumers in other member states is held against the limit, without intra-Community supplies', async () => {
  const [now, before] = await books.read((tx) => distanceSales(tx, 2025, 'LV'))
  const sold = year.docs.filter(({ to, vatNumber }) => to !== 'LV' && !vatNumber)
  const sum = sold.flatMap(({ kind, groups }) =>
    groups.map(({ net }) => (kind === 'credit-note' ? -net : net)),
  )
  expect(now!.netCents).toBe(sum.reduce((total, net) => total + net, 0))
  expect(now!.warns).toBe(now!.netCents >= 800_000)
  expect(before!.netCents).toBe(0)
})

test('the month pack proves itself, and each of its files has its sum', async () => {
  const files = unzipSync(await books.taken('pack', days('04-01', '04-30')))
  const manifest = JSON.parse(Buffer.from(files['manifest.json']!).toString())
  expect(manifest.checks.filter(({ holds }: { holds: boolean }) => !holds)).toEqual([])
  expect(manifest.documents.count).toBe(year.docs.filter(({ day }) => day.startsWith('2025-04')).length)
  expect(manifest.documents.without.pdf).toHaveLength(manifest.documents.count)
  const sums = Buffer.from(files.SHA256SUMS!).toString().trim().split('\n')
  expect(sums).toHaveLength(Object.keys(files).length - 1)
  for (const line of sums) {
    const [sha256, name] = line.split('  ')
    expect(createHash('sha256').update(files[name!]!).digest('hex')).toBe(sha256)
  }
})

test('a table opens in a spreadsheet: mark, semicolons, comma, ISO days; words are never formulas and amounts are numbers', async () => {
  const bytes = await books.taken('csv', whole)
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const lines = bytes.toString().trimEnd().split('\r\n')
  expect(lines[0]).toContain('Numurs;Veids;Izrakstīts;')
  const foreign = lines.find((line) => line.includes('SUM(A1)'))!
  expect(foreign).toContain(`;'=SUM(A1) OÜ;`)
  const quoted = lines.find((line) => line.includes('līme'))!
  expect(quoted).toContain(';"SIA ""Krāsa; un, līme""";')
  const credit = lines.find((line) => line.includes(';credit-note;'))!
  expect(credit).toMatch(/;2025-\d\d-\d\d;/)
  expect(credit).toMatch(/;-\d+,\d\d;-\d+,\d\d;-\d+,\d\d;/)
})

test('an export is noted with its sum, and as a disclosure of each order in it', async () => {
  const period = days('05-01', '05-31')
  const bytes = await books.taken('journal', period)
  await withSql(house.database.url, async (sql) => {
    const [row] =
      await sql`select id, documents, bytes, encode(sha256, 'hex') as sha256, finished_at is not null as finished
      from book_export where format = 'journal' and from_on = '2025-05-01'`
    expect(row).toMatchObject({
      bytes: String(bytes.length),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      finished: true,
    })
    const told =
      await sql`select distinct unit_id from disclosure where about_id = ${row!.id} and recipient_kind = 'accountant'`
    const orders = new Set(year.docs.filter(({ day }) => day.startsWith('2025-05')).map(({ order }) => order))
    expect(new Set(told.map(({ unit_id }) => unit_id))).toEqual(orders)
  })
})

test('a series is whole as long as its counter and its documents agree', async () => {
  const before = await books.read(proveSeries)
  expect(before.map(({ series, year: of, whole: is }) => [series, of, is])).toEqual([
    ['invoice', 2025, true],
    ['credit-note', 2025, true],
  ])
  await withSql(
    house.database.url,
    (sql) => sql`update number_series set next = next + 2 where document = 'invoice'`,
  )
  const [broken] = await books.read(proveSeries)
  const last = year.docs.filter(({ kind }) => kind !== 'credit-note').length
  expect(broken).toMatchObject({ whole: false, missing: [last + 1, last + 2] })
  await withSql(
    house.database.url,
    (sql) => sql`update number_series set next = next - 2 where document = 'invoice'`,
  )
})
