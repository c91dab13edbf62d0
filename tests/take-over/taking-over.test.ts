import { afterAll, beforeAll, expect, test } from 'vitest'
import { journalOf, turnovers } from '../../src/bookkeeping/journal.ts'
import { openItems } from '../../src/bookkeeping/open-items.ts'
import { registerOf } from '../../src/bookkeeping/register.ts'
import { proveSeries } from '../../src/bookkeeping/series.ts'
import { taxedSums } from '../../src/bookkeeping/vat-return.ts'
import { addDays, type IsoDate, isoDate, yearsFrom } from '../../src/platform/time.ts'
import { openBooks } from '../bookkeeping/ground.ts'
import { openTill } from '../receivables/till.ts'
import { type Ledger, openLedger } from '../statements/ledger.ts'
import { openMove, owing } from './table.ts'

let ledger: Ledger
let till: ReturnType<typeof openTill>
let books: ReturnType<typeof openBooks>
let move: ReturnType<typeof openMove>

beforeAll(async () => {
  ledger = await openLedger()
  till = openTill(ledger.shop)
  books = openBooks(ledger)
  move = openMove(ledger)
})
afterAll(() => ledger.close())

async function orderOf(number: string): Promise<{ id: string; reference: string; number: string }> {
  const [order] = await ledger.sql<{ id: string; reference: string; number: string }>(
    `select "order".id, "order".payment_reference as reference, "order".number from "order"
      join invoice on order_id = "order".id where invoice.number = $1`,
    [number],
  )
  return order!
}

const open = async (number: string) => (await till.books((await orderOf(number)).id))[0]

test('an invoice comes with its number, days and amounts, and what was paid before is not open', async () => {
  expect(await move.take(owing('MZ-1', { paid: '21.00' }))).toBe(1)
  const { id } = await orderOf('MZ-1')
  expect(await till.books(id)).toMatchObject([
    { kind: 'taken-over', gross: 12_100, vat: 2_100, open: 10_000, dueOn: '2025-09-28' },
  ])
  expect(await till.order(id)).toMatchObject({
    state: 'delivered',
    deliveredOn: '2025-09-16',
    settled: false,
    totalCents: 10_000,
    lines: [],
    noticeVersionId: null,
    party: { kind: 'company', companyName: 'SIA Parāds', postcode: 'LV-1010' },
  })
  const mails = await ledger.sql('select from mail where order_id = $1', [id])
  expect(mails).toEqual([])
})

test('the same number is not taken over twice, nor one of our own', async () => {
  const order = await ledger.order(5_000)
  await till.receive(order.id, 5_000)
  const [own] = await till.books(order.id)
  expect(await move.take(owing('MZ-2'))).toBe(1)
  expect(await move.compare([owing('mz-2'), owing(own!.number), owing('MZ-3'), owing('MZ-3')])).toMatchObject(
    [
      { state: 'known' },
      { state: 'bad', errors: { number: { key: 'takeOver.error.own' } } },
      { state: 'good' },
      { state: 'bad', errors: { number: { key: 'takeOver.error.twice' } } },
    ],
  )
  const twice = await Promise.all([move.take(owing('MZ-4')), move.take(owing('MZ-4'))])
  expect(twice.sort()).toEqual([0, 1])
})

test('what is wrong is told by line and column', async () => {
  const wrong = owing('MZ-5', {
    gross: '10,00',
    vat: '10,00',
    paid: '10',
    email: 'juris',
    due_on: '13.09.2025',
  })
  const [first, second] = await move.compare([
    wrong,
    owing('', { country: 'Latvija', issued_on: '31.02.2025' }),
  ])
  expect(first).toMatchObject({ line: 2, state: 'bad', errors: { email: { key: 'errors.email' } } })
  expect(second).toMatchObject({
    line: 3,
    state: 'bad',
    errors: { number: { key: 'errors.required' }, issued_on: { key: 'errors.date' } },
  })
  const [sums] = await move.compare([{ ...wrong, email: 'juris@parads.example' }])
  expect(sums).toMatchObject({
    errors: {
      due_on: { key: 'takeOver.error.due' },
      vat: { key: 'takeOver.error.vat' },
      paid: { key: 'takeOver.error.paid' },
    },
  })
})

