import { setTimeout as pause } from 'node:timers/promises'
import { getTableName, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PurposeId, purposeList } from '../../src/privacy/purposes.ts'
import { purposesOf } from '../../src/privacy/readers.ts'
import * as restrictions from '../../src/privacy/restrictions.ts'
import { orderOf } from '../../src/privacy/units.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { register } from '../../src/register.ts'
import { type Ground, openDemoGround, under } from './ground.ts'
import { openTrade, type Placed, type Trade } from './trade.ts'

const address = 'restricted@example.com'
const addressKey = Buffer.alloc(32, 1)
let ground: Ground
let trade: Trade
let order: Placed

beforeAll(async () => {
  ground = await openDemoGround()
  trade = await openTrade(ground)
  order = await trade.order(address, { consents: { email: 'Yes.', phone: null } })
  await trade.fulfil(order)
  await ground.run('update purpose_switch set switched_on = true')
})
afterAll(() => ground.close())

/** Article 18(2): claims; what answers the person; books keep numbers and amounts. */
const mayStillSee = new Set<PurposeId>(['legal-claims', 'debt-collection', 'rights-requests'])
const numbers = ['invoice', 'invoice_line', 'invoice_vat', 'payment', 'payment_reversal']

test('a restricted person is invisible at once to every purpose but the named ones', async () => {
  const before = await seeing()
  expect(before).toContain('order-contract: order_party')
  expect(before).toContain('accounting: invoice_buyer')
  await restrict()
  const after = await seeing()
  const wrongly = after.filter((seen) => {
    const [purpose, table] = seen.split(': ') as [PurposeId, string]
    return !mayStillSee.has(purpose) && !(purpose === 'accounting' && numbers.includes(table))
  })
  expect(wrongly).toEqual([])
  expect(await marketed()).toBe(0)
})

test('the month’s invoices keep their unbroken numbers and their sums', async () => {
  const rows = await under(ground, 'accounting', (tx) =>
    tx.execute<{ all: number; sum: string; buyers: number }>(sql`
      select count(*)::int as all, sum(gross_cents)::text as sum, count(invoice_buyer.name)::int as buyers
        from invoice left join invoice_buyer on invoice_id = id where order_id = ${order.id}`),
  )
  expect(rows[0]).toMatchObject({ all: 1, buyers: 0 })
  expect(Number(rows[0]!.sum)).toBeGreaterThan(0)
})

test('an order placed meanwhile is restricted from its first moment', async () => {
  const next = await trade.order(address)
  const seen = await under(ground, 'order-contract', (tx) =>
    tx.execute(sql`select order_id from order_party where order_id = ${next.id}`),
  )
  expect([...seen]).toEqual([])
})

test('lifting it brings everything back', async () => {
  await withPurpose(ground.at.backoffice, 'rights-requests', 'command', (tx) =>
    restrictions.lift(tx, address, null),
  )
  expect(await seeing()).toContain('order-contract: order_party')
  expect(await marketed()).toBeGreaterThan(0)
})

test('an order that is written while its buyer asks for the restriction is restricted too', async () => {
  const late = 'late@example.com'
  let restricting: Promise<void> | undefined
  await ground.owner.begin('begin', async (tx) => {
    await tx.execute(sql`update order_party set email = ${late} where order_id = ${order.id}`)
    restricting = restrict(late)
    await pause(300)
  })
  await restricting
  const pinned = await ground.owner.orm.execute(
    sql`select order_id from restricted_order where order_id = ${order.id}`,
  )
  expect(pinned).toHaveLength(1)
})

function restrict(whose = address): Promise<void> {
  return withPurpose(ground.at.backoffice, 'rights-requests', 'command', (tx) =>
    restrictions.restrict(tx, { address: whose, addressKey, ground: 'accuracy', requestId: null }),
  )
}

/** Which purpose sees which table's rows of the order. */
async function seeing(): Promise<string[]> {
  const found: string[] = []
  for (const { id } of purposeList) {
    const tables = register.personal.filter((each) => orderOf(each.unit) && purposesOf(each).includes(id))
    if (tables.length === 0) continue
    const seen = await under(ground, id, async (tx) => {
      const names: string[] = []
      for (const { table, unit } of tables) {
        const name = getTableName(table)
        const query = `select 1 from "${name}" where ${orderOf(unit)} = '${order.id}' limit 1`
        if ((await tx.execute(query)).length > 0) names.push(`${id}: ${name}`)
      }
      return names
    })
    found.push(...seen)
  }
  return found
}

async function marketed(): Promise<number> {
  const rows = await under(ground, 'marketing-email', (tx) =>
    tx.execute(sql`select id from subscription where address = ${address} and purpose = 'marketing-email'`),
  )
  return rows.length
}
