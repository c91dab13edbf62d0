import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSnapshot } from '../../src/privacy/with-purpose.ts'
import * as handOvers from '../../src/receivables/hand-over/hand-overs.ts'
import { type HandOvers, openHandOvers } from './ground.ts'
import {
  countries,
  type MadeUp,
  madeUp,
  mayBeTold,
  noticesOf,
  oldestOverdue,
  paymentsOf,
} from './made-up-debts.ts'
import { plant } from './planting.ts'

const count = 2500

let shop: HandOvers
let orders: readonly MadeUp[]

beforeAll(async () => {
  shop = await openHandOvers()
  orders = madeUp(count, 20_261_122)
  await plant(shop, orders)
  await shop.office.sql(
    `update setting set value = value || '{"countries": ${JSON.stringify(countries)}}' where key = 'debts'`,
  )
}, 120_000)
afterAll(() => shop?.close())

/** What a row of each table is known by, and which of the made-up rows the purpose must see. */
const tables: Readonly<Record<string, { key: string; rows: (order: MadeUp) => readonly string[] }>> = {
  order: { key: 'id', rows: ({ id }) => [id] },
  order_party: { key: 'order_id', rows: ({ id }) => [id] },
  invoice: { key: 'id', rows: ({ documents }) => documents.map(({ id }) => id) },
  invoice_document: { key: 'invoice_id', rows: ({ documents }) => documents.map(({ id }) => id) },
  shipment_dispatch: { key: 'order_id', rows: ({ id, parcel }) => (parcel === 'none' ? [] : [id]) },
  shipment_delivery: {
    key: 'order_id',
    rows: ({ id, parcel }) => (parcel === 'none' || parcel === 'on its way' ? [] : [id]),
  },
  payment: { key: 'id', rows: (order) => paymentsOf(order).map(({ id }) => id) },
  debt_notice: { key: 'id', rows: (order) => noticesOf(order).map(({ id }) => id) },
  debt_notice_document: { key: 'notice_id', rows: (order) => noticesOf(order).map(({ id }) => id) },
  debt_notice_receipt: {
    key: 'notice_id',
    rows: (order) =>
      noticesOf(order)
        .filter((each) => each.objectUntilIn !== null)
        .map(({ id }) => id),
  },
  hand_over_case: {
    key: 'invoice_id',
    rows: ({ documents }) => documents.filter(({ handedOver }) => handedOver).map(({ id }) => id),
  },
  personal_code: { key: 'order_id', rows: ({ id, code }) => (code === 'kept' ? [id] : []) },
}

test('forced SQL under debt-collection reads exactly the rows of debts that may be handed over', async () => {
  const told = orders.filter(mayBeTold)
  // Neither all nor nothing, or the comparison would say little.
  expect(told.length).toBeGreaterThan(count / 25)
  expect(told.length).toBeLessThan(count / 2)
  const ours = `(${orders.map(({ id }) => `'${id}'`).join(',')})`
  for (const [table, { key, rows }] of Object.entries(tables)) {
    const of =
      table === 'order'
        ? 'id'
        : table === 'invoice_document' || table.startsWith('debt_notice_')
          ? null
          : 'order_id'
    const where = of ? `where ${of} in ${ours}` : ''
    const seen = await withSnapshot(
      shop.office.shop.database.backoffice,
      'debt-collection',
      'command',
      (tx) => tx.execute<{ key: string }>(sql.raw(`select ${key} as key from "${table}" ${where}`)),
    )
    const wanted = told.flatMap(rows)
    expect(new Set(seen.map((row) => row.key)), table).toEqual(new Set(wanted))
  }
}, 240_000)

test('whoever looks at one that may not go gets nothing, by whatever column', async () => {
  const hidden = orders.find((order) => order.documents.length > 0 && !mayBeTold(order))!
  const seen = await shop.collecting((tx) =>
    tx.execute(sql`select number, gross_cents from invoice where order_id = ${hidden.id}`),
  )
  expect([...seen]).toEqual([])
})

test('the list says the same of each, all of them at once', async () => {
  const ready = await shop.till.contract(async (tx) => {
    const { rows } = await handOvers.candidates(tx, { limit: 10_000 })
    return rows.filter(({ obstacles }) => obstacles.length === 0).map(({ orderId }) => orderId)
  })
  // A charge goes with the document that it is about.
  const wanted = orders.filter(
    (order) =>
      mayBeTold(order) &&
      oldestOverdue(order)!.kind !== 'charge' &&
      !order.documents.some(({ handedOver }) => handedOver),
  )
  expect(wanted.length).toBeGreaterThan(count / 50)
  for (const { id } of wanted) expect(ready, id).toContain(id)
})
