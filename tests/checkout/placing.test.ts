import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openClient } from '../support/client.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testOrigin, testShop } from '../support/shop.ts'
import { onTheShelf, orderForm, orders, person, putIn, send, stored } from './buyer.ts'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
})
afterAll(() => house?.close())

test.each([
  '1',
  '0',
  '-1',
  '1e309',
  '',
  'free',
  '99999999999999999999',
])('a total of "%s" that the shop did not show places nothing, and the right one is shown', async (total) => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const before = await stored(house)
  const sent = form.form(/checkout$/).filled(person)
  const refused = await visitor.post('/en/checkout', { ...sent, 'agreed-dpd-courier': total })
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('The price has changed and nothing was ordered')
  expect(refused.form(/checkout$/).filled()).toMatchObject(sent)
  expect(await stored(house)).toEqual(before)
})

test('prices, quantities and states in the form are not listened to', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const extra = {
    price: '1',
    priceCents: '1',
    total: '1',
    quantity: '0',
    paid: 'yes',
    number: 'Z00001',
    id: crypto.randomUUID(),
  }
  const sent: Record<string, string | File | readonly string[]> = {
    ...form.form(/checkout$/).filled(person),
    ...extra,
  }
  const page = await visitor.follow(await visitor.post('/en/checkout', sent))
  expect(page.text).toContain('Awaiting payment')
  expect(page.text).toContain(house.shop.formats('en').money(Number(sent['agreed-dpd-courier'])))
})

test('a price that changes while the form is open is shown before anything is ordered', async () => {
  const visitor = house.visitor()
  await putIn(visitor, '/en/product/emergency-exit-right')
  const form = await visitor.get('/en/checkout')
  await withSql(
    house.database.url,
    (sql) => sql`
    update variant set price_cents = price_cents + 100 where product_id = (select product_id from product_text where slug = 'emergency-exit-right')`,
  )
  const refused = await send(visitor, form)
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('The price has changed and nothing was ordered')
  const was = Number(form.form(/checkout$/).filled()['agreed-dpd-courier'])
  expect(refused.form(/checkout$/).filled()['agreed-dpd-courier']).toBe(String(was + 100))
  const page = await visitor.follow(await send(visitor, refused))
  expect(page.text).toContain('Thank you')
})

test('the form of another cart orders nothing', async () => {
  const [one, other] = [house.visitor(), house.visitor()]
  const theirs = await orderForm(one)
  const own = await orderForm(other)
  const before = await stored(house)
  const { formKey } = theirs.form(/checkout$/).filled()
  for (const key of [formKey, '', 'x.y', '..', 'ā'.repeat(200)]) {
    const refused = await other.post('/en/checkout', {
      ...own.form(/checkout$/).filled(person),
      formKey: key as string,
    })
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('This form belongs to another cart')
    expect(refused.form(/checkout$/).filled().name).toBe(person.name)
  }
  expect(await stored(house)).toEqual(before)
})

test('the same form sent ten times at once is one order', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const before = await stored(house)
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(visitor, form)))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(303))
  expect(new Set(answers.map(({ location }) => location?.split('?')[0])).size).toBe(1)
  const after = await stored(house)
  expect(after['"order"']).toBe(before['"order"']! + 1)
  expect(after.mail).toBe(before.mail! + 1)
})

test('two forms of one cart sent at once are one order', async () => {
  const visitor = house.visitor()
  const [one, other] = [await orderForm(visitor), await visitor.get('/en/checkout')]
  const before = await stored(house)
  const answers = await Promise.all([send(visitor, one), send(visitor, other)])
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
  expect((await stored(house))['"order"']).toBe(before['"order"']! + 1)
})

test('the same form sent again later shows the order that it made and offers to order once more', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const first = await visitor.follow(await send(visitor, form))
  const again = await visitor.follow(await send(visitor, form))
  expect(again.path.split('?')[0]).toBe(first.path.split('?')[0])
  expect(again.text).toContain('This order has already been placed')
  const cart = await visitor.follow(await visitor.submit(again.form(/again$/)))
  expect(cart.all('.cart-line')).toHaveLength(1)
})

