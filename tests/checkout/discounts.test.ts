import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderInvoice } from '../../src/invoicing/pdf.ts'
import { cancel } from '../../src/orders/fulfilment.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { invoiced } from './books.ts'
import { onTheShelf, orders, person, putIn, send } from './buyer.ts'
import { makeCode, typeCode, usesOf } from './codes.ts'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
  await withSql(
    house.database.url,
    (sql) => sql`
    update variant set stock = 5000 where product_id = (select product_id from product_text where slug = 'fire-extinguisher')`,
  )
})
afterAll(() => house?.close())

test('a code lowers the price of the goods in the cart, on the form, on the order and in the books, and never delivery', async () => {
  const id = await makeCode(house, 'TENTH')
  const visitor = house.visitor()
  await putIn(visitor, onTheShelf.en, { quantity: '7' })
  const cart = await typeCode(visitor, ' ten th ')
  expect(cart.text).toContain('Discount TENTH')
  const form = await visitor.get('/en/checkout')
  const page = await visitor.follow(await send(visitor, form))
  expect(page.text).toContain('Discount TENTH')
  const order = await orderAt(page.path)
  const goods = order.lines * 1
  expect(order.discount_cents).toBe(Math.round(goods / 10))
  expect(order.shares).toBe(order.discount_cents)
  expect(order.total_cents).toBe(goods - order.discount_cents + order.delivery_price_cents)
  expect(await usesOf(house, id)).toBe(1)
  expect((await visitor.get('/en/cart')).text).not.toContain('TENTH')
})

test('a hundred orders at once with a code for ten: ten have it, and ninety are told and nothing is ordered for them', async () => {
  const id = await makeCode(house, 'FIRST-TEN', { useLimit: 10 })
  const buyers = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const visitor = house.visitor({ audit: false })
      await putIn(visitor)
      await typeCode(visitor, 'first-ten')
      return { visitor, form: await visitor.get('/en/checkout') }
    }),
  )
  const answers = await Promise.all(buyers.map(({ visitor, form }) => send(visitor, form)))
  const told = answers.filter(({ status }) => status === 409)
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(10)
  expect(told).toHaveLength(90)
  for (const { text } of told)
    expect(text).toContain('The discount code no longer holds and nothing was ordered')
  expect(await usesOf(house, id)).toBe(10)
  expect(await ordersWith(id)).toBe(10)
  // Who is told may order all the same, for the whole price.
  const index = answers.findIndex(({ status }) => status === 409)
  const { visitor } = buyers[index]!
  expect((await send(visitor, answers[index]!, {})).status).toBe(303)
  expect(await ordersWith(id)).toBe(10)
}, 120_000)

test('a cancelled order gives its use back', async () => {
  const id = await makeCode(house, 'ONCE', { useLimit: 1 })
  const visitor = house.visitor()
  await putIn(visitor)
  await typeCode(visitor, 'once')
  const page = await visitor.follow(await send(visitor, await visitor.get('/en/checkout')))
  const other = house.visitor()
  await putIn(other)
  expect((await typeCode(other, 'once')).text).toContain('This code has been used as often as it can be')
  await withPurpose(house.shop.database.backoffice, 'order-contract', 'command', (tx) =>
    cancel(tx, idIn(page.path), 'The buyer asked for it.', crypto.randomUUID()),
  )
  expect(await usesOf(house, id)).toBe(0)
  expect((await typeCode(other, 'once')).text).toContain('Discount ONCE')
})

test.each([
  ['NOBODY', {}, 'There is no such code', false],
  ['PAST', { validUntil: '2020-02-01' }, 'This code has expired', true],
  ['TO-COME', { validFrom: '2100-01-01' }, 'This code is not valid yet', true],
])('%s is refused beside its field, and kept as typed', async (code, facts, message, there) => {
  if (there) await makeCode(house, code, facts)
  const visitor = house.visitor()
  await putIn(visitor)
  const refused = await typeCode(visitor, code)
  expect(refused.status).toBe(422)
  expect(refused.find('#code-error').textContent).toContain(message)
  expect(refused.form(/discount$/).filled().code).toBe(code)
})

test('a code that lacks goods waits in the cart for them and says how much is missing', async () => {
  await makeCode(house, 'FIVE', { share: null, amountCents: 500, minimumCents: 2000 })
  const visitor = house.visitor()
  await putIn(visitor)
  const cart = await typeCode(visitor, 'five')
  expect(cart.text).toMatch(/Code FIVE is not applied. It needs €\d+\.\d\d more of goods/)
  const more = await putIn(visitor, onTheShelf.en, { quantity: '30' })
  expect(more.text).toContain('Discount FIVE')
})

