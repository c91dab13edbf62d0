import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOptions } from '../../src/platform/database/address.ts'
import { type Client, openClient } from '../../src/platform/database/client.ts'
import { isoDate } from '../../src/platform/time.ts'
import {
  documentNumber,
  lastNumbers,
  setNextDocument,
  setNextOrder,
  takeNumber,
  takeOrderNumber,
} from '../../src/settings/numbers.ts'
import { migratedDatabase, type TestDatabase } from '../support/postgres.ts'

const numbers = { orderPrefix: 'Z', invoicePrefix: 'ZIM-', creditPrefix: 'K-' }
let database: TestDatabase
let owner: Client

beforeAll(async () => {
  database = await migratedDatabase()
  owner = openClient(clientOptions(database.url))
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

test('25 writers, half of whom change their minds, leave a series without gap or double', async () => {
  const taken: number[] = []
  const attempts = Array.from({ length: 50 }, (_, i) =>
    owner
      .begin('begin', async (tx) => {
        const { number } = await takeNumber(tx, 'invoice', isoDate('2031-05-01'))
        if (i % 2) throw new Error('changed my mind')
        return number
      })
      .then((number) => taken.push(number))
      .catch(() => {}),
  )
  await Promise.all(attempts)
  expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1))
})

test('a shop that moved here goes on counting in its first year and begins at 1 in the next', async () => {
  await owner.begin('begin', (tx) => setNextDocument(tx, 'invoice', 2026, 341))
  expect((await owner.begin('begin', (tx) => lastNumbers(tx, 2026))).invoice).toBeNull()
  expect(documentNumber(numbers, 'invoice', await take('2026-11-22'))).toBe('ZIM-2026-0341')
  expect(documentNumber(numbers, 'invoice', await take('2027-01-02'))).toBe('ZIM-2027-0001')
})

test('where a year’s invoices begin is said before the first of them, and no gap is made after it', async () => {
  const begin = (next: number) => owner.begin('begin', (tx) => setNextDocument(tx, 'invoice', 2032, next))
  await begin(600)
  await begin(500)
  expect((await take('2032-02-01')).number).toBe(500)
  for (const other of [500, 501, 900]) await expect(begin(other)).rejects.toThrow(RangeError)
  expect((await owner.begin('begin', (tx) => lastNumbers(tx, 2032))).invoice).toBe(500)
  expect((await take('2032-02-01')).number).toBe(501)
})

test('an invoice whose clerk saw yesterday’s date is of the day of the one before it', async () => {
  expect(await take('2033-03-02')).toEqual({ number: 1, day: '2033-03-02' })
  expect(await take('2033-03-01')).toEqual({ number: 2, day: '2033-03-02' })
  expect(await take('2033-03-03')).toEqual({ number: 3, day: '2033-03-03' })
})

test('order numbers go on from where the owner says, and only forwards', async () => {
  await owner.begin('begin', (tx) => setNextOrder(tx, 12_000))
  expect(await owner.begin('begin', (tx) => takeOrderNumber(tx, numbers))).toBe('Z12000')
  await expect(owner.begin('begin', (tx) => setNextOrder(tx, 12_000))).rejects.toThrow(RangeError)
})

function take(day: string) {
  return owner.begin('begin', (tx) => takeNumber(tx, 'invoice', isoDate(day)))
}

test('a mistyped next order number is set right as long as no order has one', async () => {
  const fresh = await migratedDatabase()
  const clerk = openClient(clientOptions(fresh.url))
  await clerk.begin('begin', (tx) => setNextOrder(tx, 900))
  await clerk.begin('begin', (tx) => setNextOrder(tx, 9))
  expect(await clerk.begin('begin', (tx) => takeOrderNumber(tx, numbers))).toBe('Z00009')
  await expect(clerk.begin('begin', (tx) => setNextOrder(tx, 9))).rejects.toThrow(RangeError)
  await clerk.end()
  await fresh.drop()
})
