import { afterAll, beforeAll, expect, test } from 'vitest'
import { people } from '../../seed/cast.ts'
import { urlFor } from '../../src/urls.ts'
import type { Office } from '../admin/office.ts'
import type { Client, Page } from '../support/client.ts'
import { openTrade, type Trade, words } from './trade.ts'

let office: Office
let desk: Client & { id: string }
let doors: Trade

beforeAll(async () => {
  ;({ office, desk, doors } = await openTrade())
})
afterAll(() => office.close())

const page = (id: string): Promise<Page> => desk.get(urlFor('adminWithdrawal', { id }))

async function typed(number: string, email: string): Promise<string> {
  const visitor = office.visitor()
  const form = await visitor.get(urlFor('withdrawal', 'en'))
  const who = { name: 'Anna Bērziņa', email, contract: number }
  const review = await visitor.submit(form.form('withdrawal'), who, words.en[0])
  const done = await visitor.submit(review.form('withdrawal'), {}, words.en[1])
  return /[0-9a-f-]{36}/.exec(done.location ?? '')![0]
}

function post(id: string, fields: Record<string, string>): Promise<Page> {
  return desk.post(urlFor('adminWithdrawalStep', { id }), fields)
}

test('one day late it is taken all the same, goes to a person, and may be declined with its reason', async () => {
  const goods = [{ quantity: 1, unitPriceCents: 1000 }]
  const [late, inTime] = [await doors.order(goods), await doors.order(goods)]
  for (const [order, ago] of [
    [late, 40],
    [inTime, 3],
  ] as const) {
    await doors.pay(order.id, 1399)
    await doors.send(order.id, ago)
  }
  // The last day was yesterday, and the contract with it.
  await office.sql(`update shipment_delivery set withdrawal_until = shop_today() - 1 where order_id = $1`, [
    late.id,
  ])
  const [one, other] = [
    await typed(late.number, people.anna.email),
    await typed(inTime.number, people.anna.email),
  ]
  expect((await page(one)).text).toContain('after the last day')
  expect((await page(other)).text).not.toContain('after the last day')
  expect((await post(one, { action: 'decline', refusal: '' })).status).toBe(422)
  expect((await post(one, { action: 'decline', refusal: 'The period ended yesterday.' })).status).toBe(303)
  const [mail] = await office.sql<{ letters: number }>(
    `select count(*)::int as letters from mail where kind = 'withdrawal-answer'`,
  )
  expect(mail!.letters).toBe(1)
  expect((await post(one, { action: 'close', closing: 'x' })).status).not.toBe(303)
})

test('without an order a person finds it, and from then on it goes its way', async () => {
  const order = await doors.order([{ quantity: 2, unitPriceCents: 1000 }])
  await doors.pay(order.id, 2399)
  await doors.send(order.id, 2)
  const id = await typed('the yellow signs from last week', 'somebody@example.com')
  expect((await page(id)).text).toContain('no order found')
  expect((await post(id, { action: 'attach', orderNumber: 'Z99999' })).status).toBe(422)
  const attached = await desk.follow(await post(id, { action: 'attach', orderNumber: order.number }))
  expect(attached.text).toContain('The order is attached.')
  expect(attached.text).toContain('goods awaited')
  const back = await desk.follow(await desk.submit(attached.form('goods-back'), {}, 'Goods received'))
  expect(back.text).toContain('goods back')
  const settled = await desk.follow(await desk.submit(back.form(/settlement$/), {}))
  expect(settled.text).toContain('The credit note is issued')
  const [row] = await office.sql<{ credited: number; refunded: number }>(
    `select (select sum(gross_cents)::int from invoice where order_id = $1 and kind = 'credit-note') as credited,
            (select sum(amount_cents)::int from refund where order_id = $1) as refunded`,
    [order.id],
  )
  // Two pieces and the standard delivery.
  expect(row!.credited).toBe(row!.refunded)
  expect(row!.credited).toBeGreaterThan(2000)
  expect(row!.credited).toBeLessThanOrEqual(2399)
})

test('an order keeps its buyer for as long as its withdrawal waits', async () => {
  const order = await doors.order([{ quantity: 1, unitPriceCents: 700 }])
  await doors.pay(order.id, 1099)
  await doors.send(order.id, 40)
  const isOpen = async () =>
    (await office.sql<{ open: boolean }>('select shop_contract_open($1) as open', [order.id]))[0]!.open
  expect(await isOpen()).toBe(false)
  const id = await typed(order.number, people.anna.email)
  expect(await isOpen()).toBe(true)
  await post(id, { action: 'close', closing: 'Sent twice.' })
  expect(await isOpen()).toBe(false)
})

test('a credit note for a complaint, what was paid too much, and a paid order given up', async () => {
  const order = await doors.order([{ quantity: 3, unitPriceCents: 1000 }])
  await doors.pay(order.id, 3500)
  const creditPage = () => desk.get(urlFor('adminOrderCredit', { id: order.id }))
  const over = await desk.follow(await desk.submit((await creditPage()).form(/overpaid$/), {}))
  expect(over.text).toContain('The refund is asked for.')
  await doors.send(order.id, 1)
  const noted = await creditPage()
  const [line] = order.lines
  const fields = { [`off-${line}`]: '2.50', cause: 'complaint' }
  expect((await desk.submit(noted.form(/note$/), { cause: 'complaint' })).status).toBe(409)
  const credited = await desk.follow(await desk.submit(noted.form(/note$/), fields))
  expect(credited.text).toContain('The credit note is issued.')
  const rows = await office.sql<{ cents: number; cause: string }>(
    `select amount_cents as cents, cause from refund where order_id = $1 order by asked_at`,
    [order.id],
  )
  expect(rows).toEqual([
    { cents: 101, cause: 'overpaid' },
    { cents: 250, cause: 'complaint' },
  ])
  const pieces = { [`pieces-${line}`]: '3', cause: 'goodwill' }
  await desk.follow(await desk.submit((await creditPage()).form(/note$/), pieces))
  const delivery = { delivery: '3.99', cause: 'goodwill' }
  await desk.follow(await desk.submit((await creditPage()).form(/note$/), delivery))
  expect((await creditPage()).text).toContain('There is nothing to credit or to pay back.')

  const other = await doors.order([{ quantity: 1, unitPriceCents: 1000 }])
  await doors.pay(other.id, 1500)
  const shown = await desk.get(urlFor('adminOrderCredit', { id: other.id }))
  const gone = await desk.follow(await desk.submit(shown.form(/cancellation$/), { reason: 'Asked for it.' }))
  expect(gone.text).toContain('The order is cancelled.')
  const [end] = await office.sql<{ paid: number; cancelled: boolean }>(
    `select shop_paid_cents($1) as paid, shop_cancelled_at($1) is not null as cancelled`,
    [other.id],
  )
  expect(end).toEqual({ paid: 0, cancelled: true })
  await doors.pay(other.id, 700)
  const late = await desk.get(urlFor('adminOrderCredit', { id: other.id }))
  expect((await desk.submit(late.form(/overpaid$/), {})).status).toBe(303)
})
