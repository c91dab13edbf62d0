import { afterEach, beforeEach, expect, test } from 'vitest'
import { clientOptions } from '../../../src/platform/database/address.ts'
import { enqueue } from '../../../src/platform/jobs/jobs.ts'
import { startWorker, type Worker } from '../../../src/platform/jobs/worker.ts'
import { emptyDatabase, type TestDatabase } from '../../support/postgres.ts'
import { type Break, openWire } from '../../support/wire.ts'
import { executor, installShop, keptLog, noteDone, type QueueShop, until, withPg } from './queue-shop.ts'

let database: TestDatabase
let shop: QueueShop

beforeEach(async () => {
  database = await emptyDatabase()
  shop = await installShop(database.url)
})
afterEach(() => database.drop())

const work = (id: string) => withPg(shop.ownerUrl, (owner) => enqueue(executor(owner), 'work', { id }))

const isDone = async (id: string) => (await shop.done()).includes(id)

const nothingWaits = () =>
  withPg(shop.ownerUrl, async (owner) => {
    const { rowCount } = await owner.query('select from graphile_worker._private_jobs')
    return rowCount === 0
  })

/** A worker whose jobs end when the test lets them. */
async function startHeldWorker(url = shop.workerUrl, silenceMs?: number) {
  const started = new Set<string>()
  const held = new Map<string, PromiseWithResolvers<void>>()
  const worker = await startWorker({
    database: clientOptions(url),
    handlers: {
      work: async ({ id }) => {
        started.add(id!)
        await held.get(id!)?.promise
        await noteDone(shop, id!)
      },
    },
    ...(silenceMs ? { silenceMs } : {}),
    log: keptLog(),
  })
  const hold = (id: string) => void held.set(id, Promise.withResolvers<void>())
  return { worker, started, hold, finish: (id: string) => held.get(id)!.resolve() }
}

/** Connections that wait to strike off a job; each time on a new connection, as a transaction sees them only once. */
async function strikers(): Promise<number> {
  return withPg(shop.ownerUrl, async (owner) => (await owner.query(`select ${STRIKING}`)).rowCount!)
}

const STRIKING = `from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
  and query like '%_private_jobs%where id = $1::bigint%'`

test('the queue goes on though two finished jobs lost their connections before they were struck off', async () => {
  const { worker, started, hold, finish } = await startHeldWorker()
  for (const id of ['first', 'second']) {
    hold(id)
    await work(id)
  }
  await until(() => started.size === 2)
  await withPg(shop.ownerUrl, async (owner) => {
    await owner.query('begin')
    // Questions wait for this too: what shuts down waits for them, after both have failed.
    await owner.query('lock table graphile_worker._private_jobs in exclusive mode')
    finish('first')
    await until(async () => (await strikers()) === 1)
    finish('second')
    await until(async () => (await strikers()) === 2)
    await owner.query(`select pg_terminate_backend(pid) ${STRIKING}`)
    await until(async () => (await strikers()) === 0)
    await owner.query('rollback')
  })
  await work('after')
  await until(() => isDone('after'))
  await until(nothingWaits)
  await worker.stop()
})

test('the queue goes on though its very first question was refused', async () => {
  const login = new URL(shop.workerUrl).username
  const tasks = (statement: string) => withPg(shop.ownerUrl, (owner) => owner.query(statement))
  await tasks(`revoke insert on graphile_worker._private_tasks from "${login}"`)
  await tasks(`delete from graphile_worker._private_tasks`)
  const { worker } = await startHeldWorker()
  const refused = () =>
    withPg(shop.ownerUrl, async (owner) => {
      const { rowCount } = await owner.query(`select from pg_stat_activity
        where datname = current_database() and query like '%insert into%_private_tasks%' and pid <> pg_backend_pid()`)
      return rowCount! > 0
    })
  await until(refused)
  await tasks(`grant insert on graphile_worker._private_tasks to "${login}"`)
  await work('after')
  await until(() => isDone('after'))
  await worker.stop()
})

test('the queue goes on though its connections fell silent', async () => {
  let armed = false
  const fault = { kind: 'silence' satisfies Break, afterBytes: 0 } as const
  const to = Number(new URL(shop.workerUrl).port)
  const wire = await openWire({ to, fault: () => (worker ? undefined : fault), armed: () => armed })
  let worker: Worker | undefined
  try {
    const url = new URL(shop.workerUrl)
    url.port = String(wire.port)
    const held = await startHeldWorker(url.href, 2_000)
    await work('before')
    await until(() => isDone('before'))
    worker = held.worker
    armed = true
    await work('after')
    await until(() => isDone('after'))
    expect(wire.broken.get('silence')).toBeGreaterThan(0)
    await worker.stop()
  } finally {
    wire.close()
  }
})
