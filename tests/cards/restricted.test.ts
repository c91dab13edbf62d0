import { afterAll, beforeAll, expect, test } from 'vitest'
import * as find from '../../src/orders/find.ts'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import * as payLater from '../../src/orders/pay-later.ts'
import * as refunds from '../../src/payments/refunds.ts'
import { Restricted } from '../../src/platform/errors.ts'
import { cents } from '../../src/platform/money.ts'
import { waitingJobs } from '../../src/receivables/jobs-waiting.ts'
import { receiveRestricted } from '../../src/receivables/receipts.ts'
import { openTill } from '../receivables/till.ts'
import { withSql } from '../support/postgres.ts'
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
        (select count(*)::int from graphile_worker._private_jobs where key = ${`book-payments:${id}`}) as asked,
        shop_contract_ends(${id}) is not null as ends`,
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
  expect(await leftOf(order.id)).toEqual({ letters: 0, unused: books.paid, asked: 0, ends: false })
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

/** What is paid later, received 60 days ago and still owed, by somebody on the page where one pays. */
async function owed() {
  const order = await shop.begun()
  const till = openTill(shop.shop)
  await shop.rows((sql) => sql`update "order" set payment_method = 'later' where id = ${order.id}`)
  await till.contract((tx) => payLater.trust(tx, order.id, 14, till.by))
  await till.pack(order.id)
  await till.send(order.id)
  await till.handOver(order.id)
  await withSql(shop.database.url, (run) =>
    run.unsafe(`begin; set local session_replication_role = replica;
      update shipment_delivery set delivered_on = delivered_on - 60, withdrawal_until = withdrawal_until - 60
        where order_id = '${order.id}';
      update invoice set due_on = shop_today() - 30 where order_id = '${order.id}'; commit`),
  )
  return { ...order, till }
}

test('a debt of somebody restricted is settled by the card at once, though its contract ends with it', async () => {
  const { id, page, till } = await owed()
  await restrict(id)
  await shop.tell(shop.stripe.act(page, 'paid'))
  await shop.settled()
  expect(await till.books(id)).toMatchObject([{ kind: 'invoice', open: 0 }])
  expect(await leftOf(id)).toMatchObject({ unused: 0, ends: true })
  await lift(id)
  expect(await leftOf(id)).toMatchObject({ asked: 0 })
  await book(id)
  expect(await shop.books(id)).toMatchObject({ payments: 1, documents: 1, problems: ['restricted'] })
  expect(shop.failures).toEqual([])
})

test('money that is noted while the restriction ends is asked for: whoever is second sees the first', async () => {
  const { id } = await shop.begun()
  await restrict(id)
  const till = openTill(shop.shop)
  const lifted = await till.contract(async (tx) => {
    await fulfilment.lockOrder(tx, id)
    await expect(find.find(tx, id)).rejects.toThrow(Restricted)
    const lifting = lift(id)
    for (let waits = false; !waits; )
      [{ waits }] = (await shop.rows<{ waits: boolean }>(
        (sql) => sql`select exists (select from pg_stat_activity
          where wait_event_type = 'Lock' and query like 'delete from restricted_order%') as waits`,
      )) as [{ waits: boolean }]
    const { today: receivedOn } = till.around
    const money = { means: 'transfer' as const, amountCents: cents(100), receivedOn }
    await receiveRestricted(tx, { orderId: id, payerName: null, notedBy: null, ...money })
    return { lifting }
  })
  await lifted.lifting
  expect(await leftOf(id)).toMatchObject({ asked: 1, unused: 100 })
  await book(id)
  expect(await leftOf(id)).toMatchObject({ unused: 0 })
})

test('a refund and a dispute of somebody restricted go their way', async () => {
  const [order, disputed] = [await shop.paid(), await shop.paid()]
  await restrict(disputed.id)
  await shop.tell(shop.stripe.dispute(disputed.payment))
  await shop.settled()
  const dispute = String([...shop.stripe.things.values()].findLast(({ object }) => object === 'dispute')!.id)
  await shop.tell(shop.stripe.closeDispute(dispute, 'lost'))
  const refundId = await asked(order.id)
  await restrict(order.id)
  await shop.settled()
  await shop.tell(shop.stripe.events.slice(-2))
  await shop.settled()
  expect(
    await shop.rows((sql) => sql`select outcome from refund_outcome where refund_id = ${refundId}`),
  ).toEqual([{ outcome: 'done' }])
  expect((await shop.books(disputed.id)).problems).toEqual(['dispute-lost'])
  expect(shop.failures).toEqual([])
})

/** A part of a paid order goes back by its card. */
function asked(orderId: string): Promise<string> {
  return openTill(shop.shop).contract(async (tx) => {
    const [payment] = await refunds.refundable(tx, orderId)
    const part = { paymentId: payment!.paymentId, amountCents: cents(500) }
    return refunds.ask(tx, { orderId, ...part, means: 'card', cause: 'goodwill', askedBy: null })
  })
}
