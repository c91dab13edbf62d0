import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { onTheShelf, putIn, stored, withWords } from './buyer.ts'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
})
afterAll(() => house?.close())

test('a thing put into the cart is in it, and its number stands beside the cart on every page', async () => {
  const visitor = house.visitor()
  const cart = await putIn(visitor, onTheShelf.en, { quantity: '3' })
  expect(cart.h1).toBe('Cart')
  expect(cart.text).toContain('Added to the cart')
  const home = await visitor.get('/en')
  expect(home.find('.cart-link .count').textContent).toContain('3')
  expect((await house.visitor().get('/en')).all('.cart-link .count')).toEqual([])
})

test('the same thing put in again is more of it, and not a second line', async () => {
  const visitor = house.visitor()
  await putIn(visitor)
  const cart = await putIn(visitor)
  expect(cart.all('.cart-line')).toHaveLength(1)
  expect(cart.form(/change/).filled().quantity).toBe('2')
})

test('a quantity is changed and a line is taken out', async () => {
  const visitor = house.visitor()
  const cart = await putIn(visitor)
  const more = await visitor.follow(
    await visitor.submit(cart.form(/change/), { quantity: '4' }, buttonOf(cart, 'change')),
  )
  expect(more.form(/change/).filled().quantity).toBe('4')
  const empty = await visitor.follow(await visitor.submit(more.form(/change/), {}, buttonOf(more, 'remove')))
  expect(empty.text).toContain('The cart is empty')
  expect((await visitor.get('/en')).all('.cart-link .count')).toEqual([])
})

test.each([
  '0',
  '-1',
  '1.5',
  '1e3',
  '1000',
  '',
  'many',
])('a quantity of "%s" is refused beside its field and kept as typed', async (quantity) => {
  const visitor = house.visitor()
  const cart = await putIn(visitor)
  const refused = await visitor.submit(cart.form(/change/), { quantity }, buttonOf(cart, 'change'))
  expect(refused.status).toBe(422)
  expect(refused.texts('.error')).toHaveLength(1)
  expect(refused.form(/change/).filled().quantity).toBe(quantity)
  expect((await visitor.get('/en/cart')).form(/change/).filled().quantity).toBe('1')
})

test.each([
  '0',
  '-1',
  '1.5',
  '1e309',
  '1000',
])('"%s" pieces cannot be put into the cart', async (quantity) => {
  const visitor = house.visitor()
  const before = await stored(house)
  const page = await putIn(visitor, onTheShelf.en, { quantity })
  expect(page.status).toBe(422)
  expect(page.text).toContain('Enter a whole number from 1 to 999')
  expect(page.form(/add/).filled().quantity).toBe(quantity)
  expect(await stored(house)).toEqual(before)
})

test('no more than is in stock can be put into the cart', async () => {
  const page = await putIn(house.visitor(), onTheShelf.en, { quantity: '900' })
  expect(page.status).toBe(422)
  expect(page.text).toMatch(/Only \d+ are in stock/)
})

test('a variant that the product does not have is refused, and an unknown product is not found', async () => {
  const visitor = house.visitor()
  const fields = { product: 'fire-extinguisher', quantity: '1' }
  const unknown = await visitor.post('/en/cart/add', { ...fields, variant: crypto.randomUUID() })
  expect(unknown.status).toBe(422)
  expect(unknown.text).toContain('Choose one of the options')
  expect((await visitor.post('/en/cart/add', { ...fields, product: 'no-such-thing' })).status).toBe(404)
  expect(visitor.jar.size).toBe(0)
})

test.each([
  ['none', '', 'Fill in this field'],
  ['only blanks', '  \n ', 'Fill in this field'],
  ['too many lines', '1\n2\n3', 'There is room for 2 lines'],
  ['a line that is too long', 'x'.repeat(25), 'A line holds at most 24 characters'],
  ['characters that cannot be drawn', 'Mūsu 🏠', 'We cannot draw these characters, please replace them: 🏠'],
])('own words on a sign are refused and kept as typed: %s', async (_, words, message) => {
  const visitor = house.visitor()
  const page = await putIn(visitor, withWords, { words, quantity: '7' })
  expect(page.status).toBe(422)
  expect(page.text).toContain(message)
  expect(page.find('.error-summary').textContent).toContain(message.slice(0, 10))
  const sent = page.form(/add/).filled()
  expect(sent.words).toBe(words)
  expect(sent.quantity).toBe('7')
  expect(visitor.jar.size).toBe(0)
})

test('own words lie in the cart with the note that they cannot be returned', async () => {
  const cart = await putIn(house.visitor(), withWords, { words: '  27 \r\n Ģertrūdes iela  ' })
  expect(cart.texts('.words')).toEqual(['Your words: 27 Ģertrūdes iela'])
  expect(cart.text).toContain('the right of withdrawal does not apply')
})

