import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as invoices from '../../src/invoicing/invoices.ts'
import { find } from '../../src/orders/find.ts'
import * as keys from '../../src/orders/keys.ts'
import * as proofs from '../../src/orders/proofs.ts'
import { stepsOf } from '../../src/orders/steps.ts'
import { cents } from '../../src/platform/money.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import * as receipts from '../../src/receivables/receipts.ts'
import { orders, person, putIn, send, withWords } from '../checkout/buyer.ts'
import type { Client, Page } from '../support/client.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
})
afterAll(() => house?.close())

test('an order is open to the browser that placed it and to nobody else', async () => {
  const visitor = house.visitor()
  const { path } = await orders(visitor)
  expect((await visitor.get(path)).headers.get('cache-control')).toBe('no-store')
  const stranger = house.visitor()
  await orders(stranger)
  for (const address of [path, `${path.split('?')[0]}/transfer.svg`]) {
    expect((await stranger.get(address)).status).toBe(404)
    expect((await house.visitor().get(address)).status).toBe(404)
  }
  expect((await stranger.post(`${path.split('?')[0]}/again`, {})).status).toBe(404)
})

test('the banner of thanks is on the page that follows the order only', async () => {
  const visitor = house.visitor()
  const page = await orders(visitor)
  expect(page.text).toContain('Thank you, we have your order.')
  expect((await visitor.get(page.path.split('?')[0]!)).text).not.toContain('Thank you')
})

test('the link of a mail opens the order, and its secret leaves the address bar', async () => {
  const { path } = await orders(house.visitor())
  const id = idIn(path)
  const secret = await withPurpose(house.shop.database.storefront, 'order-contract', 'guest', (tx) =>
    keys.make(tx, id),
  )
  const reader = house.visitor()
  const opened = await reader.get(`/en/open/${secret}`)
  expect(opened.status).toBe(303)
  expect(opened.location).toBe(`/en/order/${id}`)
  expect((await reader.follow(opened)).status).toBe(200)
  expect((await reader.get(`/pasutijums/${id}`)).text).toContain('Pasūtījums')
})

test('a link that opens nothing says so', async () => {
  for (const secret of ['x', 'A'.repeat(43), '%F0%9F%8F%A0']) {
    const page = await house.visitor().get(`/en/open/${secret}`)
    expect(page.status).toBe(410)
    expect(page.text).toContain('This link no longer works')
    expect(page.headers.getSetCookie()).toEqual([])
  }
})

test('a browser keeps the five orders it opened last', async () => {
  const visitor = house.visitor()
  const paths: string[] = []
  for (let count = 0; count < 6; count++)
    paths.push((await orders(visitor, { ...person, delivery: 'collection' })).path)
  const statuses = await Promise.all(paths.map(async (path) => (await visitor.get(path)).status))
  expect(statuses).toEqual([404, 200, 200, 200, 200, 200])
})

test('the transfer comes as a code for the bank’s app while money is awaited', async () => {
  const visitor = house.visitor()
  const page = await orders(visitor)
  const code = await visitor.get(page.find('img.code').getAttributeValue('src')!)
  expect(code.headers.get('content-type')).toBe('image/svg+xml')
  expect(code.body).toContain('Code for the app of your bank')
  await pay(page)
  expect((await visitor.get(`/en/order/${idIn(page.path)}/transfer.svg`)).status).toBe(404)
})

test('a paid order shows its invoice, being prepared first and then as a document to keep', async () => {
  const visitor = house.visitor()
  const page = await orders(visitor)
  const invoiceId = await pay(page)
  const paid = await visitor.get(`/en/order/${idIn(page.path)}`)
  expect(paid.text).not.toContain('How to pay')
  const href = paid.link(/^Advance invoice /)
  const pending = await visitor.get(href)
  expect(pending.status).toBe(503)
  expect(pending.text).toContain('The invoice is being prepared')
  await withPurpose(house.shop.database.worker, 'accounting', 'job:test', (tx) =>
    invoices.keepDocument(tx, invoiceId, Buffer.from('%PDF-1.7')),
  )
  const document = await visitor.get(href)
  expect(document.headers.get('content-type')).toBe('application/pdf')
  expect(document.headers.get('cache-control')).toBe('no-store')
  expect(document.headers.get('content-disposition')).toMatch(/^attachment; filename="ZIM-\d{4}-\d{4}\.pdf"$/)
  expect((await house.visitor().get(href)).status).toBe(404)
  const other = house.visitor()
  const theirs = await orders(other)
  expect((await other.get(`/en/order/${idIn(theirs.path)}/invoice/${invoiceId}`)).status).toBe(404)
})

