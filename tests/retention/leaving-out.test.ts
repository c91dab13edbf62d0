import { getTableColumns, getTableName } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import { addDays, type IsoDate, systemClock } from '../../src/platform/time.ts'
import { ownPurposes } from '../../src/privacy/readers.ts'
import * as eraser from '../../src/privacy/retention/eraser.ts'
import type { PersonalTable } from '../../src/privacy/tags.ts'
import { orderOf } from '../../src/privacy/units.ts'
import { register } from '../../src/register.ts'
import { type Ground, openDemoGround } from '../register/ground.ts'
import { hashOf, openTrade, type Placed, someone, type Trade } from '../register/trade.ts'

let ground: Ground
let trade: Trade
let orders: Placed[]
const today = systemClock('Europe/Riga').today()

beforeAll(async () => {
  ground = await openDemoGround()
  trade = await openTrade(ground)
  orders = await cast()
}, 120_000)
afterAll(() => ground.close())

const ofOrders = register.personal.filter(({ unit }) => unit.of === 'order')

test.each(
  ofOrders.map((declared) => [getTableName(declared.table), declared] as const),
)('while no purpose of an order has ended nothing of it is due: %s', (_, declared) => {
  const holdsAsLong = endsOf(declared)
  const holding = (purposes: Iterable<string>) =>
    [...purposes].some((purpose) => {
      const condition = declared.rows?.[purpose as keyof typeof declared.rows]
      return condition === undefined || holdsAsLong.includes(ofItsOrder(condition))
    })
  expect(holding(ownPurposes(declared)), 'rows').toBe(true)
  for (const [property, tag] of Object.entries(declared.columns)) {
    if (tag.personal === false || tag.purposes.length === 0) continue
    expect(holding(tag.purposes), getTableColumns(declared.table)[property]!.name).toBe(true)
  }
})

/** What is asked of a row that may have no order, and has one: the others are looked at one by one. */
function ofItsOrder(condition: string): string {
  return condition.replace(/^case when order_id is null then .* else (shop_\w+\(order_id\)) end$/, '$1')
}

/** Conditions that are true until the day after one of the ends that `shop_ends_of` tells of the row's order. */
function endsOf({ unit }: PersonalTable): string[] {
  const order = orderOf(unit)
  return [
    `shop_contract_open(${order})`,
    `shop_messages_open(${order})`,
    `shop_claims_open(${order}, 'conformity-claims')`,
    `shop_claims_open(${order}, 'legal-claims')`,
    `shop_accounting_open(${order})`,
    // Asks for the messages of its order.
    'shop_mail_open(mail_id)',
    // Its end is told where the row is and the condition is not.
    'taken_back_at is null and shop_code_wanted(order_id)',
  ]
}

test('orders that are left out have nothing due, whatever became of them and whenever one looks', {
  timeout: 120_000,
}, async () => {
  const ids = orders.map(({ id }) => id)
  for (const day of [0, 1, 15, 365, 2 * 366, 3 * 366, 7 * 366].map((days) => addDays(today, days))) {
    const named = await due(day, ids)
    expect(await due(day), day).toEqual(named)
  }
  // The cast is worth something: at first some of it goes, and in the end all but what is unpaid, held or restricted.
  expect((await due(today)).length).toBeGreaterThan(3)
  expect(await due(addDays(today, 7 * 366))).toHaveLength(ids.length - 5)
})

async function due(asOf: IsoDate, orders?: readonly string[]): Promise<string[]> {
  const house = { access: ground.at.worker, register }
  const found: string[] = []
  const task = { cause: 'retention', actor: 'command', asOf, ...(orders && { orders }) } as const
  for await (const { unitId, gone } of eraser.due(house, task))
    if (unitId) found.push(`${unitId} ${JSON.stringify(gone)}`)
  return found.sort()
}

/** One order of each fate. */
async function cast(): Promise<Placed[]> {
  const fates: Record<string, (order: Placed) => Promise<void>> = {
    'just placed': async () => {},
    refused: async (order) => {
      await trade.sendProof(order)
      await trade.answerProof(order, { approved: false, remark: 'larger' })
    },
    received: (order) => trade.fulfil(order),
    ...Object.fromEntries(
      ['14 days', '15 days', '2 years', '2 years 1 day', '3 years 1 day', '7 years'].map((past) => [
        past,
        (order: Placed) => receivedBefore(order, past),
      ]),
    ),
    cancelled: (order) => cancelledBefore(order, 3),
    'cancelled long ago': (order) => cancelledBefore(order, 15),
    repaired: async (order) => {
      await receivedBefore(order, '1 year')
      await ground.run(
        `insert into repair (order_id, repaired_on, noted_by) values ('${order.id}', shop_today(), '${someone}')`,
      )
      await trade.deliveredBefore(order, '2 years 1 day')
    },
    'erased on request': async (order) => {
      await trade.fulfil(order)
      await ended(order, 'conformity-claims')
    },
    'booked no longer': async (order) => {
      await trade.fulfil(order)
      await ended(order, 'accounting')
    },
    held: async (order) => {
      await receivedBefore(order, '4 years')
      await ground.run(
        `insert into hold (order_id, kind, reason, placed_by) values ('${order.id}', 'claim', 'why', '${someone}')`,
      )
    },
    restricted: async (order) => {
      await receivedBefore(order, '4 years')
      await ground.run(
        `insert into restriction (address, address_hash, ground)
          values ('restricted@example.com', '\\x${hashOf('restricted@example.com').toString('hex')}', 'claims')`,
      )
    },
    'with a code': (order) => sealed(order, 'null'),
    'with a code taken back': (order) => sealed(order, 'now()'),
    'with a code and paid': async (order) => {
      await trade.fulfil(order)
      await sealed(order, 'null')
    },
  }
  const orders: Placed[] = []
  for (const [fate, befall] of Object.entries(fates)) {
    const order = await trade.order(`${fate.replaceAll(' ', '-')}@example.com`)
    await ground.run(`update order_party set note = 'ring twice' where order_id = '${order.id}'`)
    await befall(order)
    orders.push(order)
  }
  return orders
}

async function receivedBefore(order: Placed, past: string): Promise<void> {
  await trade.fulfil(order)
  await trade.deliveredBefore(order, past)
}

async function cancelledBefore(order: Placed, days: number): Promise<void> {
  await trade.contract((tx) => fulfilment.cancel(tx, order.id, 'Anna moved away', someone))
  await ground.run(
    `update cancellation set cancelled_at = now() - interval '${days} days' where order_id = '${order.id}'`,
  )
}

function ended({ id }: Placed, purpose: string): Promise<void> {
  return ground.run(
    `insert into purpose_end (order_id, purpose, cause, ended_at) values ('${id}', '${purpose}', 'shop', now() - interval '1 day')`,
  )
}

function sealed({ id }: Placed, takenBackAt: string): Promise<void> {
  return ground.run(
    `insert into personal_code (order_id, sealed, generation, kept_by, taken_back_at)
      values ('${id}', ${takenBackAt === 'null' ? `decode(repeat('00', 39), 'hex')` : 'null'}, 1, '${someone}', ${takenBackAt})`,
  )
}
