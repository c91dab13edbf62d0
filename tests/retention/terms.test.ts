import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import { addDays, systemClock } from '../../src/platform/time.ts'
import * as eraser from '../../src/privacy/retention/eraser.ts'
import * as holds from '../../src/privacy/retention/holds.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { register } from '../../src/register.ts'
import { type Ground, openDemoGround } from '../register/ground.ts'
import { openTrade, type Placed, someone, staff, type Trade } from '../register/trade.ts'

let ground: Ground
let trade: Trade

beforeAll(async () => {
  ground = await openDemoGround()
  trade = await openTrade(ground)
})
afterAll(() => ground.close())

test('an order loses what each purpose held on the day after that purpose ends, and nothing before', async () => {
  const order = await trade.order('anna@example.com')
  await ground.run(`update order_party set note = 'ring twice' where order_id = '${order.id}'`)
  await trade.fulfil(order)
  const left = () => present(order, ['order_party', 'artwork', 'proof', 'payment'])

  await trade.deliveredBefore(order, '14 days')
  await erase()
  expect(await noteOf(order)).toBe('ring twice')

  await trade.deliveredBefore(order, '15 days')
  await erase()
  expect(await noteOf(order)).toBeNull()
  expect(await left()).toEqual(['order_party', 'artwork', 'proof', 'payment'])

  await trade.deliveredBefore(order, '2 years')
  await erase()
  expect(await left()).toContain('order_party')
  await trade.deliveredBefore(order, '2 years 1 day')
  await erase()
  expect(await left()).toEqual(['artwork', 'proof', 'payment'])

  await trade.deliveredBefore(order, '3 years')
  await erase()
  expect(await left()).toContain('artwork')
  await trade.deliveredBefore(order, '3 years 1 day')
  await erase()
  expect(await left()).toEqual(['payment'])
  const days = ['order', 'order_line', 'invoice', 'shipment_delivery']
  expect(await present(order, days)).toEqual(days)
  expect(
    await under(
      `select from shipment_dispatch where tracking_number is not null and order_id = '${order.id}'`,
    ),
  ).toBe(0)
})

test('a buyer in Sweden has three years to claim', async () => {
  const order = await trade.order('svensk@example.com')
  await ground.run(`update order_party set country = 'SE' where order_id = '${order.id}'`)
  await trade.fulfil(order)
  for (const [past, left] of [
    ['2 years 1 day', ['order_party']],
    ['3 years', ['order_party']],
    ['3 years 1 day', []],
  ] as const) {
    await trade.deliveredBefore(order, past)
    await erase()
    expect(await present(order, ['order_party']), past).toEqual(left)
  }
})

test('a second run changes nothing', async () => {
  const order = await trade.order('twice@example.com')
  await trade.fulfil(order)
  await trade.deliveredBefore(order, '4 years')
  expect((await erase()).length).toBeGreaterThan(0)
  expect(await erase()).toEqual([])
})

test('books keep the buyer to the end of the fifth year after the sale, and their numbers for good', async () => {
  const order = await trade.order('books@example.com')
  await trade.fulfil(order)
  await trade.deliveredBefore(order, '4 years')
  const buyer = () =>
    under(
      `select invoice_id from invoice_buyer join invoice on id = invoice_id where order_id = '${order.id}'`,
    )
  await soldIn(order, -5)
  await erase()
  expect(await buyer()).toBe(1)
  await soldIn(order, -6)
  await erase()
  expect(await buyer()).toBe(0)
  expect(await present(order, ['invoice', 'payment'])).toEqual(['invoice', 'payment'])
})