test('a code for some categories is for the goods under them alone', async () => {
  const [row] = await withSql(
    house.database.url,
    (sql) => sql<{ id: string }[]>`
      select coalesce(parent_id, category.id) as id from category join product on category_id = category.id
        join product_text on product_id = product.id where slug = 'fire-extinguisher'`,
  )
  await makeCode(house, 'SAFETY', { categoryIds: [row!.id] })
  const visitor = house.visitor()
  await putIn(visitor, '/en/product/enamel-house-number', { words: '27' })
  expect((await typeCode(visitor, 'safety')).text).toContain('It is not for the goods in the cart')
  expect((await putIn(visitor)).text).toContain('Discount SAFETY')
})

test('a code that ends while the form is open is said, the form stays, and the whole price is asked', async () => {
  const id = await makeCode(house, 'SHORT')
  const visitor = house.visitor()
  await putIn(visitor)
  await typeCode(visitor, 'short')
  const form = await visitor.get('/en/checkout')
  await withSql(house.database.url, (sql) => sql`update discount_code set ended_at = now() where id = ${id}`)
  const refused = await send(visitor, form, { ...person, note: 'Ring twice' })
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('The discount code no longer holds')
  expect(refused.form(/checkout$/).filled()).toMatchObject({ name: person.name, note: 'Ring twice' })
  const page = await visitor.follow(await send(visitor, refused, {}))
  expect(page.text).toContain('Thank you')
  expect(page.text).not.toContain('SHORT')
})

test('a discount that the shop did not give cannot be sent along', async () => {
  const visitor = house.visitor()
  await putIn(visitor)
  const form = await visitor.get('/en/checkout')
  const sent = form.form(/checkout$/).filled(person)
  const lowered = String(Number(sent['agreed-dpd-courier']) - 100)
  const refused = await visitor.post('/en/checkout', {
    ...sent,
    'agreed-dpd-courier': lowered,
    discount: '100',
    discountId: crypto.randomUUID(),
    code: 'TENTH',
  })
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('The price has changed')
})

test('who guesses codes is stopped, and their good code no longer helps', async () => {
  await makeCode(house, 'REAL')
  const visitor = house.visitor({ audit: false })
  await putIn(visitor)
  for (let tries = 0; tries < 10; tries++) await typeCode(visitor, `GUESS-${tries}`)
  expect((await typeCode(visitor, 'real')).text).toContain('Too many tries')
  const another = house.visitor({ audit: false })
  await putIn(another)
  expect((await typeCode(another, 'real')).text).toContain('Discount REAL')
})

test('the invoice says what was taken off each line before VAT, and its document is drawn with it', async () => {
  await makeCode(house, 'ATLAIDE', { share: 1500 })
  const visitor = house.visitor()
  await putIn(visitor, onTheShelf.en, { quantity: '3' })
  await typeCode(visitor, 'atlaide')
  const page = await visitor.follow(await send(visitor, await visitor.get('/en/checkout')))
  const order = await orderAt(page.path)
  const snapshot = await invoiced(house, idIn(page.path))
  const [goods, delivery] = snapshot.lines
  expect(snapshot.grossCents).toBe(order.total_cents)
  expect(goods!.grossCents).toBe(order.lines - order.discount_cents)
  expect(goods!.allowanceReason).toBe('Discount ATLAIDE')
  expect(Math.round(Number(goods!.unitNet) * 3 * 100) - goods!.allowanceCents!).toBe(goods!.netCents)
  expect(delivery).toMatchObject({ allowanceCents: 0, allowanceReason: null })
  expect((await renderInvoice(snapshot)).byteLength).toBeGreaterThan(1000)
})

test('orders without a code have none', async () => {
  const order = await orderAt((await orders(house.visitor())).path)
  expect(order).toMatchObject({ discount_id: null, discount_code: null, discount_cents: 0 })
})

interface OrderRow {
  readonly discount_cents: number
  readonly delivery_price_cents: number
  readonly total_cents: number
  /** Goods before the discount, and the shares of it. */
  readonly lines: number
  readonly shares: number
}

function orderAt(path: string): Promise<OrderRow> {
  return withSql(house.database.url, async (sql) => {
    const [row] = await sql<OrderRow[]>`
      select *, (select sum(quantity * unit_price_cents)::int from order_line where order_id = "order".id) as lines,
        (select sum(discount_cents)::int from order_line where order_id = "order".id) as shares
        from "order" where id = ${idIn(path)}`
    return row!
  })
}

function ordersWith(id: string): Promise<number> {
  return withSql(house.database.url, async (sql) => {
    const [row] = await sql<
      { found: number }[]
    >`select count(*)::int as found from "order" where discount_id = ${id}`
    return row!.found
  })
}

function idIn(path: string): string {
  return /[0-9a-f-]{36}/.exec(path)?.[0] ?? ''
}
