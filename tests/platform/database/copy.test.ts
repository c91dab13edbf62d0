import { once } from 'node:events'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clientOptions } from '../../../src/platform/database/address.ts'
import {
  type Client,
  copyFrom,
  copyInto,
  exec,
  openClient,
  sqlState,
} from '../../../src/platform/database/client.ts'
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

it('an export whose last rows fill the stream ends all the same', async () => {
  const wire = await splitAfterCopyDone(clientOptions(database.url).port)
  const slow = openClient({ ...clientOptions(database.url), port: wire.port, max: 1, queryMs: 5_000 })
  const rows = slow.copyOut('begin', "copy (select repeat('x', 200000)) to stdout")
  expect((await text(rows)).length).toBe(200_001)
  expect([...(await slow.orm.execute(sql`select 'served' as word`))]).toEqual([{ word: 'served' }])
  await slow.end()
  wire.close()
})

it('rows go in and out within one transaction, which goes on', async () => {
  const found = await db.begin('begin', async (tx) => {
    await exec(tx, 'create temp table word (id int, said text) on commit drop')
    await copyInto(tx, 'copy word from stdin (format csv)', pieces('1,"ā\n', '"\n2,', '","\n'))
    const out: Buffer[] = []
    for await (const piece of copyFrom(tx, 'copy (select * from word order by id) to stdout (format csv)'))
      out.push(piece)
    const [row] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from word`)
    return [Buffer.concat(out).toString(), row!.count]
  })
  expect(found).toEqual(['1,"ā\n"\n2,","\n', 2])
})

it.each([
  ['a row that PostgreSQL refuses', ['1\n', 'one\n'], '22P02'],
  ['the last row', ['1\n', '1\n'], '23505'],
])('%s fails the transaction and says why', async (_, lines, state) => {
  const failing = db.begin('begin', async (tx) => {
    await exec(tx, 'create temp table number (id int primary key) on commit drop')
    await copyInto(tx, 'copy number from stdin', pieces(...lines))
  })
  expect(sqlState(await failing.catch((error) => error))).toBe(state)
  expect([...(await db.orm.execute(sql`select 'served' as word`))]).toEqual([{ word: 'served' }])
})

it('a source that fails keeps nothing of what it gave', async () => {
  await db.orm.execute(sql`create table given (id int)`)
  async function* broken() {
    yield Buffer.from('1\n')
    throw new Error('the file ended early')
  }
  const failing = db.begin('begin', (tx) => copyInto(tx, 'copy given from stdin', broken()))
  await expect(failing).rejects.toThrow('the file ended early')
  expect([...(await db.orm.execute(sql`select id from given`))]).toEqual([])
})

async function* pieces(...texts: string[]): AsyncGenerator<Buffer> {
  for (const piece of texts) yield Buffer.from(piece)
}

/** Passes everything on, but what follows the end of a COPY only a moment later, in a packet of its own. */
function splitAfterCopyDone(to: number): Promise<{ port: number; close(): void }> {
  const done = Buffer.from([0x63, 0, 0, 0, 4])
  const server = net.createServer((client) => {
    const upstream = net.connect({ port: to, host: '127.0.0.1' })
    let held = Buffer.alloc(0)
    upstream.on('data', (chunk) => {
      held = Buffer.concat([held, chunk])
      const end = held.indexOf(done)
      // The one long row is held until its end, so that both come at once.
      if (end < 0 && held.length > 20_000) return
      const split = end < 0 ? held.length : end + done.length
      client.write(held.subarray(0, split))
      const rest = held.subarray(split)
      held = Buffer.alloc(0)
      if (rest.length > 0) setTimeout(() => client.write(rest), 100)
    })
    client.on('data', (chunk) => upstream.write(chunk))
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on('error', () => {}).on('close', () => other.destroy())
  })
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ port: (server.address() as net.AddressInfo).port, close: () => server.close() }),
    ),
  )
}
