import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, type IsoDate, systemClock } from '../../src/platform/time.ts'
import { foresee } from '../../src/privacy/retention/foreseeing.ts'
import * as looks from '../../src/privacy/retention/looks.ts'
import * as retention from '../../src/privacy/retention/retention.ts'
import { withoutPurpose } from '../../src/privacy/with-purpose.ts'
import { register } from '../../src/register.ts'
import { type Ground, openDemoGround } from '../register/ground.ts'
import { openTrade, type Trade } from '../register/trade.ts'

let ground: Ground
let trade: Trade
const today = systemClock('Europe/Riga').today()

beforeAll(async () => {
  ground = await openDemoGround()
  trade = await openTrade(ground)
})
afterAll(() => ground.close())

const house = () => ({ access: ground.at.worker, register })
const forecast = () => withoutPurpose(ground.at.backoffice, 'command', retention.forecast)

test('the forecast tells of an order in the week of its last day', async () => {
  const order = await trade.order('coming@example.com')
  await trade.fulfil(order)
  await trade.deliveredBefore(order, '4 days')
  await foresee(house(), 'command')
  const { weeks, byPurpose } = await forecast()
  expect(weeks.find(({ from }) => from === addDays(today, 7))).toMatchObject({ orders: 2 })
  expect(byPurpose).toEqual(expect.arrayContaining([{ purpose: 'order-contract', within30: 1, within90: 1 }]))
})

test('the forecast tells of rows that belong to no order: how many go, and in which week', async () => {
  // Each is forgotten thirty days after it.
  const ages = [29, 29, 25, 20, 16, 15, 9, 2, 2, 2, 0]
  await ground.run(
    'delete from sign_in_attempt',
    ...ages.map(
      (age, at) => `insert into sign_in_attempt (at, account_hash, address_hash)
        values (now() - interval '${age} days', sha256('${at}'), sha256('b'))`,
    ),
  )
  await foresee(house(), 'command')
  const weeks = await ground.owner.orm.execute<{ week: number; rows: number }>(sql`
    select (gone_by - shop_today() - 1) / 7 as week, sum(rows)::int as rows
      from retention_outlook where unit = 'sign_in_attempt' group by 1 order by 1`)
  const went = [0, 1, 2, 3, 4].map((week) => ({
    week,
    rows: ages.filter((age) => Math.floor((30 - age - 1) / 7) === week).length,
  }))
  expect([...weeks]).toEqual(went)
  const { byUnit } = await forecast()
  expect(byUnit).toContainEqual({ unit: 'sign_in_attempt', within30: ages.length, within90: ages.length })
})

test('what was foreseen is replaced, and rows that are due already are not foreseen', async () => {
  await ground.run(`update sign_in_attempt set at = now() - interval '31 days'`)
  await foresee(house(), 'command')
  expect((await forecast()).byUnit.map(({ unit }) => unit)).not.toContain('sign_in_attempt')
})

test('a look ahead is asked for, taken by the worker and shown; nobody’s data are in it', async () => {
  const order = await trade.order('looked@example.com')
  await trade.fulfil(order)
  const day = addDays(today, 4 * 366) as IsoDate
  const ask = () => withoutPurpose(ground.at.backoffice, 'command', (tx) => looks.ask(tx, day))
  const find = () => withoutPurpose(ground.at.backoffice, 'command', (tx) => looks.find(tx, day))
  expect(await find()).toBeUndefined()
  await Promise.all([ask(), ask()])
  expect(await find()).toMatchObject({ seenAt: null })
  await looks.take(house(), day)
  const look = (await find())!
  expect(look.seenAt).not.toBeNull()
  expect(look.total).toBeGreaterThanOrEqual(look.units.length)
  expect(look.units.map(({ unitId }) => unitId)).toContain(order.id)
  expect(JSON.stringify(look)).not.toContain('looked')
  const [left] = await ground.owner.orm.execute(
    sql`select name from order_party where order_id = ${order.id}`,
  )
  expect(left).toBeDefined()
})
