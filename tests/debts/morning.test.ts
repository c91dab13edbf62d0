import { afterAll, beforeAll, expect, test } from 'vitest'
import * as notices from '../../src/receivables/dunning/notices.ts'
import { urlFor } from '../../src/urls.ts'
import { until } from '../correspondence/mail-room.ts'
import { type Debt, type Debtors, openDebtors } from '../dunning/owing.ts'
import type { Client } from '../support/client.ts'
import { listOf, pageOf } from './room.ts'

let shop: Debtors
let desk: Client

beforeAll(async () => {
  shop = await openDebtors()
  desk = await shop.office.hire('owner')
})
afterAll(() => shop?.office.close())

/** Had the notice five weeks ago, and has said nothing. */
async function ripe(): Promise<Debt> {
  const debt = await shop.person(90)
  const { till } = shop
  await till.handOver(debt.orderId)
  await till.contract(async (tx) => {
    const { today } = till.around
    const noticeId = await notices.give(tx, { invoiceId: debt.invoiceId, by: till.by, today }, till.around)
    await notices.noteReceipt(tx, { noticeId, receivedOn: today, proof: 'RR1', by: till.by })
  })
  await shop.past(
    `update debt_notice_receipt set received_on = received_on - 35, object_until = received_on - 14
      where order_id = '${debt.orderId}'`,
  )
  return debt
}

test('a shop that hands nothing over offers no way to the collector, and says why', async () => {
  const debt = await ripe()
  const listed = async () => (await listOf(desk, 'collectable')).text
  expect(await listed()).toContain('Go to the hand-over')
  const switched = (on: boolean) =>
    shop.office.sql(`update purpose_switch set switched_on = ${on} where purpose = 'debt-collection'`)
  await switched(false)
  await until(async () => !shop.office.shop.known().purposesOn.has('debt-collection'))
  expect(await listed()).not.toMatch(/May go to the collector|Go to the hand-over/)
  const page = await pageOf(desk, debt)
  expect(page.text).toContain('It could go to a collector, but handing over is switched off.')
  expect(page.text).not.toContain('waits for its day')
  await switched(true)
  await until(async () => shop.office.shop.known().purposesOn.has('debt-collection'))
  await shop.till.receive(debt.orderId, debt.total)
})

test('the hand-over says how many are ticked here, when that is not all that should go', async () => {
  const debt = await ripe()
  const room = await desk.get(urlFor('adminHandOver'))
  expect(room.text).toContain('1 is ready to go and ticked, of')
  const form = room.form('debt')
  const bare = await desk.post(urlFor('adminHandOverCheck'), { collector: String(form.filled().collector) })
  expect(bare.text).toContain('1 is ready to go, ticked on this page: 0, of')
  await shop.till.receive(debt.orderId, debt.total)
})

test('the morning page says what is to be done about debts, each a click from done', async () => {
  const people = [await shop.person(10), await shop.person(11)]
  const disputed = await shop.person(30)
  await shop.object(disputed)
  await ripe()
  const today = await desk.get(urlFor('admin'))
  const list = await desk.get(today.link('2 buyers to remind'))
  const done = await desk.follow(await desk.submit(list.form('debt'), {}, 'Send reminders'))
  expect(done.text).toContain('2 reminders sent.')
  for (const debt of people) expect(await shop.sent(debt)).toEqual({ levels: [1], letters: 1 })
  const objection = await desk.get(today.link('1 objection to decide'))
  expect(objection.texts('h2')).toContain('Decide the objection')
  await desk.submit(objection.form(/decision$/), { upheld: 'yes', decision: 'Jums taisnība.' })
  expect((await desk.get(today.link('1 may go to the collector'))).path).toBe(urlFor('adminHandOver'))
  const after = await desk.get(urlFor('admin'))
  expect(after.texts('.notes a').filter((link) => /remind|objection/.test(link))).toEqual([])
})