test('a cancelled order is forgotten after 14 days', async () => {
  const order = await trade.order('cancelled@example.com')
  await trade.contract((tx) => fulfilment.cancel(tx, order.id, 'Anna moved away', someone))
  const cancelledBefore = (days: number) =>
    ground.run(
      `update cancellation set cancelled_at = now() - interval '${days} days' where order_id = '${order.id}'`,
    )
  await cancelledBefore(14)
  await erase()
  expect(await present(order, ['order_party', 'artwork'])).toEqual(['order_party', 'artwork'])
  await cancelledBefore(15)
  await erase()
  expect(await present(order, ['order_party', 'artwork', 'order'])).toEqual(['order'])
})

test('a customer goes with the last open order', async () => {
  const orders = [await trade.order('customer@example.com'), await trade.order('customer@example.com')]
  for (const order of orders) await trade.fulfil(order)
  const known = () => under(`select id from customer where email = 'customer@example.com'`)
  await trade.deliveredBefore(orders[0]!, '15 days')
  await erase()
  expect(await known()).toBe(1)
  await trade.deliveredBefore(orders[1]!, '15 days')
  await erase()
  expect(await known()).toBe(0)
})

test('carts, evidence, traces and the log of the door go after their terms', async () => {
  await trade.order('evidence@example.com', { consents: { email: 'Yes.', phone: null } })
  const [given] = await ground.owner.orm.execute<{ id: string }>(
    sql`select id from consent where address = 'evidence@example.com'`,
  )
  const rules: Record<string, { age(days: string): string; held: string; gone: string; left: string }> = {
    cart: {
      age: (
        past,
      ) => `insert into cart (token_hash, touched_at) values (sha256('old'), now() - interval '${past}')
        on conflict (token_hash) do update set touched_at = excluded.touched_at`,
      held: '29 days',
      gone: '31 days',
      left: `select id from cart where token_hash = sha256('old')`,
    },
    consent: {
      age: (
        past,
      ) => `insert into consent_withdrawal (consent_id, withdrawn_at) values ('${given!.id}', now() - interval '${past}')
        on conflict (consent_id) do update set withdrawn_at = excluded.withdrawn_at`,
      held: '4 years 364 days',
      gone: '5 years 1 day',
      left: `select id from consent where id = '${given!.id}'`,
    },
    audit_entry: {
      age: (past) => `with old as (delete from audit_entry where table_name = 'old')
        insert into audit_entry (at, table_name, row_id, action, purpose) values (now() - interval '${past}', 'old', 'x', 'insert', 'owner')`,
      held: '4 years 364 days',
      gone: '5 years 1 day',
      left: `select id from audit_entry where table_name = 'old'`,
    },
    sign_in_attempt: {
      age: (past) => `with old as (delete from sign_in_attempt)
        insert into sign_in_attempt (at, account_hash, address_hash) values (now() - interval '${past}', sha256('a'), sha256('b'))`,
      held: '29 days',
      gone: '31 days',
      left: 'select id from sign_in_attempt',
    },
  }
  for (const [rule, { age, held, gone, left }] of Object.entries(rules)) {
    await ground.run(age(held))
    await erase()
    expect(await under(left), rule).toBe(1)
    await ground.run(age(gone))
    await erase()
    expect(await under(left), rule).toBe(0)
  }
})

test('each kind of hold stops the eraser, and letting go sets it to work again', async () => {
  for (const kind of holds.holdKinds) {
    const order = await dueOrder(`${kind}@example.com`)
    await withPurpose(ground.at.backoffice, 'legal-claims', staff, (tx) =>
      holds.place(tx, { orderId: order.id, kind, reason: 'a letter from a court', by: someone }),
    )
    await erase()
    expect(await present(order, ['order_party']), kind).toEqual(['order_party'])
    await withPurpose(ground.at.backoffice, 'legal-claims', staff, async (tx) => {
      const placed = (await holds.inForce(tx)).find(({ orderId }) => orderId === order.id)
      await holds.lift(tx, placed!.id, someone)
    })
    await erase()
    expect(await present(order, ['order_party']), kind).toEqual([])
  }
})

