import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as payLater from '../../src/orders/pay-later.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'
import { has } from '../support/programs.ts'
import { type Bought, type Step, take } from '../support/trade.ts'
import { type Trade, trade } from '../withdrawals/trade.ts'
import { placed, type Wanted } from './placed.ts'

let office: Office
let desk: Client & { id: string }
let doors: Trade

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
  doors = trade(office)
})
afterAll(() => office.close())

const list = urlFor('adminWorkshop')

async function bought(wanted: Wanted, steps: readonly Step[] = []): Promise<Bought> {
  const order = await placed(office.shop, office.visitor({ audit: false }), { language: 'en', ...wanted })
  await take(desk, order, steps)
  return order
}

async function lineOf({ id }: { readonly id: string }): Promise<string> {
  const [line] = await office.sql<{ id: string }>('select id from order_line where order_id = $1', [id])
  return line!.id
}

const making = async (order: { readonly id: string }) =>
  urlFor('adminMaking', 'lv', { id: order.id, lineId: await lineOf(order) })

function page(order: Bought) {
  return order.buyer.get(urlFor('order', 'en', { id: order.id }))
}

describe('goods that are made after they were ordered, with nothing of the buyer’s own', () => {
  test('are made once they are paid for, and packed only then', async () => {
    const order = await bought({ toMake: true })
    expect((await desk.post(await making(order), {})).text).toContain('The order is not paid yet')
    expect((await desk.get(list)).text).toContain('1 sign waits for payment')

    await take(desk, order, ['payment'])
    expect((await page(order)).text).toContain('We are making it')
    expect((await desk.post(urlFor('adminPacking', 'lv', { id: order.id }), {})).status).toBe(409)
    const workshop = await desk.get(list)
    expect(workshop.text).toContain(order.number)
    expect(workshop.all('.job img')).toHaveLength(0)

    await take(desk, order, ['making', 'packing'])
    expect((await desk.get(list)).text).not.toContain(order.number)
  })

  test('ask for no proof, and can be given back', async () => {
    const order = await bought({ toMake: true }, ['payment'])
    const office_ = await office.open(desk, order)
    expect(office_.text).toContain('To make')
    expect(office_.text).not.toContain('Proof')
    const seen = await page(order)
    expect(seen.texts('.timeline li').join(' ')).toMatch(/Paid.*Making.*Dispatch/)
    expect(seen.text).not.toContain('Proof approved')
    expect(seen.text).not.toContain('the right of withdrawal does not apply')
    expect(seen.text).toContain('Withdraw from contract here')
  })

  test('have a job card without a drawing', async () => {
    const order = await bought({ toMake: true }, ['payment'])
    const cookie = [...desk.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const href = `${urlFor('adminJobCards')}?line=${await lineOf(order)}`
    const card = await office.app.request(href, { headers: { cookie } })
    expect(card.headers.get('content-type')).toBe('application/pdf')
    if (!has('pdftotext')) return
    const input = Buffer.from(await card.arrayBuffer())
    const text = execFileSync('pdftotext', ['-', '-'], { input, encoding: 'utf8' })
    expect(text).toContain(`${order.number}/1`)
    expect(text).not.toMatch(/proof/i)
  })

  test('are not made while their buyer is giving them back, nor what was credited whole', async () => {
    const goods = [
      { quantity: 1, unitPriceCents: 2000 },
      { quantity: 1, unitPriceCents: 1000 },
    ]
    const { id, lines } = await doors.order(goods)
    await office.sql('update order_line set to_make = true, stocked = false where id = $1', [lines[0]!])
    await doors.pay(id, 3399)
    const made = urlFor('adminMaking', 'lv', { id, lineId: lines[0]! })
    expect((await desk.get(list)).body).toContain(lines[0]!)
    const pieces = [{ orderLineId: lines[0]!, quantity: 1 }]
    const withdrawal = await doors.withdraw(id, pieces)
    expect((await desk.get(list)).body).not.toContain(lines[0]!)
    const refused = await desk.post(made, {})
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('The order is withdrawn')

    await doors.settle(withdrawal, { pieces })
    expect((await desk.get(list)).body).not.toContain(lines[0]!)
    expect((await office.open(desk, { id })).text).toContain('To send')
    expect((await desk.post(made, {})).status).toBe(404)
    const packing = await desk.post(urlFor('adminPacking', 'lv', { id }), {})
    expect(packing.status).toBe(303)
  })
})

test('the database makes nothing that is unpaid, undrawn or for the shelf', async () => {
  const orders = [
    await bought({ toMake: true }),
    await bought({ words: 'Undrawn' }, ['payment']),
    await bought({}, ['payment']),
  ]
  for (const order of orders) {
    const insert = 'insert into making (order_line_id, order_id, made_by) values ($1, $2, $2)'
    const refused = office.sql(insert, [await lineOf(order), order.id])
    await expect(refused).rejects.toThrow('cannot be made yet')
  }
})

test('what a trusted buyer pays later can be marked as made on its page', async () => {
  const order = await bought({ words: 'Later Ltd', payment: 'later' }, ['proof', 'approval'])
  expect((await office.open(desk, order)).body).not.toContain(await making(order))
  await doors.contract((tx) => payLater.trust(tx, order.id, 14, null))
  expect((await office.open(desk, order)).body).toContain(await making(order))
  await take(desk, order, ['making', 'packing'])
})

test('a sign that was to be paid on collection waits for its money, and says so', async () => {
  const order = await bought({ words: 'Counter', payment: 'collection', delivery: 'collection' }, [
    'proof',
    'approval',
  ])
  const seen = await page(order)
  expect(seen.text).toContain('Awaiting payment')
  expect(seen.text).not.toContain('We are making it')
  expect(seen.text).toContain('Please pay now rather than when you collect it.')
  expect(seen.text).not.toContain('You pay when you collect the goods')
  expect((await office.open(desk, order)).text).toContain('Awaiting payment')
  const form = (await office.open(desk, order)).form(/\/payment$/)
  expect((await desk.submit(form, { means: 'transfer' })).status).toBe(303)
  await take(desk, order, ['making'])
  expect((await page(order)).text).toContain('We are getting it ready for collection')
})

test('goods from the shelf may wait for their money at the counter', async () => {
  const order = await bought({ payment: 'collection', delivery: 'collection' })
  expect((await page(order)).text).toContain('You pay when you collect the goods')
  await take(desk, order, ['packing'])
})
