import { afterAll, beforeAll, expect, test } from 'vitest'
import { payBackUnused } from '../../src/receivables/paying-back.ts'
import { urlFor } from '../../src/urls.ts'
import type { Client } from '../support/client.ts'
import { take } from '../support/trade.ts'
import { by, openTrade, type Trade } from '../withdrawals/trade.ts'
import type { Office } from './office.ts'

let office: Office
let desk: Client
let doors: Trade
beforeAll(async () => {
  ;({ office, desk, doors } = await openTrade())
})
afterAll(() => office.close())

const today = () => desk.get(urlFor('admin'))
/** The figure above a group of orders. */
const figure = async (words: string) =>
  (await today()).texts('.counts li').find((text) => text.includes(words))

test('money that covers no invoice and refunds that have not gone are on the page of the day', async () => {
  const over = await doors.order([{ quantity: 1, unitPriceCents: 1000 }], 0)
  await doors.pay(over.id, 1300)
  const cancelled = await doors.order([{ quantity: 1, unitPriceCents: 900 }], 0)
  const reason = 'The buyer asked for it'
  await office.sql(`insert into cancellation (order_id, reason, cancelled_by) values ($1, $2, '${by}')`, [
    cancelled.id,
    reason,
  ])
  await doors.pay(cancelled.id, 250)
  const page = await today()
  const list = await desk.get(page.link('2 payments are not fully allocated to an invoice'))
  expect(list.text).toContain('2 payments, €5.50 unallocated')
  expect(list.texts('tbody td a')).toEqual(expect.arrayContaining([over.number, cancelled.number]))

  await doors.contract((tx) => payBackUnused(tx, over.id, { cause: 'overpaid', by }))
  const later = await today()
  expect(later.link('1 payment is not fully allocated to an invoice')).toBe(
    `${urlFor('adminPayments')}?means=unused`,
  )
  expect(later.link('1 refund has not been sent yet')).toBe(urlFor('adminRefunds'))
})

test('a drawing that its buyer has not answered does not wait for the shop', async () => {
  const bought = await office.order('Hart & Sons')
  await take(desk, bought, ['payment'])
  expect(await figure('Proof to prepare')).toMatch(/^1/)
  await take(desk, bought, ['proof'])
  expect(await figure('Proof to prepare')).toMatch(/^0/)
  expect((await today()).text).toContain('1 order waits for its buyer to approve the proof')
})
