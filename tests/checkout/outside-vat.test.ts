import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as invoices from '../../src/invoicing/invoices.ts'
import { cents } from '../../src/platform/money.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { receiveTransfer } from '../../src/receivables/receipts.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { onTheShelf, person, putIn, send } from './buyer.ts'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
  await withSql(
    house.database.url,
    (sql) => sql`update setting set value = jsonb_set(value, '{vatNumber}', 'null') where key = 'identity'`,
  )
  await vi.waitFor(() => expect(house.shop.known().settings.identity.vatNumber).toBeNull())
})
afterAll(() => house?.close())

test('a shop outside the VAT register neither shows nor invoices VAT', async () => {
  const visitor = house.visitor()
  for (const path of ['/en', onTheShelf.en]) {
    expect((await visitor.get(path)).find('main').textContent).not.toContain('VAT')
  }
  const cart = await putIn(visitor)
  expect(cart.find('main').textContent).not.toContain('VAT')
  const form = await visitor.get('/en/checkout')
  expect(form.texts('.totals').join()).not.toContain('VAT')
  const order = await visitor.follow(await send(visitor, form, { ...person, delivery: 'courier' }))
  expect(order.find('main').textContent).not.toContain('VAT')

  const snapshot = await invoiced(/[0-9a-f-]{36}/.exec(order.path)![0])
  expect(snapshot.seller.vatNumber).toBeNull()
  expect(snapshot.vatCents).toBe(0)
  expect(snapshot.vatGroups).toEqual([
    { category: 'O', rate: 0, taxableCents: snapshot.grossCents, vatCents: 0 },
  ])
  expect(snapshot.lines.map(({ vatCategory }) => vatCategory)).toEqual(['O', 'O'])
  expect(snapshot.notes).toEqual(['The seller is not registered for VAT; no VAT is charged.'])
})

test('an invoice names its buyer’s own address, or none: a gift’s receiver is no part of it', async () => {
  const visitor = house.visitor()
  await putIn(visitor)
  const gift = {
    ...person,
    street: '',
    town: '',
    postcode: '',
    deliveryName: 'Somebody Else',
    deliveryStreet: 'Brīvības iela 1',
    deliveryTown: 'Rīga',
    deliveryPostcode: 'LV-1010',
  }
  const order = await visitor.follow(await send(visitor, await visitor.get('/en/checkout'), gift))
  const { buyer } = await invoiced(/[0-9a-f-]{36}/.exec(order.path)![0])
  expect(buyer).toMatchObject({ name: person.name, address: [] })
})

test('an invoice has its document rendered, whether or not a mail goes', async () => {
  const queued = await withSql(
    house.database.url,
    (sql) =>
      sql`select from graphile_worker._private_jobs
          where (payload ->> 'invoice')::uuid in (select id from invoice)`,
  )
  const issued = await withSql(house.database.url, (sql) => sql`select from invoice`)
  expect(queued).toHaveLength(issued.length)
})

/** The whole price comes in; the invoice as it was frozen. */
async function invoiced(orderId: string) {
  const { shop, database } = house
  const [row] = await withSql(
    database.url,
    (sql) => sql<{ total: number }[]>`select total_cents as total from "order" where id = ${orderId}`,
  )
  const notedBy = crypto.randomUUID()
  const today = shop.clock.today()
  const transfer = {
    orderId,
    amountCents: cents(row!.total),
    receivedOn: today,
    payerName: null,
    notedBy,
    seen: 0,
  }
  return withPurpose(shop.database.backoffice, 'order-contract', `staff:${notedBy}`, async (tx) => {
    const { settings } = shop.known()
    const { invoiceId } = await receiveTransfer(tx, transfer, { settings, today, t: shop.t })
    return tx.under('accounting', (accounting) => invoices.snapshot(accounting, invoiceId!))
  })
}