test('a country that is none and a day to pay that nobody means are refused', async () => {
  const odd = [
    owing('MZ-40', { country: 'XX' }),
    owing('MZ-41', { due_on: '14.09.2031' }),
    owing('MZ-43', { country: 'no' }),
  ]
  expect(await move.compare(odd)).toMatchObject([
    { state: 'bad', errors: { country: { key: 'takeOver.error.country' } } },
    { state: 'bad', errors: { due_on: { key: 'takeOver.error.dueFar' } } },
    { state: 'good' },
  ])
})

test('a debt that the shop’s own years bar is refused, of a company sooner than of a person', async () => {
  const day = (years: number, days: number) => addDays(yearsFrom(move.today, -years) as IsoDate, days)
  const due = (number: string, on: string, more = {}) =>
    owing(number, { issued_on: on, due_on: on, delivered_on: '', ...more })
  const person = { company: '', registration_number: '' }
  const lines = [
    due('MZ-45', day(3, -1)),
    due('MZ-46', day(3, 1)),
    due('MZ-47', day(10, -1), person),
    due('MZ-48', day(9, 0), person),
  ]
  const barred = (years: number) => ({
    state: 'bad',
    errors: { due_on: { key: 'takeOver.error.dueLongAgo', values: { years } } },
  })
  expect(await move.compare(lines)).toMatchObject([
    barred(3),
    { state: 'good' },
    barred(10),
    { state: 'good' },
  ])
  const { barredYears } = ledger.shop.known().settings.debts
  Object.assign(barredYears, { company: 4, person: 8 })
  expect(await move.compare(lines)).toMatchObject([
    { state: 'good' },
    { state: 'good' },
    barred(8),
    barred(8),
  ])
  Object.assign(barredYears, { company: 3, person: 10 })
})

test('money settles it and issues nothing; what is too much waits to go back', async () => {
  await move.take(owing('MZ-6'))
  const { id } = await orderOf('MZ-6')
  expect(await till.receive(id, 100)).toMatchObject({ documentId: null, settled: false, unusedCents: 0 })
  expect(await open('MZ-6')).toMatchObject({ open: 12_000 })
  await expect(till.receive(id, 12_001)).rejects.toMatchObject({ code: 'overpaid' })
  expect(await till.receive(id, 12_050, { moreReceived: true })).toMatchObject({
    settled: true,
    unusedCents: 50,
  })
  expect(await till.books(id)).toMatchObject([{ kind: 'taken-over', open: 0 }])
})

test('a bank statement finds it by its number and by its reference, however old it is', async () => {
  // Of a person: a company's would be barred.
  const person = { company: '', registration_number: '' }
  const old = { ...person, issued_on: '2021-03-01', due_on: '2021-03-15', delivered_on: '' }
  await move.take(owing('MZ/2021/77', old), owing('MZ-8', { reference: '9000123' }), owing('MZ-9'))
  const ours = await orderOf('MZ-9')
  await ledger.statement([
    { cents: 12_100, words: 'par rekinu Nr. MZ/2021/77' },
    { cents: 12_100, words: 'apmaksa 9000123' },
    { cents: 12_100, reference: ours.reference },
  ])
  expect(await ledger.settle()).toBe(3)
  expect([await open('MZ/2021/77'), await open('MZ-8'), await open('MZ-9')]).toMatchObject([
    { open: 0 },
    { open: 0 },
    { open: 0 },
  ])
})

test('a reference that two share is refused: a payment would not know which it is for', async () => {
  await move.take(owing('MZ-10', { reference: '555001' }))
  expect(
    await move.compare([
      owing('MZ-11', { reference: '555001' }),
      owing('MZ-12', { reference: '555002' }),
      owing('MZ-13', { reference: '555002' }),
      owing('MZ-14', { reference: 'RF00123' }),
    ]),
  ).toMatchObject([
    { errors: { reference: { key: 'takeOver.error.referenceTwice' } } },
    { state: 'good' },
    { errors: { reference: { key: 'takeOver.error.referenceTwice' } } },
    { errors: { reference: { key: 'takeOver.error.reference' } } },
  ])
})

