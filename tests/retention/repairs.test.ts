import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as repairs from '../../src/orders/repairs.ts'
import { sqlState } from '../../src/platform/database/client.ts'
import { addDays, type IsoDate, systemClock } from '../../src/platform/time.ts'
import * as accessExport from '../../src/privacy/my-data/access-export.ts'
import type { PurposeId } from '../../src/privacy/purposes.ts'
import * as eraser from '../../src/privacy/retention/eraser.ts'
import { answer, type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import { register } from '../../src/register.ts'
import { type Ground, openDemoGround, take, under } from '../register/ground.ts'
import { hashOf, openTrade, type Placed, someone, staff, type Trade } from '../register/trade.ts'

let ground: Ground
let trade: Trade
const today = systemClock('Europe/Riga').today()

beforeAll(async () => {
  ground = await openDemoGround()
  trade = await openTrade(ground)
})
afterAll(() => ground.close())

test('conformity-claims after a repair: all is there on the last day of the third year, and gone the day after', async () => {
  const order = await bought('repaired@example.com', '1 year')
  await repaired(order)
  for (const [past, left] of [
    ['2 years 1 day', ['order_party', 'repair']],
    ['3 years', ['order_party', 'repair']],
    ['3 years 1 day', []],
  ] as const) {
    await age(order, past)
    await erase()
    expect(await present(order), past).toEqual(left)
  }
})

test('without a repair they end after two years, and a second repair lengthens nothing', async () => {
  const plain = await bought('unrepaired@example.com', '1 year')
  const twice = await bought('twice-repaired@example.com', '1 year')
  await repaired(twice)
  await repaired(twice, addDays(today, -30))
  expect(await endOf(twice)).toBe(await lastDayAfter(twice, '3 years'))
  expect(await endOf(plain)).toBe(await lastDayAfter(plain, '2 years'))
  await age(twice, '3 years 1 day')
  await erase()
  expect(await present(twice)).toEqual([])
})

test('a buyer in Sweden has four years after a repair', async () => {
  const order = await bought('lagad@example.com', '1 year')
  await ground.run(`update order_party set country = 'SE' where order_id = '${order.id}'`)
  await repaired(order)
  for (const [past, left] of [
    ['3 years 1 day', 2],
    ['4 years', 2],
    ['4 years 1 day', 0],
  ] as const) {
    await age(order, past)
    await erase()
    expect(await present(order), past).toHaveLength(left)
  }
})

test('a repair that was taken back counts no more, for what is to be erased either', async () => {
  const order = await bought('mistaken@example.com', '1 year')
  await repaired(order)
  const takeBack = async () => {
    const [noted] = (await claims((tx) => repairs.ofOrder(tx, order.id))).repairs
    await claims((tx) => repairs.takeBack(tx, { orderId: order.id, repairId: noted!.id, by: someone }))
  }
  await takeBack()
  await expect(takeBack()).rejects.toMatchObject({ code: 'repair-taken-back' })
  expect(await endOf(order)).toBe(await lastDayAfter(order, '2 years'))
  await trade.deliveredBefore(order, '2 years 1 day')
  await erase()
  expect(await present(order)).toEqual([])
})

test('in the year that a repair gave, taking it back ends the claims at once', async () => {
  const order = await bought('later@example.com', '1 year')
  await repaired(order)
  await age(order, '2 years 1 day')
  const [noted] = (await claims((tx) => repairs.ofOrder(tx, order.id))).repairs
  await claims((tx) => repairs.takeBack(tx, { orderId: order.id, repairId: noted!.id, by: someone }))
  expect((await claims((tx) => repairs.ofOrder(tx, order.id))).repairs).toEqual([])
  await erase()
  expect(await present(order)).toEqual([])
})

test('what was repaired in the year that a mistake gave lengthens nothing once the mistake is taken back', async () => {
  const order = await bought('standing-on@example.com', '1 year')
  await repaired(order)
  await age(order, '2 years 1 day')
  await repaired(order)
  expect(await endOf(order)).toBe(await lastDayAfter(order, '3 years'))
  const [mistaken] = (await claims((tx) => repairs.ofOrder(tx, order.id))).repairs
  await claims((tx) => repairs.takeBack(tx, { orderId: order.id, repairId: mistaken!.id, by: someone }))
  await erase()
  expect(await present(order)).toEqual([])
})

test('the owner’s own term counts, and a purpose that ended early stays ended', async () => {
  const order = await bought('signed@example.com', '1 year')
  await repaired(order)
  const term = (period: string) =>
    ground.run(
      `update retention_term set period = '${period}' where purpose = 'conformity-claims' and fact = 'repair'`,
    )
  await term('P2Y')
  expect(await endOf(order)).toBe(await lastDayAfter(order, '4 years'))
  await term('P1Y')
  await ground.run(
    `insert into purpose_end (order_id, purpose, cause, ended_at) values ('${order.id}', 'conformity-claims', 'shop', now())`,
  )
  expect(await endOf(order)).toBe(addDays(today, -1))
})

test.each([
  ['before the goods came', '10 days', addDays(today, -11), 'repair-not-delivered'],
  ['on a day to come', '10 days', addDays(today, 1), 'repair-not-delivered'],
  ['once claims have ended', '2 years 1 day', today, 'repair-too-late'],
] as const)('a repair is refused %s', async (_, past, day, code) => {
  const order = await bought(`refused-${code}-${day}@example.com`, past)
  await expect(repaired(order, day)).rejects.toMatchObject({ code })
  await trade.deliveredBefore(order, '10 days')
  expect((await claims((tx) => repairs.ofOrder(tx, order.id))).repairs).toEqual([])
})

test('nothing is repaired that was never delivered, and two who note the same day note it once', async () => {
  const placed = await trade.order('waiting@example.com')
  await expect(repaired(placed)).rejects.toMatchObject({ code: 'repair-not-delivered' })
  const order = await bought('both@example.com', '1 year')
  const outcomes = await Promise.allSettled([repaired(order), repaired(order)])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await claims((tx) => repairs.ofOrder(tx, order.id))).repairs).toHaveLength(1)
})

