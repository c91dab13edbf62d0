import { afterAll, beforeAll, expect, test } from 'vitest'
import * as cards from '../../src/payments/cards/cards.ts'
import { type CardShop, openCardShop } from './ground.ts'

let shop: CardShop

beforeAll(async () => {
  shop = await openCardShop()
})
afterAll(() => shop?.close())

test('Stripe is asked for one page with the whole price, and told an address, a number and an amount', async () => {
  const order = await shop.begun()
  const [total] = await shop.rows<{ total: number }>(
    (sql) => sql`select total_cents as total from "order" where id = ${order.id}`,
  )
  const asked = shop.stripe.asked.findLast(({ path }) => path === '/v1/checkout/sessions')!
  expect(asked.key).toBe(`${order.id}-1`)
  expect(Object.fromEntries(asked.params)).toMatchObject({
    mode: 'payment',
    ui_mode: 'hosted_page',
    locale: 'lv',
    'line_items[0][price_data][unit_amount]': String(total!.total),
    'line_items[0][price_data][currency]': 'eur',
    'metadata[order]': order.id,
    'metadata[attempt]': '1',
    success_url: `https://shop.test/pasutijums/${order.id}?card=back`,
  })
  expect([...asked.params.keys()].filter((name) => /name|phone|address|shipping/.test(name))).toEqual([
    'line_items[0][price_data][product_data][name]',
  ])
  const told = await shop.rows(
    (sql) =>
      sql`select recipient_kind as kind, recipient, what, categories from disclosure where unit_id = ${order.id}`,
  )
  expect(told).toEqual([
    {
      kind: 'payment-provider',
      recipient: 'Stripe',
      what: 'payment-session',
      categories: ['contact', 'purchases'],
    },
  ])
})

test('money that came is one payment with its document, and the order is settled', async () => {
  const order = await shop.paid()
  const books = await shop.books(order.id)
  expect(books).toMatchObject({ payments: 1, documents: 1, problems: [], attempts: ['paid'] })
  expect(books.settled).toBe(books.paid)
  const [row] = await shop.rows(
    (sql) => sql`select means, provider_reference as reference, noted_by as by, payment_method as method,
        shop_settled("order".id) as settled
      from payment join "order" on "order".id = order_id where order_id = ${order.id}`,
  )
  expect(row).toEqual({ means: 'card', reference: order.payment, by: null, method: 'card', settled: true })
})

test('who presses twice comes to the same page', async () => {
  const order = await shop.begun()
  const urls = await Promise.all([cards.begin(shop.shop, order.id), cards.begin(shop.shop, order.id)])
  expect(new Set(urls)).toEqual(new Set([`${shop.stripe.url}/pay/${order.page}`]))
})

test('a page that has run out is followed by a new one', async () => {
  const order = await shop.begun()
  await shop.tell(shop.stripe.act(order.page, 'expired'))
  await shop.settled()
  expect(await cards.begin(shop.shop, order.id)).not.toContain(order.page)
  expect((await shop.books(order.id)).attempts).toEqual(['expired', 'open'])
})

test('a page that ran out without a word is found out when the buyer tries again', async () => {
  const order = await shop.begun()
  shop.stripe.act(order.page, 'expired')
  expect(await cards.begin(shop.shop, order.id)).not.toContain(order.page)
  expect((await shop.books(order.id)).attempts).toEqual(['expired', 'open'])
})

test('who has paid is led to the order, not to another page', async () => {
  const order = await shop.begun()
  shop.stripe.act(order.page, 'paid')
  expect(await cards.begin(shop.shop, order.id)).toBe(`https://shop.test/pasutijums/${order.id}?card=back`)
  await shop.settled()
})

test('a bank that takes its time says yes or no later', async () => {
  const [yes, no] = [await shop.begun(), await shop.begun()]
  await shop.tell([...shop.stripe.act(yes.page, 'processing'), ...shop.stripe.act(no.page, 'processing')])
  await shop.settled()
  expect(await shop.books(yes.id)).toMatchObject({ payments: 0, attempts: ['open'] })
  await shop.tell([...shop.stripe.act(yes.page, 'succeeded'), ...shop.stripe.act(no.page, 'failed')])
  await shop.settled()
  expect(await shop.books(yes.id)).toMatchObject({ payments: 1, documents: 1, attempts: ['paid'] })
  expect(await shop.books(no.id)).toMatchObject({ payments: 0, documents: 0, attempts: ['failed'] })
  const letters = await shop.rows(
    (sql) => sql`select kind from mail where order_id = ${no.id} and kind = 'card-failed'`,
  )
  expect(letters).toHaveLength(1)
})

test('whoever chooses another way to pay cannot pay on the page any more', async () => {
  const order = await shop.begun()
  await shop.rows((sql) => sql`select shop_choose_payment(${order.id}, 'transfer')`)
  await shop.settled()
  expect(shop.stripe.things.get(order.page)?.status).toBe('expired')
  expect((await shop.books(order.id)).attempts).toEqual(['closed'])
})

test('a silent Stripe leaves the order as it stands, and the next try asks for the same page', {
  timeout: 20_000,
}, async () => {
  const order = await shop.begun()
  await shop.tell(shop.stripe.act(order.page, 'expired'))
  await shop.settled()
  shop.stripe.hang(6_000)
  expect(await cards.begin(shop.shop, order.id)).toBe(`https://shop.test/pasutijums/${order.id}?card=away`)
  shop.stripe.hang(0)
  expect(await cards.begin(shop.shop, order.id)).toContain('/pay/')
  expect((await shop.books(order.id)).attempts).toEqual(['expired', 'open'])
})