test('somebody else cannot change or empty a cart, and learns nothing of it', async () => {
  const visitor = house.visitor()
  const cart = await putIn(visitor)
  const line = String(cart.form(/change/).filled().line)
  const stranger = house.visitor()
  await putIn(stranger)
  const answerTo = async (asked: string) => {
    const page = await stranger.post('/en/cart/change', { line: asked, quantity: '9', action: 'change' })
    return [page.status, page.texts('[role=status]'), page.body.includes(asked)]
  }
  const unknown = await answerTo(crypto.randomUUID())
  expect(unknown[0]).toBe(409)
  expect(await answerTo(line)).toEqual(unknown)
  expect((await stranger.post('/en/cart/change', { line, action: 'remove' })).status).toBe(303)
  expect((await visitor.get('/en/cart')).form(/change/).filled().quantity).toBe('1')
})

test('a line that another tab has taken out is said to be gone, and the cart is shown', async () => {
  const visitor = house.visitor()
  const stale = await putIn(visitor)
  await visitor.submit(stale.form(/change/), {}, buttonOf(stale, 'remove'))
  for (const quantity of ['4', 'many']) {
    const page = await visitor.submit(stale.form(/change/), { quantity }, buttonOf(stale, 'change'))
    expect(page.status).toBe(409)
    expect(page.h1).toBe('Cart')
    expect(page.text).toContain('This is no longer in your cart')
  }
  const { line } = stale.form(/change/).filled()
  const later = await house
    .visitor()
    .post('/grozs/mainit', { line: String(line), quantity: '4', action: 'change' })
  expect(later.status).toBe(409)
  expect(later.text).toContain('grozā vairs nav')
})

test('a price that has changed since is shown with the former one, once', async () => {
  const visitor = house.visitor()
  const cart = await putIn(visitor, '/en/product/emergency-exit-right')
  const [now, was] = await changePrice(cart.form(/change/).filled().line as string)
  const changed = await visitor.get('/en/cart')
  expect(changed.text).toContain('The price has changed')
  expect(changed.text).toContain(house.shop.formats('en').money(was))
  expect(changed.text).toContain(house.shop.formats('en').money(now))
  expect((await visitor.get('/en/cart')).text).not.toContain('The price has changed')
})

test('where fewer are left than lie in the cart, the cart holds those and says so', async () => {
  const visitor = house.visitor()
  await putIn(visitor, '/en/product/emergency-exit-right', { quantity: '5' })
  await withSql(
    house.database.url,
    (sql) =>
      sql`update variant set stock = 2 where id in (select variant_id from cart_line where quantity = 5)`,
  )
  const cart = await visitor.get('/en/cart')
  expect(cart.text).toContain('Only 2 are in stock, so the quantity was lowered')
  expect(cart.form(/change/).filled().quantity).toBe('2')
})

test('a cart cookie that nobody made opens an empty cart', async () => {
  const visitor = house.visitor()
  for (const value of ['', 'x.9', `${'A'.repeat(43)}.12`, '%27%3B', '..']) {
    const cart = await visitor.get('/en/cart', { cookie: `${house.shop.cookies.nameOf('cart')}=${value}` })
    expect(cart.status).toBe(200)
    expect(cart.text).toContain('The cart is empty')
  }
})

/** The buttons carry the name of the thing for those who listen. */
function buttonOf(page: Awaited<ReturnType<typeof putIn>>, action: 'change' | 'remove'): string {
  return page.texts(`button[value="${action}"]`)[0]!
}

function changePrice(lineId: string): Promise<[number, number]> {
  return withSql(house.database.url, async (sql) => {
    const [row] = await sql<{ now: number }[]>`
      update variant set price_cents = price_cents + 111
       where id = (select variant_id from cart_line where id = ${lineId}) returning price_cents as now`
    return [row!.now, row!.now - 111]
  })
}

test('a line that another tab takes out while the cart is shown does no harm', async () => {
  const visitor = house.visitor()
  await putIn(visitor, onTheShelf.en, { quantity: '3' })
  const set = (pieces: number) =>
    withSql(
      house.database.url,
      (sql) => sql`
      update variant set stock = ${pieces} where product_id = (select product_id from product_text where slug = 'fire-extinguisher')`,
    )
  await set(2)
  const remove = (await visitor.get('/en/cart')).form(/cart\/change$/)
  await set(1)
  const pages = await Promise.all([
    ...Array.from({ length: 6 }, () => visitor.get('/en/cart')),
    visitor.post(remove.action, { ...remove.filled(), action: 'remove' }),
    ...Array.from({ length: 6 }, () => visitor.get('/en/cart')),
  ])
  await set(100)
  expect(pages.map(({ status }) => status).filter((status) => status !== 200)).toEqual([303])
})
