import { afterAll, beforeAll, expect, test } from 'vitest'
import { companies } from '../../seed/cast.ts'
import * as payLater from '../../src/orders/pay-later.ts'
import { addDays } from '../../src/platform/time.ts'
import { reversePayment } from '../../src/receivables/credits.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { placed, type Wanted } from '../orders/placed.ts'
import { openTill } from './till.ts'

let office: Office
let till: ReturnType<typeof openTill>

beforeAll(async () => {
  office = await openOffice()
  till = openTill(office.shop)
})
afterAll(() => office.close())

const order = async (wanted: Wanted = {}) => {
  const { id } = await placed(office.shop, office.visitor(), {
    delivery: 'courier',
    priceCents: 10_000,
    ...wanted,
  })
  return { id, total: (await till.order(id)).totalCents }
}

test('money before the goods has an advance invoice for each receipt, and the final one clears them all', async () => {
  const { id, total } = await order()
  await till.receive(id, 3333)
  await till.receive(id, 3333)
  const last = await till.receive(id, total - 6666)
  expect(last).toMatchObject({ settled: true, unusedCents: 0 })
  await till.pack(id)
  await till.send(id)
  const books = await till.books(id)
  expect(books.map(({ kind, gross, open }) => [kind, gross, open])).toEqual([
    ['advance', 3333, 0],
    ['advance', 3333, 0],
    ['advance', total - 6666, 0],
    ['final', 0, 0],
  ])
  // To the cent what one invoice would have had.
  expect(books.reduce((sum, { vat }) => sum + vat, 0)).toBe(Math.round((total * 2100) / 12_100))
})

test('what comes twice, or too much, is noted, settles nothing and waits to go back', async () => {
  const { id, total } = await order()
  await expect(till.receive(id, total + 1)).rejects.toMatchObject({ code: 'overpaid' })
  const more = await till.receive(id, total + 150, { moreReceived: true })
  expect(more).toMatchObject({ settled: true, unusedCents: 150 })
  await expect(till.receive(id, 100)).rejects.toMatchObject({ code: 'already-paid' })
  const again = await till.receive(id, total, { moreReceived: true })
  expect(again).toMatchObject({ documentId: null, unusedCents: total })
  expect((await till.books(id)).map(({ kind, gross }) => [kind, gross])).toEqual([['advance', total]])
})

test('a company that is trusted gets the goods first, an invoice with its due day, and pays it in parts', async () => {
  const { id, total } = await order({ by: companies.builders, payment: 'later' })
  await expect(till.pack(id)).rejects.toMatchObject({ code: 'not-ready' })
  await till.contract((tx) => payLater.trust(tx, id, 30, till.by))
  await till.pack(id)
  await till.send(id)
  const [invoice] = await till.books(id)
  expect(invoice).toMatchObject({ kind: 'invoice', gross: total, open: total })
  expect(invoice!.dueOn! >= addDays(till.around.today, 30)).toBe(true)
  await till.receive(id, 1000)
  expect((await till.books(id))[0]!.open).toBe(total - 1000)
  expect(await till.receive(id, total - 1000)).toMatchObject({ documentId: null, settled: true })
  expect((await till.books(id)).map(({ kind, open }) => [kind, open])).toEqual([['invoice', 0]])
})

test('a person is never given more than fifty days', async () => {
  const { id } = await order({ payment: 'later' })
  const trust = (days: number) => till.contract((tx) => payLater.trust(tx, id, days, till.by))
  await expect(trust(51)).rejects.toMatchObject({ cause: { code: '23514' } })
  await trust(50)
})

test('money over the counter changes hands with the goods: one invoice, and nothing leaves unpaid', async () => {
  const { id, total } = await order({ delivery: 'collection', payment: 'collection' })
  await till.pack(id)
  await till.send(id)
  expect(await till.books(id)).toEqual([])
  await expect(till.handOver(id)).rejects.toMatchObject({ code: 'unpaid' })
  await till.receive(id, total, { means: 'cash', receiptNumber: 'K-1' })
  await till.handOver(id)
  expect((await till.books(id)).map(({ kind, gross, open }) => [kind, gross, open])).toEqual([
    ['invoice', total, 0],
  ])
})

test('cash without the number of its receipt is refused by the database', async () => {
  const { id, total } = await order()
  await expect(till.receive(id, total, { means: 'cash' })).rejects.toMatchObject({ cause: { code: '23514' } })
})

test('a provider’s payment is noted once', async () => {
  const { id, total } = await order()
  const card = { means: 'card', providerReference: 'pi_1', moreReceived: true } as const
  await till.receive(id, total, card)
  await expect(till.receive(id, total, card)).rejects.toMatchObject({ cause: { code: '23505' } })
})

test('a payment noted on the wrong order is taken back: its advance is credited, and the order waits again', async () => {
  const { id, total } = await order()
  const { paymentId } = await till.receive(id, total)
  const reversal = { orderId: id, paymentId, reason: 'Cits pasūtījums', reversedBy: till.by }
  await till.contract((tx) => reversePayment(tx, reversal, till.around))
  expect(
    (await till.books(id)).map(({ kind, gross, open }) => [kind, gross, kind === 'advance' ? open : 0]),
  ).toEqual([
    ['advance', total, 0],
    ['credit-note', total, 0],
  ])
  expect((await till.order(id)).settled).toBe(false)
  await till.receive(id, total)
  await till.pack(id)
  await till.send(id)
  expect((await till.books(id)).map(({ kind, gross }) => [kind, gross])).toEqual([
    ['advance', total],
    ['credit-note', total],
    ['advance', total],
    ['final', 0],
  ])
})

test('ten receipts at once are noted one after the other, and their numbers have no gap', async () => {
  const orders = await Promise.all(Array.from({ length: 10 }, () => order()))
  await Promise.all(orders.map(({ id, total }) => till.receive(id, total)))
  const numbers = (await Promise.all(orders.map(({ id }) => till.books(id))))
    .flat()
    .map(({ number }) => number)
  const counted = numbers.map((number) => Number(number.split('-').at(-1))).sort((a, b) => a - b)
  expect(counted.at(-1)! - counted[0]!).toBe(9)
})
