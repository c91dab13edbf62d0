import { setTimeout as pause } from 'node:timers/promises'
import type { PendingQuery, Row } from 'postgres'
import { loginOptions } from '../../src/open-shop.ts'
import * as cards from '../../src/payments/cards/cards.ts'
import { cardJobs } from '../../src/payments/cards/jobs.ts'
import { startWorker } from '../../src/platform/jobs/worker.ts'
import { sendable } from '../delivery/ground.ts'
import { TEST_SECRET, withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { type StripeStandIn, startStripe } from '../support/stripe.ts'

type Sql = Parameters<Parameters<typeof withSql>[1]>[0]
type Event = StripeStandIn['events'][number]

/** A shop that takes cards, a Stripe beside it, and somebody who works the queue. */
export interface CardShop extends TestShop {
  readonly stripe: StripeStandIn
  /** What went wrong in jobs, by code. */
  readonly failures: string[]
  /** An order whose buyer stands on the page where one pays. */
  begun(): Promise<{ id: string; number: string; page: string; payment(): string }>
  /** The same, paid and told. */
  paid(): Promise<{ id: string; number: string; page: string; payment: string }>
  /** Posts events to the shop as Stripe does; returns the statuses. */
  tell(events: readonly Event[], how?: { secret?: string; at?: number }): Promise<number[]>
  /** Waits until the shop has nothing left to do about cards. */
  settled(): Promise<void>
  rows<T extends Row>(query: (sql: Sql) => PendingQuery<T[]>): Promise<T[]>
  /** What is left of an order: its payments, settlements, documents and problems. */
  books(orderId: string): Promise<Books>
}

export interface Books extends Row {
  readonly payments: number
  readonly paid: number
  readonly settled: number
  readonly documents: number
  readonly problems: string[]
  readonly attempts: string[]
}

export async function openCardShop(): Promise<CardShop> {
  const stripe = await startStripe()
  const test = await testShop(stripe.env)
  const failures: string[] = []
  const worker = await startWorker({
    database: loginOptions(test.database.url, TEST_SECRET, 'worker'),
    handlers: cardJobs(test.shop),
    concurrency: 2,
    log: {
      info() {},
      warn() {},
      error: (_, { code = '?', error = '' } = {}) => void failures.push(`${error} ${code}`),
    },
  })
  const rows: CardShop['rows'] = (query) => withSql(test.database.url, async (sql) => [...(await query(sql))])

  const begun: CardShop['begun'] = async () => {
    const order = await sendable(test.shop, { until: 'placed' })
    await cards.begin(test.shop, order.id)
    const page = stripe.lastPage()
    return { ...order, page, payment: () => String(stripe.things.get(page)!.payment_intent) }
  }
  const tell: CardShop['tell'] = async (events, how) =>
    Promise.all(
      events.map(async (event) => {
        const { body, headers } = stripe.post(event, how)
        return (await test.app.request('/webhooks/stripe', { method: 'POST', body, headers })).status
      }),
    )
  const settled = async () => {
    for (;;) {
      const [left] = await rows<{ count: number }>(
        (sql) => sql`select count(*)::int as count from graphile_worker._private_jobs job
          join graphile_worker._private_tasks task on task.id = job.task_id
          where identifier like 'card-%' and attempts < max_attempts`,
      )
      if (left!.count === 0) return
      await pause(20)
    }
  }

  return {
    ...test,
    stripe,
    failures,
    begun,
    tell,
    settled,
    rows,
    async paid() {
      const order = await begun()
      await tell(stripe.act(order.page, 'paid'))
      await settled()
      return { ...order, payment: order.payment() }
    },
    async books(id) {
      const [found] = await rows<Books>(
        (sql) => sql`
          select (select count(*)::int from payment where order_id = ${id}) as payments,
            shop_paid_cents(${id}) as paid,
            (select coalesce(sum(settlement.amount_cents), 0)::int from settlement
               join payment on payment.id = payment_id where order_id = ${id} and invoice_id is not null) as settled,
            (select count(*)::int from invoice where order_id = ${id}) as documents,
            array(select code from card_problem where order_id = ${id} order by code) as problems,
            array(select coalesce(ended, 'open') from card_attempt where order_id = ${id} order by attempt) as attempts`,
      )
      return found!
    },
    async close() {
      await worker.stop()
      await test.close()
      await stripe.close()
    },
  }
}
