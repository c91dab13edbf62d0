import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOptions } from '../../src/platform/database/address.ts'
import { type Client, openClient } from '../../src/platform/database/client.ts'
import {
  firstInvoice,
  invoiceNumber,
  lastNumbers,
  setNextInvoice,
  setNextOrder,
  takeNumber,
  takeOrderNumber,
} from '../../src/settings/numbers.ts'
import { migratedDatabase, type TestDatabase } from '../support/postgres.ts'

const numbers = { orderPrefix: 'Z', invoicePrefix: 'ZIM-', invoiceFirst: 341, invoiceFirstYear: 2026 }
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
        const number = await takeNumber(tx, 'invoice', 2031, 1)
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
  expect(firstInvoice(numbers, 2026)).toBe(341)
  expect(firstInvoice(numbers, 2027)).toBe(1)
  const first = await owner.begin('begin', (tx) =>
    takeNumber(tx, 'invoice', 2026, firstInvoice(numbers, 2026)),
  )
  expect(invoiceNumber(numbers, 2026, first)).toBe('ZIM-2026-0341')
})

test('the next invoice number is never set back to one already given out', async () => {
  await owner.begin('begin', (tx) => setNextInvoice(tx, 2032, 500))
  expect(await owner.begin('begin', (tx) => takeNumber(tx, 'invoice', 2032, 1))).toBe(500)
  await expect(owner.begin('begin', (tx) => setNextInvoice(tx, 2032, 500))).rejects.toThrow(RangeError)
  expect((await owner.begin('begin', (tx) => lastNumbers(tx, 2032))).invoice).toBe(500)
})

test('order numbers go on from where the owner says, and only forwards', async () => {
  await owner.begin('begin', (tx) => setNextOrder(tx, 12_000))
  expect(await owner.begin('begin', (tx) => takeOrderNumber(tx, numbers))).toBe('Z12000')
  await expect(owner.begin('begin', (tx) => setNextOrder(tx, 12_000))).rejects.toThrow(RangeError)
})
