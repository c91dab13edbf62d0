import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { orders } from '../checkout/buyer.ts'
import { openClient } from '../support/client.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testOrigin, testShop } from '../support/shop.ts'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
})
afterAll(() => house?.close())

test('whoever has not opened an order reads how to, and not whether there is one', async () => {
  const { path } = await orders(house.visitor())
  const stranger = house.visitor()
  const texts = await Promise.all(
    [idIn(path), crypto.randomUUID(), 'no-such-order'].map(async (id) => {
      const page = await stranger.get(`/en/order/${id}`)
      expect(page.status).toBe(404)
      return page.body.replaceAll(id, '')
    }),
  )
  expect(texts[0]).toContain('Open the order by the link in your mail')
  expect(new Set(texts).size).toBe(1)
})

test('a page kept with its banner does not lie later', async () => {
  const visitor = house.visitor()
  const id = idIn((await orders(visitor)).path)
  for (const done of ['approved', 'changed', 'x'])
    expect((await visitor.get(`/en/order/${id}?done=${done}`)).all('.banner.good')).toEqual([])
  await withSql(
    house.database.url,
    (sql) => sql`update "order" set placed_at = placed_at - interval '2 hours' where id = ${id}`,
  )
  expect((await visitor.get(`/en/order/${id}?placed=1`)).text).not.toContain('Thank you')
})

test('a shop without a mail server does not say that it has sent a mail', async () => {
  const tried = await orders(house.visitor())
  expect(tried.text).toContain('the confirmation stayed in its office')
  const sending = Object.create(house.shop, { mailCaptured: { value: false } })
  const visitor = openClient(createApp(sending), {
    publicUrl: testOrigin,
    cookies: house.shop.cookies.names,
  })
  expect((await orders(visitor)).text).toContain('We have sent the confirmation')
})

test('a cancelled order says why, and promises no invoice', async () => {
  const visitor = house.visitor()
  const id = idIn((await orders(visitor)).path)
  const by = crypto.randomUUID()
  await withPurpose(house.shop.database.backoffice, 'order-contract', `staff:${by}`, (tx) =>
    fulfilment.cancel(tx, id, 'Asked by the buyer', by),
  )
  const { text } = await visitor.get(`/en/order/${id}?placed=1`)
  expect(text).toContain('Why it was cancelled: Asked by the buyer')
  expect(text).not.toContain('The invoice appears here')
  expect(text).not.toContain('Thank you')
})

test('what is still to be done does not read as done', async () => {
  const page = await orders(house.visitor())
  expect(page.texts('.timeline li').map((step) => step.split(' ')[0])).toEqual([
    'Placed',
    'Payment',
    'Dispatch',
    'Receipt',
  ])
})

function idIn(path: string): string {
  return /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(path)![0]
}
