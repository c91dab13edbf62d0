import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { orderJobs } from '../../src/orders/jobs.ts'
import { addDays } from '../../src/platform/time.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { openTill } from '../receivables/till.ts'
import { placed, type Wanted } from './placed.ts'

let office: Office
let till: ReturnType<typeof openTill>

beforeAll(async () => {
  office = await openOffice()
  till = openTill(office.shop)
})
afterAll(() => office.close())

/** An order whose last day to pay lies so many days from today. */
async function dueIn(days: number, wanted: Wanted = {}): Promise<string> {
  const { id } = await placed(office.shop, office.visitor(), wanted)
  const payBy = addDays(till.around.today, days)
  await office.sql(`update "order" set pay_by = '${payBy}' where id = '${id}'`)
  return id
}

const night = () => orderJobs(office.shop)['lapse-reservations']!({}, {} as never)

const mailed = (id: string) =>
  office
    .sql<{ kind: string }>(`select kind from mail where order_id = '${id}' order by queued_at`)
    .then((rows) => rows.map(({ kind }) => kind))

const stockOf = (id: string) =>
  withPurpose(office.shop.database.backoffice, 'order-contract', 'command', async (tx) => {
    const [row] = await tx.execute<{ stock: number }>(sql`
      select stock from variant join order_line on variant_id = variant.id where order_id = ${id}`)
    return row!.stock
  })

test('who has not paid is reminded once, two days before the goods are given up', async () => {
  const [near, far] = [await dueIn(2), await dueIn(5)]
  await night()
  await night()
  expect(await mailed(near)).toEqual(['payment-reminder'])
  expect(await mailed(far)).toEqual([])
})

test('what nobody paid goes back on sale seven days after its last day, and its buyer is told', async () => {
  const [kept, gone] = [await dueIn(-7), await dueIn(-8, { quantity: 2 })]
  const before = await stockOf(gone)
  await night()
  expect((await till.order(kept)).cancellation).toBeNull()
  expect((await till.order(gone)).cancellation?.reason).toBe('Maksājums noteiktajā laikā netika saņemts.')
  expect(await stockOf(gone)).toBe(before + 2)
  expect(await mailed(gone)).toEqual(['order-cancelled'])
})

test('money in part, over the counter or later keeps the goods', async () => {
  const part = await dueIn(-30)
  await till.receive(part, 100)
  const counter = await dueIn(-30, { delivery: 'collection', payment: 'collection' })
  const later = await dueIn(-30, { payment: 'later' })
  await night()
  for (const id of [part, counter, later]) expect((await till.order(id)).cancellation).toBeNull()
})
