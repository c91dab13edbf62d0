import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as eraser from '../../src/privacy/retention/eraser.ts'
import { recallJobs } from '../../src/receivables/hand-over/jobs-recall.ts'
import * as writeOffs from '../../src/receivables/hand-over/write-offs.ts'
import { register } from '../../src/register.ts'
import type { Debt } from '../dunning/owing.ts'
import { type HandOvers, openHandOvers } from '../hand-over/ground.ts'

let shop: HandOvers

beforeAll(async () => {
  shop = await openHandOvers()
})
afterAll(() => shop?.close())

/** What a collector was told of. */
const tables = ['order_party', 'debt_notice', 'debt_notice_document', 'hand_over_case']

/** How long a debt can be asked for (the shop's setting `barredYears`). */
const debtors = [
  ['a person', 10, () => shop.person()],
  ['a company', 3, () => shop.company()],
] as const

test.each(
  debtors,
)('debt-collection: of a debt of %s that is time-barred all is there on its last day, and gone the day after', async (_, years, owing) => {
  const debt = await handed(await owing())
  const told = await present(debt)
  expect(told).toEqual(expect.arrayContaining(['order_party', 'hand_over_case']))
  await barredOn(debt, 'shop_today()', years)
  await erase()
  expect(await present(debt)).toEqual(told)
  expect(await collectable(debt)).toEqual(told)
  await barredOn(debt, 'shop_today() - 1', years)
  expect(await collectable(debt)).toEqual([])
  await tellCollectors(debt)
  await erase()
  expect(await present(debt)).toEqual([])
  expect(await due(debt)).toEqual([])
  expect(await openPurposes(debt)).toEqual(['accounting'])
})

const endings = {
  paid: (debt: Debt) => shop.till.receive(debt.orderId, debt.total),
  'written off': ({ invoiceId }: Debt) =>
    shop.till.contract((tx) =>
      writeOffs.writeOff(tx, {
        invoiceId,
        cause: 'uncollectable',
        reason: 'Nobody answers',
        by: shop.till.by,
        today: shop.till.around.today,
      }),
    ),
}

test.each(
  Object.keys(endings) as (keyof typeof endings)[],
)('debt-collection: of a debt that is %s nothing is left with the next run', async (ending) => {
  const debt = await handed(await shop.person())
  await erase()
  expect(await present(debt)).toEqual(tables)
  await endings[ending](debt)
  expect(await collectable(debt)).toEqual([])
  await erase()
  expect(await present(debt)).toEqual([])
})

test('a debt that is time-barred goes to no collector any more', async () => {
  const debt = await shop.person()
  await long(debt)
  await barredOn(debt, 'shop_today() - 1', 10)
  expect(await shop.obstacles(debt)).toEqual(['barred'])
  await expect(shop.confirm(debt)).rejects.toMatchObject({ code: 'not-all' })
})

test('a collector hears that its debt is time-barred before anything of it goes', async () => {
  const debt = await handed(await shop.company())
  await shop.office.sql('update recipient set email = null where id = $1', [shop.collectorId])
  await barredOn(debt, 'shop_today() - 1', 3)
  await erase()
  expect(await present(debt)).toContain('hand_over_case')
  await tellCollectors(debt)
  expect(
    await shop.office.sql(
      `select cause, open_cents as open, outcome from debt_recall join hand_over_end using (case_id)
        where debt_recall.order_id = $1`,
      [debt.orderId],
    ),
  ).toEqual([{ cause: 'time-barred', open: 0, outcome: 'recalled' }])
  await erase()
  expect(await present(debt)).toContain('hand_over_case')
  const room = await shop.room()
  await shop.desk.submit(room.form(/told$/))
  await erase()
  expect(await present(debt)).toEqual([])
})

/** A debt at a collector, of goods that came so long ago that nobody claims anything of them. */
async function handed(debt: Debt): Promise<Debt> {
  await shop.confirm(debt)
  await long(debt)
  return debt
}

function long({ orderId }: Debt) {
  return shop.past(`update shipment_delivery set delivered_on = shop_today() - interval '4 years',
    withdrawal_until = shop_today() - interval '4 years' + interval '14 days' where order_id = '${orderId}'`)
}

function barredOn({ invoiceId }: Debt, day: string, years: number) {
  return shop.past(
    `update invoice set due_on = (${day} - interval '${years} years')::date where id = '${invoiceId}'`,
  )
}

/** What the night does before it erases. */
async function tellCollectors(debt: Debt): Promise<void> {
  await recallJobs(shop.office.shop)['recall-barred']!({}, {} as never)
  const id = await shop.caseOf(debt)
  const key = `recall-debt:${id}`
  const jobs = await shop.office.sql('select from graphile_worker._private_jobs where key = $1', [key])
  if (jobs.length > 0) await shop.look(id)
}

function erase() {
  const access = shop.office.shop.database.worker
  return eraser.run({ access, register }, { cause: 'retention', actor: 'command' })
}

async function due({ orderId }: Debt): Promise<object[]> {
  const access = shop.office.shop.database.worker
  const task = { cause: 'retention', actor: 'command', asOf: shop.till.around.today } as const
  const found: object[] = []
  for await (const each of eraser.due({ access, register }, { ...task, orders: [orderId] })) found.push(each)
  return found
}

/** Whose last day is to come, or unknown. */
async function openPurposes({ orderId }: Debt): Promise<string[]> {
  const rows = await shop.office.sql<{ purpose: string }>(
    'select purpose from shop_order_ends($1) where ends >= shop_today() or ends is null',
    [orderId],
  )
  return rows.map(({ purpose }) => purpose)
}

async function present({ orderId }: Debt): Promise<string[]> {
  const left = await shop.office.sql<{ name: string }>(
    tables
      .map((table) => `select '${table}' as name where exists (select from ${table} where order_id = $1)`)
      .join(' union all '),
    [orderId],
  )
  return tables.filter((table) => left.some(({ name }) => name === table))
}

/** What the purpose sees of it. */
function collectable({ orderId }: Debt): Promise<string[]> {
  return shop.collecting(async (tx) => {
    const seen: string[] = []
    for (const table of tables) {
      const rows = await tx.execute(sql.raw(`select order_id from ${table} where order_id = '${orderId}'`))
      if (rows.length > 0) seen.push(table)
    }
    return seen
  })
}