test('our own series never trips over its number', async () => {
  const year = till.around.today.slice(0, 4)
  const [next] = await ledger.sql<{ n: number }>(
    `select coalesce(max(next), 1) as n from number_series where document = 'invoice' and year = $1`,
    [year],
  )
  const { invoicePrefix } = ledger.shop.known().settings.numbers
  const number = `${invoicePrefix}${year}-${String(next!.n).padStart(4, '0')}`
  expect(await move.take(owing(number))).toBe(1)
  const order = await ledger.order(2_000)
  await till.receive(order.id, 2_000)
  expect((await till.books(order.id))[0]).toMatchObject({ kind: 'advance', number })
  expect((await books.read(proveSeries)).every(({ whole }) => whole)).toBe(true)
})

test('the books open a balance on the day, and neither register nor return counts it again', async () => {
  await move.take(owing('MZ-20', { paid: '1,00' }))
  const { today } = till.around
  const day = { from: isoDate(today), until: isoDate(today) }
  const then = { from: isoDate('2025-09-01'), until: isoDate('2025-09-30') }
  const chart = books.chart()
  const posted = await books.read((tx) => Array.fromAsync(journalOf(tx, day, chart)))
  expect(
    posted
      .filter(({ number }) => number === 'MZ-20')
      .map(({ what, account, cents }) => [what, account, cents]),
  ).toEqual([
    ['taken-over', 'receivables', 12_000],
    ['taken-over', 'opening', -12_000],
  ])
  const register = await books.read((tx) =>
    Array.fromAsync(registerOf(tx, { from: then.from, until: day.until })),
  )
  expect(register.filter(({ number }) => number.startsWith('MZ'))).toEqual([])
  expect(await books.read((tx) => taxedSums(tx, then))).toEqual([])
  const items = await books.read((tx) => Array.fromAsync(openItems(tx, day.until)))
  expect(items.find(({ number }) => number === 'MZ-20')).toMatchObject({
    kind: 'taken-over',
    dueOn: '2025-09-28',
    openCents: 12_000,
  })
  const { byAccount } = await books.read((tx) => turnovers(tx, day, chart))
  expect(byAccount.get('receivables')!.closingCents).toBe(
    items.reduce((sum, { openCents }) => sum + openCents, 0),
  )
})

test('a debt collector could be told of it once its time has come: the goods were received', async () => {
  await move.take(owing('MZ-30'), owing('MZ-31', { delivered_on: '' }))
  const problems = async (number: string) => {
    const [row] = await ledger.sql<{ problems: string[] }>(
      'select shop_collection_problems(id) as problems from invoice where number = $1',
      [number],
    )
    return row!.problems
  }
  expect(await problems('MZ-30')).toEqual([])
  expect(await problems('MZ-31')).toEqual(['not-received'])
  const unknown = await orderOf('MZ-31')
  expect(await till.order(unknown.id)).toMatchObject({ state: 'sent' })
  await till.handOver(unknown.id)
  expect(await problems('MZ-31')).toEqual([])
  expect(await till.books(unknown.id)).toHaveLength(1)
})

test('the contract is over once it is paid and the days of withdrawal are, and the books keep their own years', async () => {
  await move.take(owing('MZ-40'))
  const { id } = await orderOf('MZ-40')
  const ends = async () => {
    const [row] = await ledger.sql<{ contract: string | null; books: string }>(
      'select shop_contract_over($1)::text as contract, extract(year from shop_accounting_ends($1))::text as books',
      [id],
    )
    return row!
  }
  const before = await ends()
  expect(before.books >= String(Number(till.around.today.slice(0, 4)) + 5)).toBe(true)
  await till.receive(id, 12_100)
  expect((await ends()).contract).toBe('2025-09-30')
})
