import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { clientOptions } from '../../../src/platform/database/address.ts'
import {
  type Client,
  type ClientOptions,
  exec,
  isUnavailable,
  openClient,
  sqlState,
  type Transaction,
} from '../../../src/platform/database/client.ts'
import { isContended } from '../../../src/platform/database/lost.ts'
import { emptyDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let address: ClientOptions
const opened: Client[] = []

beforeAll(async () => {
  database = await emptyDatabase()
  address = clientOptions(database.url)
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.end(100)))
})

afterAll(() => database.drop())

function client(options: Partial<ClientOptions> = {}): Client {
  const made = openClient({ ...address, ...options })
  opened.push(made)
  return made
}

async function value(db: Pick<Transaction, 'execute'>, query: string): Promise<unknown> {
  const [row] = await db.execute(sql.raw(`select ${query} as value`))
  return row?.value
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error) => error,
  )
}

it('a transaction takes on what its opening sets, and gives it back', async () => {
  const db = client({ max: 1 })
  const inside = await db.begin("begin; set local shop.actor = 'Anna'", async (tx) => {
    await exec(tx, "set local shop.purpose = 'delivery'")
    return [
      await value(tx, "current_setting('shop.actor')"),
      await value(tx, "current_setting('shop.purpose')"),
    ]
  })
  expect(inside).toEqual(['Anna', 'delivery'])
  expect(await value(db.orm, "current_setting('shop.actor', true)")).toBe('')
})

it('a session takes on its role and its time limits when it starts', async () => {
  const db = client({ role: 'pg_monitor', parameters: { lock_timeout: '7s' } })
  expect(await value(db.orm, 'current_user')).toBe('pg_monitor')
  expect(await value(db.orm, "current_setting('lock_timeout')")).toBe('7s')
  expect(await value(db.orm, "current_setting('transaction_timeout')")).toBe('15s')
})

it('lists travel as one parameter and come back as lists', async () => {
  const db = client()
  const words = ['plain', 'a "quoted", one', 'back\\slash', 'NULL', 'two\nlines', '{}', '']
  const [row] = await db.orm.execute(
    sql`select ${sql.param(words)}::text[] as words, array[3, 4] as numbers,
        date '2026-05-04' = any(${sql.param(['2026-05-04'])}::date[]) as among`,
  )
  expect(row).toEqual({ words, numbers: [3, 4], among: true })
})

it('a transaction that has ended refuses statements', async () => {
  const db = client({ max: 1 })
  let kept: Transaction | undefined
  await db.begin('begin', async (tx) => {
    kept = tx
  })
  const tooLate = await errorOf(value(kept!, '1'))
  expect(tooLate).toMatchObject({ cause: new Error('the transaction is over') })
  await expect(exec(kept!, 'commit')).rejects.toThrow('the transaction is over')
})

it('a refused statement costs the transaction, not the connection', async () => {
  const db = client({ max: 1 })
  const backend = await value(db.orm, 'pg_backend_pid()')
  const error = await errorOf(db.begin('begin', (tx) => value(tx, '1 / 0')))
  expect(sqlState(error)).toBe('22012')
  expect(isUnavailable(error)).toBe(false)
  expect(await value(db.orm, 'pg_backend_pid()')).toBe(backend)
})

it('a lock that others hold too long is told apart from a fault', async () => {
  const db = client({ max: 2, parameters: { lock_timeout: '50ms' } })
  const lock = 'select pg_advisory_xact_lock(1)'
  const error = await db.begin(`begin; ${lock}`, () => errorOf(db.begin(`begin; ${lock}`, async () => {})))
  expect([sqlState(error), isContended(error), isUnavailable(error)]).toEqual(['55P03', true, false])
  const late = client({ parameters: { transaction_timeout: '50ms' } })
  const slow = await errorOf(late.begin('begin', (tx) => tx.execute(sql`select pg_sleep(5)`)))
  // The refusal and the end of the connection may come in either order.
  expect(isContended(slow) || isUnavailable(slow)).toBe(true)
})

