import { afterAll, beforeAll, expect, test } from 'vitest'
import * as payLater from '../../src/orders/pay-later.ts'
import * as entries from '../../src/payments/statements/entries.ts'
import { booksOf } from '../../src/payments/statements/jobs.ts'
import * as matches from '../../src/payments/statements/matches.ts'
import * as suggestions from '../../src/payments/statements/suggestions.ts'
import { openTill } from '../receivables/till.ts'
import { type Ledger, openLedger, seen, staffId } from './ledger.ts'
import type { Placed } from './orders.ts'

let ledger: Ledger
let till: ReturnType<typeof openTill>

beforeAll(async () => {
  ledger = await openLedger()
  till = openTill(ledger.shop)
})
afterAll(() => ledger?.close())

const restrict = ({ id }: Placed) => ledger.sql('insert into restricted_order (order_id) values ($1)', [id])

/** The goods of somebody restricted, who paid a cent of them and owes the rest. */
async function owed(cents: number): Promise<Placed> {
  const order = await ledger.order(cents + 1)
  await till.receive(order.id, 1)
  await ledger.sql(`update "order" set payment_method = 'later' where id = $1`, [order.id])
  await till.contract((tx) => payLater.trust(tx, order.id, 14, till.by))
  await till.pack(order.id)
  await till.send(order.id)
  await till.handOver(order.id)
  await restrict(order)
  return order
}

const invoiceOf = async ({ id }: Placed) => (await till.books(id)).find(({ kind }) => kind === 'final')!

test('money for what is invoiced settles it at once, by its reference or its number', async () => {
  const [named, numbered] = [await owed(7_100), await owed(7_200)]
  const { number } = await invoiceOf(numbered)
  await ledger.statement([
    { cents: 7_100, reference: named.reference, name: 'A Friend' },
    { cents: 7_200, words: `rekins ${number}` },
  ])
  expect(await ledger.settle()).toBe(2)
  expect(await invoiceOf(named)).toMatchObject({ open: 0 })
  expect(await invoiceOf(numbered)).toMatchObject({ open: 0 })
})

test('more than is owed is for people, who see a number and an amount, and nobody’s name', async () => {
  const order = await owed(7_300)
  await ledger.statement([{ cents: 7_400, reference: order.reference }])
  expect(await ledger.settle()).toBe(0)
  const [entry] = (
    await seen(ledger, (tx) =>
      tx.under('accounting', (books) => entries.waiting(books, { limit: 9, offset: 0 })),
    )
  ).entries
  const found = await seen(ledger, (tx) => suggestions.forEntries(tx, [entry!]))
  expect(JSON.stringify([...found.values()])).toContain(`"number":"${order.number}","names":[]`)
  await seen(ledger, (tx) =>
    matches.matchByHand(tx, booksOf(ledger.shop), {
      entryId: entry!.id,
      parts: [{ orderId: order.id, amountCents: 7_400 }],
      by: staffId,
    }),
  )
  expect(await invoiceOf(order)).toMatchObject({ open: 0 })
  expect(await ledger.paid(order)).toEqual([7_401])
})

test('money for what is not invoiced is noted too, and its order is not released meanwhile', async () => {
  const order = await ledger.order(7_501)
  await restrict(order)
  await ledger.statement([{ cents: 7_501, reference: order.reference }])
  expect(await ledger.settle()).toBe(1)
  expect(await ledger.paid(order)).toEqual([7_501])
  expect(await till.books(order.id)).toEqual([])
  await ledger.sql('delete from restricted_order where order_id = $1', [order.id])
  const waiting = await ledger.sql<{ task: string }>(
    `select task_identifier as task from graphile_worker.jobs where key = $1`,
    [`book-payments:${order.id}`],
  )
  expect(waiting).toEqual([{ task: 'book-payments' }])
})
