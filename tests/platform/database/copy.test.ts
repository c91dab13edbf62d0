import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clientOptions } from '../../../src/platform/database/address.ts'
import { type Client, openClient, sqlState } from '../../../src/platform/database/client.ts'
import { emptyDatabase, type TestDatabase } from '../../support/postgres.ts'

const long = "copy (select repeat('x', 1000) from generate_series(1, 20000)) to stdout"
let database: TestDatabase
let db: Client

beforeAll(async () => {
  database = await emptyDatabase()
  db = openClient({ ...clientOptions(database.url), max: 1 })
})

afterAll(async () => {
  await db.end()
  await database.drop()
})

it('an export is read to its end in the transaction that its opening began', async () => {
  const opening = "begin; set local shop.purpose = 'accounting'"
  const rows = db.copyOut(
    opening,
    "copy (select current_setting('shop.purpose'), 'ā') to stdout (format csv)",
  )
  expect(await text(rows)).toBe('accounting,ā\n')
})

it('an export holds its connection until the last row is read', async () => {
  const rows = db.copyOut('begin', long)
  await once(rows, 'readable')
  // drizzle sends a statement when somebody awaits it.
  const next = Promise.resolve(db.orm.execute(sql`select 'served' as word`))
  await expect.poll(() => db.stats()).toEqual({ total: 1, idle: 0, waiting: 1 })
  expect((await text(rows)).length).toBe(20_000 * 1001)
  expect([...(await next)]).toEqual([{ word: 'served' }])
})

it('an abandoned export gives its place back', async () => {
  for await (const chunk of db.copyOut('begin', long)) {
    expect(chunk.length).toBeGreaterThan(0)
    break
  }
  expect([...(await db.orm.execute(sql`select 'served' as word`))]).toEqual([{ word: 'served' }])
  expect(db.stats()).toEqual({ total: 1, idle: 1, waiting: 0 })
})

it.each([
  ['far on the way', 100_000],
  // The whole answer in one packet: an error that nobody could yet hear would end the process.
  ['at once', 3],
])('an export that fails %s says why', async (_, row) => {
  const failing = `copy (select 1 / (${row} - n) from generate_series(1, ${row}) n) to stdout`
  const error = await text(db.copyOut('begin', failing)).catch((e) => e)
  expect(sqlState(error)).toBe('22012')
  await expect.poll(() => db.stats().idle).toBe(db.stats().total)
})

it('a refused export says why', async () => {
  const error = await text(db.copyOut('begin', 'copy nothing to stdout')).catch((e) => e)
  expect(sqlState(error)).toBe('42P01')
})
