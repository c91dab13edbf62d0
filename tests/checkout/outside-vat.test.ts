import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { invoiced } from './books.ts'
import { onTheShelf, person, putIn, send } from './buyer.ts'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
  await withSql(
    house.database.url,
    (sql) => sql`update setting set value = jsonb_set(value, '{vatNumber}', 'null') where key = 'identity'`,
  )
  await vi.waitFor(() => expect(house.shop.known().settings.identity.vatNumber).toBeNull())
})
afterAll(() => house?.close())

test('a shop outside the VAT register neither shows nor invoices VAT', async () => {
  const visitor = house.visitor()
  for (const path of ['/en', onTheShelf.en]) {
    expect((await visitor.get(path)).find('main').textContent).not.toContain('VAT')
  }
  const cart = await putIn(visitor)
  expect(cart.find('main').textContent).not.toContain('VAT')
  const form = await visitor.get('/en/checkout')
  expect(form.texts('.totals').join()).not.toContain('VAT')
  const order = await visitor.follow(await send(visitor, form, { ...person, delivery: 'dpd-courier' }))
  expect(order.find('main').textContent).not.toContain('VAT')

  const snapshot = await invoiced(house, /[0-9a-f-]{36}/.exec(order.path)![0])
  expect(snapshot.seller.vatNumber).toBeNull()
  expect(snapshot.vatCents).toBe(0)
  expect(snapshot.vatGroups).toEqual([
    { category: 'O', rate: 0, taxableCents: snapshot.grossCents, vatCents: 0 },
  ])
  expect(snapshot.lines.map(({ vatCategory }) => vatCategory)).toEqual(['O', 'O'])
  expect(snapshot.notes).toHaveLength(1)
  expect(snapshot.notes[0]).toContain('The seller is not registered for VAT; no VAT is charged.')
})

test('an invoice names its buyer’s own address, or none: a gift’s receiver is no part of it', async () => {
  const visitor = house.visitor()
  await putIn(visitor)
  const gift = {
    ...person,
    street: '',
    town: '',
    postcode: '',
    deliveryName: 'Somebody Else',
    deliveryStreet: 'Brīvības iela 1',
    deliveryTown: 'Rīga',
    deliveryPostcode: 'LV-1010',
  }
  const order = await visitor.follow(await send(visitor, await visitor.get('/en/checkout'), gift))
  const { buyer } = await invoiced(house, /[0-9a-f-]{36}/.exec(order.path)![0])
  expect(buyer).toMatchObject({ name: person.name, address: [] })
})

test('an invoice has its document rendered, whether or not a mail goes', async () => {
  const queued = await withSql(
    house.database.url,
    (sql) =>
      sql`select from graphile_worker._private_jobs
          where (payload ->> 'invoice')::uuid in (select id from invoice)`,
  )
  const issued = await withSql(house.database.url, (sql) => sql`select from invoice`)
  expect(queued).toHaveLength(issued.length)
})
