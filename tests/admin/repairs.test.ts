import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '../../src/platform/time.ts'
import { urlFor } from '../../src/urls.ts'
import type { Client, Page } from '../support/client.ts'
import { type Bought, take } from '../support/trade.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
let desk: Client & { id: string }

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office?.close())

const pageOf = ({ id }: Bought) => urlFor('adminOrder', { id })
const claimsOf = (bought: Bought) => `${pageOf(bought)}?for=conformity-claims`
const noteOn = (page: Page, repairedOn: string) => desk.submit(page.form(/\/repairs(\?|$)/), { repairedOn })

/** Goods that came so many days ago. */
async function delivered(ago: number): Promise<Bought> {
  const bought = await office.order()
  await take(desk, bought, ['payment', 'packing', 'dispatch', 'delivery'])
  await office.sql(
    `update shipment_delivery set delivered_on = shop_today() - ${ago}, withdrawal_until = shop_today() - ${ago - 14}
      where order_id = $1`,
    [bought.id],
  )
  return bought
}

test('a repair is noted for claims, lengthens them once, stands in the history and is taken back', async () => {
  const bought = await delivered(100)
  const today = office.shop.clock.today()
  const ended = await desk.get(pageOf(bought))
  expect(ended.text).not.toContain('Note a repair')
  const claims = await desk.get(claimsOf(bought))
  const noted = await desk.follow(await noteOn(claims, addDays(today, -1)))
  expect(noted.path).toBe(`${claimsOf(bought)}&done=repaired`)
  expect(noted.text).toContain('The repair is noted.')
  expect(noted.text).toContain('The repair has made that longer, once.')
  expect(noted.text).toContain('Repair noted administrator en')
  const again = await noteOn(noted, addDays(today, -1))
  expect(again.status).toBe(422)
  expect(again.text).toContain('A repair on this day is noted already.')
  const back = await desk.follow(await desk.submit(noted.form(/taking-back/)))
  expect(back.text).toContain('The repair is taken back.')
  expect(back.text).toContain('Repair taken back administrator en')
  expect(back.text).not.toContain('The repair has made that longer')
  const twice = await desk.submit(noted.form(/taking-back/))
  expect(twice.status).toBe(409)
  expect(twice.text).toContain('This repair is taken back already')
})

test('what cannot be is refused beside its field, and nothing that was typed is lost', async () => {
  const bought = await delivered(5)
  const today = office.shop.clock.today()
  for (const [day, words] of [
    [addDays(today, -6), 'The date cannot be before the day of receipt.'],
    [addDays(today, 1), 'The date cannot be in the future.'],
    ['soon', 'Enter a date'],
    ['', 'Fill in this field'],
  ] as const) {
    const refused = await noteOn(await desk.get(pageOf(bought)), day)
    expect(refused.status, day).toBe(422)
    expect(refused.text, day).toContain(words)
    if (day) expect(refused.body).toContain(`value="${day}"`)
  }
  expect(await office.sql('select id from repair where order_id = $1', [bought.id])).toEqual([])
})

test('once claims have ended no repair is noted, in words, and there is no form for it', async () => {
  const bought = await delivered(100)
  const form = await desk.get(claimsOf(bought))
  await office.sql(
    `update shipment_delivery set delivered_on = (shop_today() - interval '2 years 1 day')::date where order_id = $1`,
    [bought.id],
  )
  const late = await noteOn(form, office.shop.clock.today())
  expect(late.status).toBe(422)
  expect(late.text).toContain('The time for claims about this order has run out')
  expect(late.text).not.toContain('Day of the repair')
})

test('an order that is on its way has no repairs', async () => {
  const bought = await office.order()
  const page = await desk.get(pageOf(bought))
  expect(page.text).not.toContain('Note a repair')
  const forced = await desk.post(urlFor('adminRepairs', { id: bought.id }), {
    repairedOn: office.shop.clock.today(),
  })
  expect(forced.status).toBe(409)
  expect(forced.text).toContain('A repair is noted once the buyer has the goods')
})

test('the repairs of a restricted person are nobody’s business', async () => {
  const bought = await delivered(5)
  await office.sql('insert into restricted_order (order_id) values ($1)', [bought.id])
  const forced = await desk.post(urlFor('adminRepairs', { id: bought.id }), {
    repairedOn: office.shop.clock.today(),
  })
  expect(forced.status).toBe(423)
  expect(await office.sql('select id from repair where order_id = $1', [bought.id])).toEqual([])
})
