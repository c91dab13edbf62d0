import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardJobs } from '../../src/payments/cards/jobs.ts'
import { type CardShop, openCardShop } from './ground.ts'

let shop: CardShop

beforeAll(async () => {
  shop = await openCardShop()
})
afterAll(() => shop?.close())

function reconcile(): Promise<void> {
  const context = {
    task: 'card-reconcile',
    job: '1',
    attempt: 1,
    lastAttempt: false,
    signal: AbortSignal.timeout(60_000),
  }
  return cardJobs(shop.shop)['card-reconcile']!({}, context)
}

test('what no message told is found out at night: money, ends, disputes, payouts', async () => {
  const [paid, over, waiting, disputed] = await Promise.all([1, 2, 3, 4].map(() => shop.begun()))
  // Made one after the other: the pages of four begun at once are not told apart.
  const pages = await shop.rows<{ order: string; page: string }>(
    (sql) => sql`select order_id as order, page_id as page from card_attempt`,
  )
  const pageOf = ({ id }: { id: string }) => pages.find(({ order }) => order === id)!.page
  shop.stripe.act(pageOf(paid!), 'paid')
  shop.stripe.act(pageOf(over!), 'expired')
  shop.stripe.act(pageOf(disputed!), 'paid')
  const payment = String(shop.stripe.things.get(pageOf(disputed!))!.payment_intent)
  shop.stripe.dispute(payment)
  shop.stripe.payout([payment])
  await reconcile()
  const findings = async () => ({
    paid: await shop.books(paid!.id),
    over: await shop.books(over!.id),
    waiting: await shop.books(waiting!.id),
    disputes: await shop.rows((sql) => sql`select order_id as order from card_dispute`),
    payouts: await shop.rows((sql) => sql`select id from card_payout`),
  })
  const first = await findings()
  expect(first).toMatchObject({
    paid: { payments: 1, documents: 1, attempts: ['paid'] },
    over: { payments: 0, attempts: ['expired'] },
    waiting: { payments: 0, attempts: ['open'] },
    disputes: [{ order: disputed!.id }],
  })
  expect(first.payouts).toHaveLength(1)
  await reconcile()
  await shop.tell(shop.stripe.events)
  await shop.settled()
  expect(await findings()).toEqual(first)
})

test('a refund whose answer was lost is not sent twice', async () => {
  const order = await shop.paid()
  shop.stripe.refundsBegin('pending')
  await shop.rows(
    (sql) => sql`insert into refund (order_id, payment_id, means, amount_cents, cause)
      select order_id, id, 'card', 100, 'goodwill' from payment where order_id = ${order.id}`,
  )
  await shop.settled()
  const [made] = [...shop.stripe.things.values()].filter(({ object }) => object === 'refund')
  made!.status = 'succeeded'
  await reconcile()
  await reconcile()
  expect(
    shop.stripe.asked.filter(({ method, path }) => method === 'POST' && path === '/v1/refunds'),
  ).toHaveLength(1)
  expect(
    await shop.rows((sql) => sql`select outcome from refund_outcome where order_id = ${order.id}`),
  ).toEqual([{ outcome: 'done' }])
})

test('one thing that cannot be asked keeps none of the others', async () => {
  const order = await shop.begun()
  shop.stripe.act(order.page, 'paid')
  const payout = shop.stripe.payout([order.payment()])
  const [line] = [...shop.stripe.things.values()]
    .filter(({ object }) => object === 'balance_transaction')
    .slice(-1)
  // What Stripe would never answer: a sum that is none.
  Object.assign(line!, { net: 'nothing' })
  await expect(reconcile()).rejects.toThrow()
  expect(await shop.books(order.id)).toMatchObject({ payments: 1 })
  expect(payout).toHaveLength(1)
})