it('a savepoint with a failed statement passed over is not kept by halves', async () => {
  const db = client()
  const rows = await db.begin('begin', async (tx) => {
    await exec(tx, 'create temporary table word (word text) on commit drop')
    const inner = tx.transaction(async (nested) => {
      await nested.execute(sql`insert into word values ('half')`)
      await errorOf(nested.execute(sql`select 1 / 0`))
    })
    expect(sqlState(await errorOf(inner))).toBe('25P02')
    return value(tx, '(select count(*)::int from word)')
  })
  expect(rows).toBe(0)
})

it('borrowers wait in the order in which they came', async () => {
  const db = client({ max: 1 })
  const order: number[] = []
  const buyers = Array.from({ length: 200 }, (_, buyer) =>
    db.begin('begin', async () => {
      order.push(buyer)
    }),
  )
  await Promise.all(buyers)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(db.stats()).toEqual({ total: 1, idle: 1, waiting: 0 })
})

it('a borrower who waited long enough is told that no connection is free', async () => {
  const db = client({ max: 1, acquireMs: 50 })
  const error = await db.begin('begin', () => errorOf(value(db.orm, '1')))
  expect(isUnavailable(error)).toBe(true)
  expect(db.stats()).toEqual({ total: 1, idle: 1, waiting: 0 })
})

it('a statement beyond its time costs the connection, and whoever waited gets the place', async () => {
  const db = client({ max: 1, queryMs: 300 })
  const slow = errorOf(db.begin('begin', (tx) => tx.execute(sql`select pg_sleep(20)`)))
  const waiter = db.begin('begin', (tx) => value(tx, "'served'"))
  expect(isUnavailable(await slow)).toBe(true)
  expect(await waiter).toBe('served')
  expect(db.stats()).toEqual({ total: 1, idle: 1, waiting: 0 })
})

it('an idle connection that dies is replaced without anybody noticing', async () => {
  let lost = 0
  const db = client({ max: 1, onLost: () => lost++ })
  const backend = await value(db.orm, 'pg_backend_pid()')
  await value(client().orm, `pg_terminate_backend(${backend}, 5000)`)
  await expect.poll(() => db.stats().total).toBe(0)
  expect(await value(db.orm, "'served'")).toBe('served')
  expect(lost).toBe(1)
})

it('an unreachable server is said at once, a wrong password by its own name', async () => {
  const nobody = await errorOf(client({ port: 1 }).begin('begin', async () => {}))
  expect(isUnavailable(nobody)).toBe(true)
  expect(String(nobody)).toContain('ECONNREFUSED')
  const stranger = await errorOf(client({ password: 'wrong' }).begin('begin', async () => {}))
  expect(sqlState(stranger)).toBe('28P01')
  expect(isUnavailable(stranger)).toBe(false)
})

it('an ending client finishes what it has begun and takes nothing new', async () => {
  const db = openClient({ ...address, max: 1 })
  const running = db.begin('begin', async (tx) => {
    await pause(100)
    return value(tx, "'finished'")
  })
  const waiting = value(db.orm, "'served'")
  await expect.poll(() => db.stats().waiting).toBe(1)
  const ended = db.end()
  expect(isUnavailable(await errorOf(value(db.orm, '1')))).toBe(true)
  expect(await Promise.all([running, waiting, ended])).toEqual(['finished', 'served', undefined])
  expect(db.stats()).toEqual({ total: 0, idle: 0, waiting: 0 })
})

it('an ending client cuts off what outlives the grace', async () => {
  const db = openClient({ ...address, max: 1 })
  const slow = errorOf(db.begin('begin', (tx) => tx.execute(sql`select pg_sleep(20)`)))
  await db.end(100)
  expect(isUnavailable(await slow)).toBe(true)
  expect(db.stats().total).toBe(0)
})
