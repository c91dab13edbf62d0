import { afterAll, beforeAll, expect, test } from 'vitest'
import { attribute } from '../support/html.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { onTheShelf, putIn, send } from './buyer.ts'

let house: TestShop
const sql = <T extends object>(text: string) =>
  withSql(house.database.url, (client) => client.unsafe<T[]>(text))
const exit = '/prece/evakuacijas-izeja-pa-labi'

beforeAll(async () => {
  house = await testShop()
  // Written in Latvian alone.
  await sql(`delete from product_text where language <> 'lv' and product_id in (
    select product_id from product_text where slug = 'evakuacijas-izeja-pa-labi')`)
})
afterAll(() => house?.close())

test('what is not offered in a language stays in the cart, in words of a language that it has', async () => {
  const visitor = house.visitor()
  await putIn(visitor, onTheShelf.lv)
  await putIn(visitor, exit)
  const cart = await visitor.get('/en/cart')
  expect(cart.texts('.cart-line strong a')).toEqual(['Fire extinguisher', expect.stringContaining('zeja')])
  const [own, foreign] = cart.all('.cart-line')
  expect(own!.textContent).not.toContain('We do not offer this in English')
  expect(foreign!.textContent).toContain(
    'We do not offer this in English, but you can order it all the same.',
  )
  const link = foreign!.querySelector('strong a')!
  expect(attribute(link, 'href')).toBe(exit)
  expect(attribute(foreign!.querySelector('strong')!, 'lang')).toBe('lv')
  expect((await visitor.get('/en')).find('.cart-link .count').textContent).toContain('2')
})

test('what is not offered in a language is ordered like everything else', async () => {
  const visitor = house.visitor()
  await putIn(visitor, onTheShelf.lv)
  await putIn(visitor, exit)
  const form = await visitor.get('/en/checkout')
  expect(form.body).toContain('<strong lang="lv">Evaku')
  const placed = await visitor.follow(await send(visitor, form))
  expect(placed.texts('.order-lines strong')).toEqual(form.texts('.order-lines strong'))
  expect(placed.texts('.order-lines strong')).toHaveLength(2)
  expect((await visitor.get('/en/cart')).text).toContain('The cart is empty')
})

test('a variant without a name in the language is shown in one that has both', async () => {
  await sql(`delete from variant_text where language = 'sv' and variant_id in (
    select variant.id from variant join product_text using (product_id) where slug = 'fire-extinguisher')`)
  const visitor = house.visitor()
  await putIn(visitor)
  const cart = await visitor.get('/sv/varukorg')
  expect(attribute(cart.find('.cart-line strong'), 'lang')).toBe('lv')
  expect(cart.text).toContain('Vi erbjuder inte den här varan på svenska')
})

test('what is put in while an order is placed stays in the cart', async () => {
  const visitor = house.visitor()
  await putIn(visitor)
  const form = await visitor.get('/en/checkout')
  const put = await visitor.get(exit)
  let placing: ReturnType<typeof send> | undefined
  let putting: ReturnType<typeof visitor.submit> | undefined
  // The order waits for its pieces; meanwhile another tab puts something in.
  await withSql(house.database.url, (client) =>
    client.begin(async (tx) => {
      await tx`select from variant where product_id in (select product_id from product_text where slug = 'fire-extinguisher') for update`
      placing = send(visitor, form)
      await expect.poll(async () => waiting(1), { timeout: 20_000 }).toBe(true)
      putting = visitor.submit(put.form(/grozs\/likt$/))
      await Promise.race([putting, expect.poll(async () => waiting(2), { timeout: 20_000 }).toBe(true)])
    }),
  )
  expect((await placing)?.status).toBe(303)
  await putting
  expect((await visitor.get('/en/cart')).all('.cart-line')).toHaveLength(1)
})

/** Whether so many statements wait for a lock. */
async function waiting(count: number): Promise<boolean> {
  const [row] = await sql<{ waiting: number }>(`select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`)
  return row!.waiting >= count
}

test('where nothing goes to the chosen country the cart says so, and another one can be chosen', async () => {
  await sql(`update setting set value = jsonb_set(jsonb_set(jsonb_set(value, '{countries}', '["LV", "SE"]'),
      '{zones}', (value -> 'zones') || '[{"key": "zviedrija", "name": "Zviedrija", "countries": ["SE"], "postcodes": []}]'),
      '{collection,offered}', 'false') where key = 'delivery'`)
  await expect.poll(() => house.shop.known().settings.delivery.countries.length, { timeout: 10_000 }).toBe(2)
  const visitor = house.visitor()
  await putIn(visitor)
  const cart = await visitor.get('/en/cart?to=SE')
  expect(cart.form(/cart$/).filled().to).toBe('SE')
  expect(cart.text).toContain('does not go to this country')
  const home = await visitor.submit(cart.form(/cart$/), { to: 'LV' })
  expect(home.all('.estimate dt').length).toBeGreaterThan(0)
  expect(home.text).not.toContain('does not go to this country')
})
