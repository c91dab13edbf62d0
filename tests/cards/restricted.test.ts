import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitingJobs } from '../../src/receivables/jobs-waiting.ts'
import { type CardShop, openCardShop } from './ground.ts'

let shop: CardShop

beforeAll(async () => {
  shop = await openCardShop()
})
afterAll(() => shop?.close())

const restrict = (id: string) =>
  shop.rows((sql) => sql`insert into restricted_order (order_id) values (${id})`)
const lift = (id: string) => shop.rows((sql) => sql`delete from restricted_order where order_id = ${id}`)

/** What would be told of an order, and what its open money is. */
async function leftOf(id: string) {
  const [row] = await shop.rows(
    (sql) => sql`
      select (select count(*)::int from mail where order_id = ${id} and kind = 'order-invoice') as letters,
        (select sum(shop_unused_cents(payment.id))::int from payment where order_id = ${id}) as unused,
        (select count(*)::int from graphile_worker._private_jobs where key = ${`book-payments:${id}`}) as asked`,
  )
  return row
}

const book = (order: string) => waitingJobs(shop.shop)['book-payments']!({ order }, {} as never)

test('a card pays a restricted order: the money is in the books once, nobody is written to, and nothing else moves', async () => {
  const order = await shop.begun()
  await restrict(order.id)
  const events = shop.stripe.act(order.page, 'paid')
  await shop.tell([...events, ...events])
  await shop.settled()
  const books = await shop.books(order.id)
  expect(books).toMatchObject({
    payments: 1,
    settled: 0,
    documents: 0,
    problems: ['restricted'],
    attempts: ['paid'],
  })
  expect(await leftOf(order.id)).toEqual({ letters: 0, unused: books.paid, asked: 0 })
  expect(shop.failures).toEqual([])
  // Whoever asks while it lasts changes nothing.
  await book(order.id)
  expect((await shop.books(order.id)).documents).toBe(0)

  await lift(order.id)
  expect((await leftOf(order.id))!.asked).toBe(1)
  await Promise.all([book(order.id), book(order.id)])
  expect(await shop.books(order.id)).toMatchObject({ payments: 1, settled: books.paid, documents: 1 })
  expect(await leftOf(order.id)).toMatchObject({ letters: 1, unused: 0 })
})

test('a page that fails or runs out ends for a restricted order too', async () => {
  const [over, failed] = [await shop.begun(), await shop.begun()]
  for (const { id } of [over, failed]) await restrict(id)
  await shop.tell([...shop.stripe.act(over.page, 'expired'), ...shop.stripe.act(failed.page, 'failed')])
  await shop.settled()
  expect((await shop.books(over.id)).attempts).toEqual(['expired'])
  expect((await shop.books(failed.id)).attempts).toEqual(['failed'])
  expect(shop.failures).toEqual([])
})
