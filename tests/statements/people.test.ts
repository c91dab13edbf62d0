import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../src/privacy/retention/eraser.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { type Ledger, openLedger, staffId } from './ledger.ts'
import type { Placed } from './orders.ts'

let ledger: Ledger
let order: Placed

beforeAll(async () => {
  ledger = await openLedger()
  order = await ledger.order(4_000)
  await ledger.statement([
    { cents: 4_000, name: 'Anna Bērziņa', iban: 'LV97HABA0012345678910', reference: order.reference },
    { cents: 5_000, name: 'Nobody Knows', words: 'waits' },
  ])
  await ledger.settle()
})
afterAll(() => ledger.close())

/** Whose names a purpose reads on the statements. */
function names(purpose: 'accounting' | 'order-contract'): Promise<string[]> {
  return withPurpose(ledger.shop.database.backoffice, purpose, `staff:${staffId}`, async (tx) => {
    const rows = await tx.execute<{ name: string }>('select name from bank_entry_party order by name')
    return rows.map(({ name }) => name)
  })
}

function erase(): Promise<unknown> {
  const eraser = { access: ledger.shop.database.worker, register: ledger.shop.register }
  return run(eraser, { cause: 'retention', actor: 'command', orders: [order.id] })
}

test('who paid stands with the order that the money was for; who waits, with nobody’s', async () => {
  const rows = await ledger.sql('select name, order_id as "orderId" from bank_entry_party order by name')
  expect(rows).toEqual([
    { name: 'Anna Bērziņa', orderId: order.id },
    { name: 'Nobody Knows', orderId: null },
  ])
  for (const purpose of ['accounting', 'order-contract'] as const)
    expect(await names(purpose)).toEqual(['Anna Bērziņa', 'Nobody Knows'])
})

test('a restricted buyer is hidden, and those who wait are not', async () => {
  await ledger.sql('insert into restricted_order (order_id) values ($1)', [order.id])
  for (const purpose of ['accounting', 'order-contract'] as const)
    expect(await names(purpose)).toEqual(['Nobody Knows'])
  await erase()
  expect(await ledger.sql('select 1 from bank_entry_party')).toHaveLength(2)
  await ledger.sql('delete from restricted_order')
})

test('names end with the books of the order, or of the day; the bank’s numbers stay', async () => {
  await erase()
  expect(await names('accounting')).toHaveLength(2)
  await ledger.sql(`update bank_entry_party set booked_on = '2018-05-01'`)
  await ledger.sql(`update payment set received_on = '2018-05-01' where order_id = $1`, [order.id])
  await ledger.sql('alter table invoice disable trigger user')
  await ledger.sql(`update invoice set issued_on = '2018-05-01' where order_id = $1`, [order.id])
  await ledger.sql(`update "order" set placed_at = '2018-04-01' where id = $1`, [order.id])
  await ledger.sql('alter table cancellation disable trigger user')
  await ledger.sql(
    `insert into cancellation (order_id, reason, cancelled_by, cancelled_at) values ($1, 'x', $1, '2018-05-02')`,
    [order.id],
  )
  expect(await names('accounting')).toEqual([])
  await erase()
  expect(await ledger.sql('select name from bank_entry_party')).toEqual([])
  expect(await ledger.sql('select 1 from bank_entry')).toHaveLength(2)
})
