import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Language } from '../../src/platform/i18n/languages.ts'
import { urlFor } from '../../src/urls.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { onTheShelf, orders, person, putIn, send, withWords } from './buyer.ts'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
  // What was on the shelf is made after it was ordered from now on, with nothing of the buyer's own.
  await withSql(house.database.url, async (sql) => {
    const [text] = await sql<{ id: string }[]>`
      select product_id as id from product_text where slug = ${onTheShelf.en.split('/').at(-1)!} and language = 'en'`
    await sql`update product set made_to_order = true where id = ${text!.id}`
    await sql`update variant set stock = null where product_id = ${text!.id}`
  })
})
afterAll(() => house?.close())

const reason: Readonly<Record<Language, string>> = {
  lv: 'darbu sākam pēc apmaksas',
  en: 'we begin once it is paid for',
  sv: 'vi börjar när det är betalt',
  nl: 'wij beginnen zodra het is betaald',
}

test.each([
  ['goods made to order', onTheShelf.en],
  ['a sign with own words', withWords],
])('%s cannot be paid for on collection, and the form says why', async (_, product) => {
  const visitor = house.visitor()
  await putIn(visitor, product, product === withWords ? { words: '12' } : {})
  for (const language of ['lv', 'en', 'sv', 'nl'] as const) {
    const page = await visitor.get(urlFor('checkout', language))
    expect(page.find('#payment-collection').hasAttribute('disabled')).toBe(true)
    expect(page.text).toContain(reason[language])
  }
  const page = await visitor.get(urlFor('checkout', 'en'))
  const values = { ...person, delivery: 'collection' }
  const form = page.form(/checkout$/)
  const sent = { ...form.filled(values), payment: 'collection' }
  const refused = await visitor.post(form.action, sent)
  expect(refused.status).toBe(422)
  expect(refused.texts('.error').join(' ')).toContain(reason.en)
  const placed = await visitor.follow(await send(visitor, refused, { ...values, payment: 'transfer' }))
  expect(placed.text).toContain('Thank you, we have your order.')
})

test('what is made to order without words keeps the right of withdrawal and is to be made', async () => {
  const page = await orders(house.visitor())
  expect(page.text).not.toContain('the right of withdrawal does not apply')
  const id = /[0-9a-f-]{36}/.exec(page.path)![0]
  const lines = await withSql(
    house.database.url,
    (sql) => sql`select made_to_order, to_make, stocked from order_line where order_id = ${id}`,
  )
  expect(lines).toEqual([{ made_to_order: false, to_make: true, stocked: false }])
})

test('a shop that takes money only at the counter is paid by transfer for what it makes', async () => {
  const { paying } = house.shop.known().settings
  const counter = {
    ...paying,
    transfer: false,
    card: false,
    persons: null,
    companies: null,
    collection: true,
  }
  const set = (value: typeof paying) =>
    withSql(
      house.database.url,
      (sql) => sql`update setting set value = ${JSON.stringify(value)}::jsonb where key = 'paying'`,
    )
  await set(counter)
  await expect.poll(() => house.shop.known().settings.paying, { timeout: 10_000 }).toEqual(counter)
  const visitor = house.visitor()
  await putIn(visitor)
  const page = await visitor.get(urlFor('checkout', 'en'))
  expect(page.find('#payment-transfer').hasAttribute('checked')).toBe(true)
  const placed = await visitor.follow(await send(visitor, page, person))
  await set(paying)
  expect(placed.text).toContain('Awaiting payment')
})
