import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { placed } from '../orders/placed.ts'
import type { Client, Page } from '../support/client.ts'
import { testShop } from '../support/shop.ts'
import { type CardShop, openCardShop } from './ground.ts'

let shop: CardShop

beforeAll(async () => {
  shop = await openCardShop()
})
afterAll(() => shop?.close())

/** Somebody with an unpaid order, who presses "pay by card" on its page. */
async function pressed() {
  const buyer = shop.visitor()
  const { id } = await placed(shop.shop, buyer)
  const sent = await press(buyer, id)
  return { buyer, id, sent, page: shop.stripe.lastPage() }
}

/** The audit takes a way to another host for a mistake: here it is the point. */
async function press(buyer: Client, id: string) {
  const order = await buyer.get(urlFor('order', 'lv', { id }))
  const leaving = shop.visitor({ audit: false })
  for (const [name, value] of buyer.jar) leaving.jar.set(name, value)
  return leaving.submit(order.form(urlFor('orderCard', 'lv', { id })))
}

/** The page that the provider leads back to; on a busy machine the news may take longer than the page waits. */
async function back(buyer: Client, id: string): Promise<Page> {
  const path = `${urlFor('order', 'lv', { id })}?card=back`
  await buyer.get(path)
  await shop.settled()
  return buyer.get(path)
}

/** The places that the forms of a page lead to. */
function formsOf(page: Page): string[] {
  return page.all('form').map((form) => form.getAttributeValue('action') ?? '')
}

test('the order’s page leads to Stripe, and the browser is allowed to go there', async () => {
  const { buyer, id, sent, page } = await pressed()
  expect(sent.status).toBe(303)
  expect(sent.headers.get('location')).toBe(`${shop.stripe.url}/pay/${page}`)
  const order = await buyer.get(urlFor('order', 'lv', { id }))
  expect(order.headers.get('content-security-policy')).toContain(
    `form-action 'self' https://checkout.stripe.com ${shop.stripe.url};`,
  )
  expect(order.text).toContain('Apmaksa ir sākta, bet vēl nav pabeigta.')
})

test('a buyer who comes back finds the order paid, though no message has come', async () => {
  const { buyer, id, page } = await pressed()
  shop.stripe.act(page, 'paid')
  const order = await back(buyer, id)
  expect(order.text).toContain('Paldies, maksājums ir saņemts.')
  expect(await shop.books(id)).toMatchObject({ payments: 1, documents: 1 })
})

test('a buyer whose bank takes its time is told so, and asked for nothing more', async () => {
  const { buyer, id, page } = await pressed()
  shop.stripe.act(page, 'processing')
  const order = await back(buyer, id)
  expect(order.text).toContain('Banka vēl apstiprina maksājumu.')
  expect(formsOf(order).filter((action) => /\/(karte|ar-parskaitijumu)$/.test(action))).toEqual([])
})

test('a buyer who left pays by transfer instead', async () => {
  const { buyer, id, page } = await pressed()
  const order = await buyer.get(`${urlFor('order', 'lv', { id })}?card=left`)
  expect(order.text).toContain('Apmaksa nav pabeigta.')
  const chosen = await buyer.submit(order.form(urlFor('orderByTransfer', 'lv', { id })))
  const after = await buyer.follow(chosen)
  expect(after.text).toContain('Varat maksāt ar pārskaitījumu')
  expect(after.find('.iban')).toBeDefined()
  await shop.settled()
  expect(shop.stripe.things.get(page)!.status).toBe('expired')
})

test('nobody else pays for an order, or learns that it exists', async () => {
  const { id } = await pressed()
  const other = shop.visitor({ audit: false })
  for (const path of [urlFor('orderCard', 'lv', { id }), urlFor('orderByTransfer', 'lv', { id })])
    expect((await other.post(path, {})).status).toBe(404)
})

test('the address of the page confirms nothing that is not so', async () => {
  const buyer = shop.visitor()
  const { id } = await placed(shop.shop, buyer)
  for (const word of ['back', 'left', 'away']) {
    const order = await buyer.get(`${urlFor('order', 'lv', { id })}?card=${word}`)
    expect(order.all('[role="status"]')).toEqual([])
  }
})

test('without a key nobody is offered a card', async () => {
  const plain = await testShop()
  try {
    const buyer = plain.visitor()
    const { id } = await placed(plain.shop, buyer)
    const order = await buyer.get(urlFor('order', 'lv', { id }))
    expect(formsOf(order)).not.toContain(urlFor('orderCard', 'lv', { id }))
    expect(order.headers.get('content-security-policy')).toContain("form-action 'self';")
    expect((await buyer.post(urlFor('orderCard', 'lv', { id }), {})).status).toBe(303)
  } finally {
    await plain.close()
  }
})