test('who claims sees repairs, and nobody else; what was noted cannot be changed', async () => {
  const order = await bought('rights@example.com', '1 year')
  await repaired(order)
  const reading = (purpose: PurposeId) =>
    under(ground, purpose, (tx) =>
      tx.execute(sql`select repaired_on from repair where order_id = ${order.id}`),
    ).then(({ length }) => length, sqlState)
  expect(await reading('conformity-claims')).toBe(1)
  for (const purpose of ['order-contract', 'legal-claims', 'service-messages', 'accounting'] as const)
    expect(await reading(purpose), purpose).toBe('42501')
  const written = (statement: string) =>
    claims((tx) => tx.execute(sql.raw(statement))).then(() => 'done', sqlState)
  expect(await written(`update repair set repaired_on = shop_today() where order_id = '${order.id}'`)).toBe(
    '23514',
  )
  expect(await written(`delete from repair where order_id = '${order.id}'`)).toBe('42501')
  const storefront = take(ground, 'storefront', 'conformity-claims', async () => {})
  expect(await storefront.then(() => 'done', sqlState)).toBe('42501')
})

test('the copy for the person tells of the repair', async () => {
  const order = await bought('copied@example.com', '1 year')
  await repaired(order)
  const [session] = await ground.owner.orm.execute<{ id: string }>(sql`
    insert into subject_session (address, address_hash, language, expires_at, consumed_at)
      values ('copied@example.com', ${hashOf('copied@example.com')}, 'lv', now() + interval '1 hour', now()) returning id`)
  const copy = await withPurpose(ground.at.storefront, 'rights-requests', 'guest', async (tx) => {
    await answer(tx, session!.id)
    return accessExport.collect(tx, register)
  })
  expect(JSON.stringify(copy)).toContain(`"repaired_on":"${today}"`)
})

async function bought(email: string, past: string): Promise<Placed> {
  const order = await trade.order(email)
  await trade.fulfil(order)
  await trade.deliveredBefore(order, past)
  return order
}

function repaired({ id: orderId }: Placed, repairedOn: IsoDate = today): Promise<void> {
  return claims((tx) => repairs.note(tx, { orderId, repairedOn, by: someone }))
}

/** Delivered so long ago, and each repair as long after that as it was. */
async function age(order: Placed, past: string): Promise<void> {
  const [before] = await deliveredOn(order)
  await trade.deliveredBefore(order, past)
  const [after] = await deliveredOn(order)
  await ground.run(`begin; set local session_replication_role = replica;
    update repair set repaired_on = repaired_on - ('${before}'::date - '${after}'::date) where order_id = '${order.id}';
    commit`)
}

function claims<T>(work: (tx: Tx<'conformity-claims'>) => Promise<T>): Promise<T> {
  return withPurpose(ground.at.backoffice, 'conformity-claims', staff, work)
}

async function endOf({ id }: Placed): Promise<string | null> {
  return (await claims((tx) => repairs.ofOrder(tx, id))).claimsEnd
}

async function deliveredOn({ id }: Placed): Promise<string[]> {
  const rows = await ground.owner.orm.execute<{ day: string }>(
    sql`select delivered_on::text as day from shipment_delivery where order_id = ${id}`,
  )
  return rows.map(({ day }) => day)
}

async function lastDayAfter({ id }: Placed, period: string): Promise<string> {
  const [row] = await ground.owner.orm.execute<{ day: string }>(sql`
    select (delivered_on + ${period}::interval)::date::text as day from shipment_delivery where order_id = ${id}`)
  return row!.day
}

async function erase(): Promise<void> {
  await eraser.run({ access: ground.at.worker, register }, { cause: 'retention', actor: 'command' })
}

/** What is left of the buyer and of the repairs. */
async function present({ id }: Placed): Promise<string[]> {
  const found: string[] = []
  for (const table of ['order_party', 'repair']) {
    const rows = await ground.owner.orm.execute(sql.raw(`select from ${table} where order_id = '${id}'`))
    if (rows.length > 0) found.push(table)
  }
  return found
}