test('the same form sent again shows its order, whatever else stands in it by then', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const first = await visitor.follow(await send(visitor, form))
  const again = await visitor.follow(await send(visitor, form, { ...person, email: 'nobody', name: '' }))
  expect(again.path.split('?')[0]).toBe(first.path.split('?')[0])
  expect(again.text).toContain('This order has already been placed')
})

test('goods put into the cart since the order stay in it when the form is sent again', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  await visitor.follow(await send(visitor, form))
  await putIn(visitor)
  await visitor.follow(await send(visitor, form))
  expect((await visitor.get('/en/cart')).all('.cart-line')).toHaveLength(1)
  expect((await visitor.get('/en')).find('.cart-link .count').textContent).toContain('1')
})

test('a shop that has not said who it is takes no orders', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const { town } = house.shop.known().settings.identity
  await setTown('')
  const refused = await send(visitor, form)
  await setTown(town)
  expect(refused.status).toBe(409)
  expect((await send(visitor, form)).status).toBe(303)
})

test('what was sold out meanwhile is not ordered, and the cart says what is left', async () => {
  const visitor = house.visitor()
  await putIn(visitor, onTheShelf.en, { quantity: '2' })
  const form = await visitor.get('/en/checkout')
  const before = await stored(house)
  await setStock(1)
  const fewer = await send(visitor, form)
  expect(fewer.status).toBe(409)
  expect(fewer.text).toContain('Nothing was ordered')
  expect(fewer.form(/checkout$/).filled()).toMatchObject({ name: person.name, street: person.street })
  await setStock(0)
  const gone = await send(visitor, fewer)
  expect(gone.status).toBe(409)
  expect(gone.h1).toBe('Cart')
  expect(gone.text).toContain('Nothing was ordered')
  expect(gone.text).toContain('can no longer be bought')
  expect(gone.text).toContain('To order, first remove what is no longer on sale')
  expect(gone.all('a[href="/en/checkout"], .cart-line input.quantity')).toEqual([])
  expect((await visitor.get('/en/checkout')).location).toBe('/en/cart')
  expect(await stored(house)).toEqual(before)
  await setStock(100)
})

test('twenty buyers at once on the last five pieces make five orders, and fifteen are told', async () => {
  const visitors = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const visitor = openClient(house.app, {
        publicUrl: testOrigin,
        cookies: house.shop.cookies.names,
        audit: false,
      })
      return { visitor, form: await orderForm(visitor) }
    }),
  )
  await setStock(5)
  const answers = await Promise.all(visitors.map(({ visitor, form }) => send(visitor, form)))
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(5)
  expect(
    answers.filter((answer) => answer.status === 409 && answer.text.includes('Nothing was ordered')),
  ).toHaveLength(15)
  await setStock(100)
}, 60_000)

test('a notice or terms that changed while the form was open are shown before anything is ordered', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const before = await stored(house)
  for (const field of ['noticeVersion', 'termsVersion']) {
    const refused = await visitor.post('/en/checkout', {
      ...form.form(/checkout$/).filled(person),
      [field]: crypto.randomUUID(),
    })
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('have changed in the meantime')
  }
  expect(await stored(house)).toEqual(before)
})

test('an order sets its two cookies and no other', async () => {
  const visitor = house.visitor()
  await orders(visitor)
  const { nameOf } = house.shop.cookies
  expect([...visitor.jar.keys()].sort()).toEqual([nameOf('cart'), nameOf('order')].sort())
  expect(visitor.jar.get(nameOf('cart'))).toMatch(/\.0$/)
})

function setStock(pieces: number): Promise<unknown> {
  return withSql(
    house.database.url,
    (sql) => sql`
    update variant set stock = ${pieces} where product_id = (select product_id from product_text where slug = 'fire-extinguisher')`,
  )
}

async function setTown(town: string): Promise<void> {
  await withSql(
    house.database.url,
    (sql) =>
      sql`update setting set value = value || jsonb_build_object('town', ${town}::text) where key = 'identity'`,
  )
  await vi.waitFor(() => expect(house.shop.known().settings.identity.town).toBe(town))
}
