import { afterAll, beforeAll, expect, test } from 'vitest'
import { orders } from '../../seed/orders.ts'
import { seedYears } from '../../seed/years.ts'
import { findDrift, withOwner } from '../../src/migrate.ts'
import { systemClock } from '../../src/platform/time.ts'
import { zone } from '../../src/shop.ts'
import { migratedDatabase, type TestDatabase, withSql } from '../support/postgres.ts'

let database: TestDatabase
const clock = systemClock(zone)

beforeAll(async () => {
  database = await migratedDatabase()
  await withOwner(database.url, (tx) => seedYears(tx, clock.now(), clock.zone))
})
afterAll(() => database?.drop())

test('two years of orders stand in every state', async () => {
  await withSql(database.url, async (sql) => {
    const [whole] = await sql`
      select count(*)::int as orders, max(now() - placed_at) > interval '700 days' as long,
             count(*) filter (where placed_at > now())::int as future from "order"`
    expect(whole).toEqual({ orders: orders.length, long: true, future: 0 })
    expect(orders.length).toBeGreaterThanOrEqual(40)
    for (const facts of [
      'proof',
      'proof_answer',
      'making',
      'shipment',
      'shipment_dispatch',
      'shipment_delivery',
    ])
      expect((await sql`select from ${sql(facts)}`).length).toBeGreaterThan(5)
    expect((await sql`select from cancellation`).length).toBe(2)
    const unpaid = await sql`select from "order" where not shop_settled(id)`
    expect(unpaid.length).toBeGreaterThan(3)
  })
})

test("what a shop meets is among them: a buyer's file, questions, discounts", async () => {
  await withSql(database.url, async (sql) => {
    const [met] = await sql`
      select (select count(*)::int from order_artwork) as files,
             (select count(*)::int from "order" where discount_cents > 0) as discounts,
             (select coalesce(sum(used), 0)::int from discount_code) as used,
             (select count(*)::int from order_question) as questions,
             (select count(*)::int from order_question_answer) as answers,
             (select count(*)::int from repair where repaired_on = shop_today() - 40 and noted_at < now() - interval '39 days') as repairs,
             (select count(*)::int from order_question join "order" on "order".id = order_id where asked_at < placed_at) as early`
    expect(met).toEqual({ files: 1, discounts: 2, used: 2, questions: 2, answers: 1, repairs: 1, early: 0 })
  })
})

test('people have withdrawn, and each of it stands elsewhere', async () => {
  await withSql(database.url, async (sql) => {
    const stood = await sql`
      select order_id is null as unknown, array(select step from withdrawal_step where withdrawal_id = withdrawal.id order by made_at) as steps
        from withdrawal order by received_at`
    expect(stood).toEqual([
      { unknown: false, steps: ['goods-back', 'settled'] },
      { unknown: false, steps: ['goods-back'] },
      { unknown: true, steps: [] },
      { unknown: false, steps: [] },
    ])
    const [refund] = await sql`select count(*)::int as asked from refund where cause = 'withdrawal'`
    expect(refund).toEqual({ asked: 1 })
  })
})

test('numbers and days run as they would have', async () => {
  await withSql(database.url, async (sql) => {
    const invoices = await sql`
      select number, extract(year from issued_on)::int as year, issued_on::text, shop_day(issued_at)::text as noted
        from invoice where kind <> 'credit-note' order by number`
    const years = Map.groupBy(invoices, ({ year }) => year)
    expect(years.size).toBeGreaterThan(1)
    for (const [year, issued] of years) {
      expect(issued.map(({ number }) => number)).toEqual(
        issued.map((_, index) => `ZIM-${year}-${String(index + 1).padStart(4, '0')}`),
      )
      const days = issued.map(({ issued_on }) => issued_on)
      expect(days).toEqual([...days].sort())
      expect(issued.map(({ noted }) => noted)).toEqual(days)
    }
    const placed = await sql`select placed_at from "order" order by number`
    expect(placed.map(({ placed_at }) => Number(placed_at))).toEqual(
      placed.map(({ placed_at }) => Number(placed_at)).sort((one, other) => one - other),
    )
    const backwards = await sql`
      select from settlement join invoice on invoice.id = invoice_id join payment on payment.id = payment_id
        join "order" on "order".id = payment.order_id
        where invoice.issued_at < placed_at or payment.noted_at < placed_at or received_on > issued_on`
    expect(backwards).toHaveLength(0)
  })
})

test('nobody is written to about the past, and no clock stays wound', async () => {
  await withSql(database.url, async (sql) => {
    expect(await sql`select from mail`).toHaveLength(0)
    expect(await sql`select from cart`).toHaveLength(0)
    const jobs = await sql`
      select distinct identifier from graphile_worker._private_jobs job
        join graphile_worker._private_tasks task on task.id = job.task_id`
    expect(jobs.map(({ identifier }) => identifier)).toEqual(['render-invoice'])
    expect(await sql`select from information_schema.columns where column_default like '%seed%'`).toHaveLength(
      0,
    )
    expect(await sql`select from purpose_switch where purpose = 'owner'`).toHaveLength(0)
  })
  const { length } = Object.values(await findDrift(database.url)).flat()
  expect(length).toBe(0)
})