test('a proof is looked at, changed and approved behind the link', async () => {
  const visitor = house.visitor()
  const page = await orderSign(visitor)
  const id = idIn(page.path)
  await sendProof(id, '27', 0)
  const asked = await visitor.get(`/en/order/${id}`)
  const picture = await visitor.get(asked.find('.proof img').getAttributeValue('src')!)
  expect(picture.headers.get('content-type')).toBe('image/webp')
  expect((await house.visitor().get(picture.path)).status).toBe(404)

  const silent = await visitor.submit(asked.form(/proof/), {}, 'Ask for a change')
  expect(silent.status).toBe(422)
  expect(silent.all('.error-summary a')).toHaveLength(1)
  const [field] = asked.form(/proof/).names.filter((name) => name.startsWith('change-'))
  const changed = await visitor.follow(
    await visitor.submit(asked.form(/proof/), { [field!]: 'Lower, please' }, 'Ask for a change'),
  )
  expect(changed.text).toContain('we have your changes')
  expect(changed.text).toContain('Lower, please')
  const late = await visitor.submit(asked.form(/proof/), {}, 'Approve the proof')
  expect(late.status).toBe(409)
  expect(late.text).toContain('This proof was answered already')
  expect(late.h1).toContain('Order')

  await sendProof(id, '27 A', 1)
  const second = await visitor.get(`/en/order/${id}`)
  expect(second.text).toContain('Proof: Enamel house number Awaiting approval')
  const [wish] = second.form(/proof/).names.filter((name) => name.startsWith('change-'))
  const both = await visitor.submit(second.form(/proof/), { [wish!]: 'Bigger' }, 'Approve the proof')
  expect(both.status).toBe(422)
  expect(both.text).toContain('Either approve the proof or ask for a change')
  expect(both.find('textarea').textContent).toBe('Bigger')
  expect((await house.visitor().submit(second.form(/proof/), {}, 'Approve the proof')).status).toBe(404)
  const approved = await visitor.follow(await visitor.submit(second.form(/proof/), {}, 'Approve the proof'))
  expect(approved.text).toContain('the proof is approved')
  expect(approved.all('.proof form')).toEqual([])
})

test('ordering again puts the same goods with the same words into the cart', async () => {
  const visitor = house.visitor()
  const page = await orderSign(visitor)
  const cart = await visitor.follow(await visitor.post(`/en/order/${idIn(page.path)}/again`, {}))
  expect(cart.texts('.words')).toEqual(['Your words: 27'])
  expect((await visitor.get('/en')).find('.cart-link .count').textContent).toContain('1')
})

test('ordering again leaves out words that no longer fit on the sign', async () => {
  const visitor = house.visitor()
  const page = await orderSign(visitor)
  const limit = (length: number) =>
    withSql(
      house.database.url,
      (sql) => sql`
      update product set word_line_length = ${length}
       where id = (select product_id from product_text where slug = 'enamel-house-number')
       returning word_line_length`,
    )
  const [before] = await withSql(
    house.database.url,
    (sql) => sql<{ length: number }[]>`
    select word_line_length as length from product
     where id = (select product_id from product_text where slug = 'enamel-house-number')`,
  )
  await limit(1)
  const cart = await visitor.follow(await visitor.post(`/en/order/${idIn(page.path)}/again`, {}))
  await limit(before!.length)
  expect(cart.all('.cart-line')).toEqual([])
})

test('an order that is collected is ready once its buyer was told, for staff and buyer alike', async () => {
  const { path } = await orders(house.visitor(), { ...person, delivery: 'collection' })
  const order = await withPurpose(house.shop.database.storefront, 'order-contract', 'guest', (tx) =>
    find(tx, idIn(path)),
  )
  const packed = { ...order, settled: true, packedAt: order.placedAt }
  const progress = { proofs: new Map(), paidOn: '2026-01-01' }
  const shown = (reader: 'staff' | 'buyer') =>
    stepsOf(packed, progress, reader).map(({ key, done, current }) => [key, done, current])
  expect(shown('buyer')).toEqual([
    ['placed', true, false],
    ['paid', true, false],
    ['ready', false, true],
    ['delivered', false, false],
  ])
  expect(shown('staff').slice(2, 4)).toEqual([
    ['packed', true, false],
    ['ready', false, true],
  ])
})

async function orderSign(visitor: Client): Promise<Page> {
  await putIn(visitor, withWords, { words: '27' })
  return visitor.follow(await send(visitor, await visitor.get('/en/checkout')))
}

async function sendProof(orderId: string, words: string, seen: number): Promise<void> {
  const picture = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#fff' } })
    .webp()
    .toBuffer()
  const [line] = await withSql(
    house.database.url,
    (sql) => sql<{ id: string }[]>`select id from order_line where order_id = ${orderId}`,
  )
  const by = crypto.randomUUID()
  await withPurpose(house.shop.database.backoffice, 'order-contract', `staff:${by}`, (tx) =>
    proofs.send(tx, { orderId, lineId: line!.id, words, picture, seen, by }),
  )
}

/** The whole price arrives; returns the invoice's id. */
async function pay(page: Page): Promise<string> {
  const orderId = idIn(page.path)
  const { shop, database } = house
  const [row] = await withSql(
    database.url,
    (sql) => sql<{ total: number }[]>`select total_cents as total from "order" where id = ${orderId}`,
  )
  const by = crypto.randomUUID()
  const transfer = {
    orderId,
    amountCents: cents(row!.total),
    receivedOn: shop.clock.today(),
    means: 'transfer' as const,
    payerName: null,
    notedBy: by,
    seen: 0,
  }
  const around = { settings: shop.known().settings, today: shop.clock.today(), t: shop.t }
  const { documentId } = await withPurpose(shop.database.backoffice, 'order-contract', `staff:${by}`, (tx) =>
    receipts.receive(tx, transfer, around),
  )
  return documentId!
}

function idIn(path: string): string {
  return /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(path)![0]
}
