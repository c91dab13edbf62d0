import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client, Page } from '../support/client.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { putIn, send, withWords } from './buyer.ts'

let house: TestShop
/** What one costs, alone and from ten on. */
const single = 5000
const ten = 4000
beforeAll(async () => {
  house = await testShop()
  await withSql(house.database.url, async (sql) => {
    const variants = sql`select variant.id from variant join product_text on product_text.product_id = variant.product_id
      where slug = 'enamel-house-number'`
    await sql`delete from price_tier where variant_id in (${variants})`
    await sql`update variant set price_cents = ${single} where id in (${variants})`
    await sql`insert into price_tier select id, 10, ${ten} from (${variants}) variant`
  })
})
afterAll(() => house?.close())

test('lines with different words count together, and the lower price is for each of their pieces', async () => {
  const visitor = house.visitor()
  await words(visitor, '1', 6)
  const near = await words(visitor, '2', 3)
  expect(near.text).toContain('10 or more: €40.00 each')
  expect(goodsIn(near)).toBe('€450.00')
  const enough = await words(visitor, '3', 1)
  expect(goodsIn(enough)).toBe('€400.00')
  expect(enough.text).not.toContain('The price has changed')
  expect(enough.text).not.toContain('10 or more')
})

test('who takes pieces out again pays the price of fewer, without being told of a change that is their own', async () => {
  const visitor = house.visitor()
  await words(visitor, '1', 9)
  const cart = await words(visitor, '2', 1)
  expect(goodsIn(cart)).toBe('€400.00')
  const line = cart.forms.filter(({ action }) => action.endsWith('/change'))[1]!
  const fewer = await visitor.follow(await visitor.post(line.action, { ...line.filled(), action: 'remove' }))
  expect(goodsIn(fewer)).toBe('€450.00')
  expect(fewer.text).not.toContain('The price has changed')
})

test('a price from ten on that the shop changes is said, once', async () => {
  const visitor = house.visitor()
  await words(visitor, '1', 10)
  await withSql(
    house.database.url,
    (sql) => sql`update price_tier set price_cents = ${ten + 100} where price_cents = ${ten}`,
  )
  const cart = await visitor.get('/en/cart')
  await withSql(
    house.database.url,
    (sql) => sql`update price_tier set price_cents = ${ten} where price_cents = ${ten + 100}`,
  )
  expect(cart.text).toContain('The price has changed')
  expect(cart.text).toContain('€40.00')
})

test('the order keeps the price that was paid for each', async () => {
  const visitor = house.visitor()
  await words(visitor, '1', 6)
  await words(visitor, '2', 6)
  const page = await visitor.follow(await send(visitor, await visitor.get('/en/checkout')))
  const id = /[0-9a-f-]{36}/.exec(page.path)?.[0] ?? ''
  const lines = await withSql(
    house.database.url,
    (sql) => sql`select quantity, unit_price_cents from order_line where order_id = ${id}`,
  )
  expect(lines).toEqual([
    { quantity: 6, unit_price_cents: ten },
    { quantity: 6, unit_price_cents: ten },
  ])
})

function words(visitor: Client, text: string, quantity: number): Promise<Page> {
  return putIn(visitor, withWords, { words: text, quantity: String(quantity) })
}

function goodsIn(page: Page): string {
  return page.texts('.totals dd')[0]!
}
