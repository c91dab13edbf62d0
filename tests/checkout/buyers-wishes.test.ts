import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { likelyMeant } from '../../src/customers/email-slips.ts'
import { bare } from '../../src/delivery/zones.ts'
import type { Delivery } from '../../src/settings/delivery.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { lockerOn, orderForm, orders, person, putIn, send } from './buyer.ts'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
})
afterAll(() => house?.close())

test.each([
  ['anna@gmial.com', 'anna@gmail.com'],
  ['anna@gmail.con', 'anna@gmail.com'],
  ['anna@gamil.com', 'anna@gmail.com'],
  ['anna@inbx.lv', 'anna@inbox.lv'],
  ['anna@hotmial.com', 'anna@hotmail.com'],
  ['anna@shop.comm', 'anna@shop.com'],
])('%s was probably meant to be %s', (typed, meant) => expect(likelyMeant(typed)).toBe(meant))

test.each([
  'anna@gmail.com',
  'anna@one.lv',
  'anna@ene.lv',
  'anna@zimes.example',
  'anna@mail.lv',
  'anna@me.lv',
])('%s is not asked about', (typed) => expect(likelyMeant(typed)).toBeUndefined())

test('a likely slip in the address is asked about once, and the same address sent again is taken', async () => {
  const visitor = house.visitor()
  const asked = await send(visitor, await orderForm(visitor), { ...person, email: 'oliver@gmial.com' })
  expect(asked.status).toBe(422)
  expect(asked.find('#email-error').textContent).toContain('Did you mean oliver@gmail.com?')
  const other = await send(visitor, asked, { email: 'oliver@gmall.com', read: 'yes' })
  expect(other.find('#email-error').textContent).toContain('Did you mean oliver@gmail.com?')
  const page = await visitor.follow(await send(visitor, other, {}))
  expect(page.text).toContain('Thank you')
  expect(page.text).toContain('oliver@gmall.com')
})

test('a gift has its recipient’s name, and the order says that no prices go into the parcel', async () => {
  const visitor = house.visitor()
  const asked = await send(visitor, await orderForm(visitor), { ...person, gift: 'yes' })
  expect(asked.all('.error-summary a[href="#deliveryName"]')).toHaveLength(1)
  const page = await visitor.follow(await send(visitor, asked, { deliveryName: 'Līga Ozola' }))
  expect(page.text).toContain('Thank you')
  expect(await kept(page.path)).toMatchObject({ gift: true, delivery_name: 'Līga Ozola', carrier: 'dpd' })
})

test('a telephone number is asked for where the carrier needs one', async () => {
  const page = await orders(house.visitor(), { ...person, phone: '', delivery: 'collection' })
  expect(page.text).toContain('Thank you')
})

test('a locker that has gone, or is another carrier’s, is asked for again and nothing is ordered', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const sent = form.form(/checkout$/).filled({ ...person, delivery: 'omniva-locker' })
  for (const point of [lockerOn(form, 'dpd-locker'), crypto.randomUUID(), 'x', '']) {
    const refused = await visitor.post('/en/checkout', { ...sent, 'point-omniva-locker': point })
    expect(refused.status).toBe(422)
    expect(refused.all('.error-summary a[href="#point-omniva-locker"]')).toHaveLength(1)
    expect(refused.form(/checkout$/).filled().name).toBe(person.name)
  }
})

test('where nobody has read in a carrier’s list, its locker is named in words', async () => {
  const clear = (gone: boolean) =>
    withSql(
      house.database.url,
      (sql) => sql`update pickup_point set gone_at = ${gone ? '2026-01-01' : null} where carrier = 'omniva'`,
    )
  await clear(true)
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const named = { delivery: 'omniva-locker', lockerTown: 'Rīga', lockerName: 'Rimi Barona' }
  const page = await visitor.follow(await send(visitor, form, { ...person, ...named }))
  await clear(false)
  expect(page.text).toContain('Rīga, Rimi Barona')
})

test('a way of delivery that was closed while the form was open is said beside the choice', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const { delivery } = house.shop.known().settings
  await keepSetting('delivery', { ...delivery, collection: { ...delivery.collection, offered: false } })
  await vi.waitFor(() => expect(house.shop.known().settings.delivery.collection.offered).toBe(false))
  const refused = await send(visitor, form, { ...person, delivery: 'collection' })
  await keepSetting('delivery', delivery)
  await vi.waitFor(() => expect(house.shop.known().settings.delivery.collection.offered).toBe(true))
  expect(refused.status).toBe(422)
  expect(refused.all('.error-summary a[href="#delivery"]')).toHaveLength(1)
})

test('where delivery costs more than in the rest of the country, the form says so before anything is ordered', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const { delivery } = house.shop.known().settings
  await keepSetting('delivery', withIslandAt(person.postcode, delivery))
  await vi.waitFor(() => expect(house.shop.known().settings.delivery.zones[0]!.key).toBe('island'))
  const told = await send(visitor, form)
  const page = await visitor.follow(await send(visitor, told, { read: 'yes' }))
  await keepSetting('delivery', delivery)
  await vi.waitFor(() => expect(house.shop.known().settings.delivery).toEqual(delivery))
  expect(told.status).toBe(409)
  expect(told.text).toContain('€12.34')
  expect(page.text).toContain('Thank you')
  expect(await kept(page.path)).toMatchObject({ delivery_price_cents: 1234 })
})

/** The same ways with one more zone around a postcode, where the courier asks for €12.34. */
function withIslandAt(postcode: string, delivery: Delivery): Delivery {
  const island = { key: 'island', name: 'Sala', countries: ['LV'], postcodes: [bare(postcode)] }
  const carriers = delivery.carriers.map((carrier) => {
    if (carrier.key !== 'dpd' || !carrier.courier) return carrier
    const bands = [{ upToGrams: 30_000, priceCents: 1234 }]
    const rate = { zone: 'island', bands, freeFromCents: null, days: { from: 2, until: 3 } }
    return { ...carrier, courier: { ...carrier.courier, rates: [rate, ...carrier.courier.rates] } }
  })
  return { ...delivery, zones: [island, ...delivery.zones], carriers }
}

test('less than the smallest order is not ordered; the cart says how much is missing', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  await keepSetting('ordering', { minimumCents: 100_000 })
  await vi.waitFor(() => expect(house.shop.known().settings.ordering.minimumCents).toBe(100_000))
  const refused = await send(visitor, form)
  const cart = await putIn(visitor)
  const toForm = await visitor.get('/en/checkout')
  await keepSetting('ordering', { minimumCents: null })
  await vi.waitFor(() => expect(house.shop.known().settings.ordering.minimumCents).toBeNull())
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('The cart holds less than the smallest order, and nothing was ordered')
  expect(cart.find('#minimum').textContent).toMatch(/€9\d\d\.\d\d of goods are missing/)
  expect(cart.all('a[href="/en/checkout"]')).toEqual([])
  expect(toForm.location).toBe('/en/cart')
})

function kept(path: string): Promise<Record<string, unknown>> {
  const [id = ''] = /[0-9a-f-]{36}/.exec(path) ?? []
  return withSql(house.database.url, async (sql) => {
    const [row] =
      await sql`select * from order_party join "order" on "order".id = order_id where order_id = ${id}`
    return row!
  })
}

function keepSetting(key: string, value: unknown): Promise<unknown> {
  return withSql(
    house.database.url,
    (sql) => sql`update setting set value = ${sql.json(value as never)} where key = ${key}`,
  )
}