test('a restriction and an open request hold too', async () => {
  const hash = `sha256('held@example.com')`
  const reasons = [
    [
      `insert into restriction (address, address_hash, ground) values ('held@example.com', ${hash}, 'claims')`,
      `update restriction set lifted_at = now()`,
    ],
    [
      `insert into subject_request (address, address_hash, language, kind, origin, due_on) values ('held@example.com', ${hash}, 'lv', 'access', 'mail', shop_today())`,
      `update subject_request set closed_at = now(), outcome = 'done'`,
    ],
  ] as const
  for (const [begins, ends] of reasons) {
    const order = await dueOrder('held@example.com')
    await ground.run(begins)
    await erase()
    expect(await present(order, ['order_party']), begins).toEqual(['order_party'])
    await ground.run(ends)
    await erase()
    expect(await present(order, ['order_party']), begins).toEqual([])
  }
})

test('a look ahead names what will be due and takes nothing away', async () => {
  const order = await trade.order('ahead@example.com')
  await trade.fulfil(order)
  await ground.run(
    `insert into subject_request (address, address_hash, language, kind, origin, due_on, closed_at, outcome)
       values ('asked@example.com', sha256('asked'), 'lv', 'access', 'mail', shop_today(), now(), 'done')`,
  )
  const future = addDays(systemClock('Europe/Riga').today(), 4 * 366)
  const seen: eraser.Erased[] = []
  for await (const each of eraser.due(house(), { cause: 'retention', actor: 'command', asOf: future }))
    seen.push(each)
  expect(Object.keys(seen.find(({ unitId }) => unitId === order.id)!.gone)).toContain('order_party')
  expect(seen.map(({ unit }) => unit)).toContain('subject_request')
  expect(await present(order, ['order_party'])).toEqual(['order_party'])
})

test('the eraser tells what remains and until when, and no name', async () => {
  const order = await dueOrder('certificate@example.com')
  await erase()
  const [row] = await ground.owner.orm.execute<{ gone: object; remains: Record<string, string> }>(
    sql`select gone, remains from erasure where unit_id = ${order.id} order by erased_at desc limit 1`,
  )
  expect(row!.gone).toMatchObject({ order_party: 1 })
  expect(Object.keys(row!.remains)).toEqual(['accounting'])
  expect(JSON.stringify(row)).not.toContain('certificate')
})

async function dueOrder(email: string): Promise<Placed> {
  const order = await trade.order(email)
  await trade.fulfil(order)
  await trade.deliveredBefore(order, '4 years')
  return order
}

function house(): eraser.Eraser {
  return { access: ground.at.worker, register }
}

async function erase(): Promise<readonly eraser.Erased[]> {
  return (await eraser.run(house(), { cause: 'retention', actor: 'command' })).erased
}

async function present({ id }: Placed, tables: string[]): Promise<string[]> {
  const found: string[] = []
  for (const table of tables) {
    const column = table === 'order' ? 'id' : 'order_id'
    if ((await under(`select from "${table}" where ${column} = '${id}'`)) > 0) found.push(table)
  }
  return found
}

async function noteOf({ id }: Placed): Promise<string | null> {
  const [row] = await ground.owner.orm.execute<{ note: string | null }>(
    sql`select note from order_party where order_id = ${id}`,
  )
  return row!.note
}

async function under(query: string): Promise<number> {
  return (await ground.owner.orm.execute(sql.raw(query))).length
}

/** Puts the sale so many calendar years back: its invoice and its payment. */
async function soldIn({ id }: Placed, years: number): Promise<void> {
  await ground.run(
    'alter table invoice disable trigger stays',
    `update invoice set issued_on = make_date(extract(year from shop_today())::int + ${years}, 12, 31) where order_id = '${id}'`,
    'alter table invoice enable trigger stays',
    `update payment set received_on = make_date(extract(year from shop_today())::int + ${years}, 12, 31) where order_id = '${id}'`,
  )
}
