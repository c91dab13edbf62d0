import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Bought } from '../support/trade.ts'

let office: Office
let owner: Awaited<ReturnType<Office['hire']>>
let desk: typeof owner

beforeAll(async () => {
  office = await openOffice()
  owner = await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office.close())

const opened = async ({ id }: { id: string }, by = desk.id) => {
  const rows = await office.sql<{ page: string; purpose: string }>(
    'select page, purpose from record_opening where unit_id = $1 and staff_id = $2 order by at, page',
    [id, by],
  )
  return rows.map(({ page, purpose }) => `${page} ${purpose}`)
}

async function pay(order: Bought): Promise<string> {
  await desk.submit((await office.open(desk, order)).form(/\/payment$/))
  const [invoice] = await office.sql<{ id: string }>('select id from invoice where order_id = $1', [order.id])
  await office.render(invoice!.id)
  return invoice!.id
}

test('opening an order is noted once in five minutes, by whom and for what', async () => {
  const order = await office.order()
  await office.open(desk, order)
  await office.open(desk, order)
  expect(await opened(order)).toEqual(['order order-contract'])
  await office.sql(`update record_opening set at = at - interval '6 minutes' where unit_id = $1`, [order.id])
  await office.open(desk, order)
  expect(await opened(order)).toHaveLength(2)
  expect(await opened(order, crypto.randomUUID())).toEqual([])
})

test('its buyer opens nothing of anybody’s', async () => {
  const order = await office.order()
  await order.buyer.get(urlFor('order', 'en', { id: order.id }))
  const rows = await office.sql('select from record_opening where unit_id = $1', [order.id])
  expect(rows).toEqual([])
})

test('every door to somebody’s record notes it', async () => {
  const order = await office.order()
  const invoiceId = await pay(order)
  await desk.submit((await office.open(desk, order)).form(/\/packing$/))
  await desk.get(urlFor('adminInvoice', { id: order.id, invoiceId }))
  await desk.get(urlFor('adminPackingSlip', { id: order.id }))
  await desk.get(urlFor('adminDeliveryNote', { id: order.id }))
  await desk.get(urlFor('adminCorrection', { id: order.id }))
  const mails = await office.sql<{ id: string }>('select id from mail where order_id = $1 limit 1', [
    order.id,
  ])
  await desk.get(urlFor('adminMail', { id: mails[0]!.id }))
  expect(new Set(await opened(order))).toEqual(
    new Set([
      'order order-contract',
      'invoice order-contract',
      'packing-slip order-contract',
      'delivery-note order-contract',
      'correction order-contract',
      'mail service-messages',
    ]),
  )

  const books = await office.hire('accountant')
  await books.get(urlFor('accountantInvoice', { id: invoiceId }))
  expect(await opened(order, books.id)).toEqual(['invoice accounting'])
})

test('a drawing, a job card and a question are the record of their order', async () => {
  const order = await office.order('Anna\nBērziņa')
  const page = await office.open(desk, order)
  await desk.submit(page.form(/\/proof$/))
  const [proof] = await office.sql<{ id: string; line: string }>(
    'select id, order_line_id as line from proof where order_id = $1',
    [order.id],
  )
  await desk.get(urlFor('adminProofPicture', { id: order.id, proofId: proof!.id }))
  await office.sql(
    `insert into order_question (id, order_id, words) values (gen_random_uuid(), $1, 'When?')`,
    [order.id],
  )
  await desk.get(urlFor('adminQuestions'))
  expect(await opened(order)).toEqual(['order order-contract', 'questions service-messages'])
})

test('owners see who opened whom, find an order by its number, and administrators see nothing', async () => {
  const order = await office.order()
  await office.open(desk, order)
  const list = await owner.get(urlFor('adminOpenings'))
  expect(list.text).toContain(order.number)
  expect(list.text).toContain('administrator en')

  const found = await owner.follow(await owner.submit(list.form(/\/search$/), { openingOrder: order.number }))
  expect(found.path).not.toContain(order.number)
  expect(new Set(found.texts('tbody th'))).toEqual(new Set([order.number]))
  const nobody = await owner.submit(list.form(/\/search$/), { openingOrder: 'no such' })
  expect([nobody.status, nobody.text.includes('No order has this number')]).toEqual([422, true])

  expect((await desk.get(urlFor('adminOpenings'))).status).toBe(403)
  expect((await desk.get(urlFor('admin'))).text).not.toContain('Openings')
})
