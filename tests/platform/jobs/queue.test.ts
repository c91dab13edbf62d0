import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOptions } from '../../../src/platform/database/address.ts'
import { enqueue, failedJobs, LATER, retryJob } from '../../../src/platform/jobs/jobs.ts'
import { startWorker } from '../../../src/platform/jobs/worker.ts'
import { emptyDatabase, type TestDatabase } from '../../support/postgres.ts'
import { executor, installShop, keptLog, noteDone, type QueueShop, until, withPg } from './queue-shop.ts'

let database: TestDatabase
let shop: QueueShop

beforeAll(async () => {
  database = await emptyDatabase()
  shop = await installShop(database.url)
})
afterAll(() => database.drop())

const FAILED_ONCE = 'select from graphile_worker._private_jobs where last_error is not null'
const LAST_ATTEMPT_NOW = `update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now()
  where last_error is not null`

const waiting = (task: string) =>
  withPg(shop.ownerUrl, async (owner) => {
    const { rows } = await owner.query(
      `select payload from graphile_worker._private_jobs as job
       join graphile_worker._private_tasks as task on task.id = job.task_id where task.identifier = $1`,
      [task],
    )
    return rows.map((row) => row.payload)
  })

test('a job exists when the order is placed, and does not when it is not', async () => {
  await withPg(shop.ownerUrl, async (owner) => {
    await owner.query('begin')
    await enqueue(executor(owner), 'mail.placed', { order: 'kept' })
    await owner.query('commit')
    await owner.query('begin')
    await enqueue(executor(owner), 'mail.placed', { order: 'lost' })
    await owner.query('rollback')
  })
  expect(await waiting('mail.placed')).toEqual([{ order: 'kept' }])
})

test('a job asked for twice under one key waits once', async () => {
  await withPg(shop.ownerUrl, async (owner) => {
    await enqueue(executor(owner), 'pdf.invoice', { invoice: 'a' }, 'invoice:a')
    await enqueue(executor(owner), 'pdf.invoice', { invoice: 'a' }, 'invoice:a')
  })
  expect(await waiting('pdf.invoice')).toEqual([{ invoice: 'a' }])
})

test.each([
  ['a name', { buyer: 'Anna Bērziņa' }],
  ['an address', { mail: 'anna@example.lv' }],
  ['a long text', { note: 'x'.repeat(81) }],
  ['nothing', { note: '' }],
  ['a nested value', { order: { id: 'a' } }],
  ['a number', { phone: 37120000000 }],
])('a job that carries %s is refused', async (_what, ids) => {
  await withPg(shop.ownerUrl, async (owner) => {
    const asked = enqueue(executor(owner), 'refused', ids as unknown as Record<string, string>)
    await expect(asked).rejects.toMatchObject({ code: '22023' })
  })
})

test('the worker does its jobs and forgets them', async () => {
  const worker = await startWorker({
    database: clientOptions(shop.workerUrl),
    handlers: { 'order.pack': ({ order }) => noteDone(shop, order!) },
    log: keptLog(),
  })
  try {
    await withPg(shop.ownerUrl, (owner) => enqueue(executor(owner), 'order.pack', { order: 'sign-1' }))
    await until(async () => (await waiting('order.pack')).length === 0)
    expect(await shop.done()).toEqual(['sign-1'])
  } finally {
    await worker.stop()
  }
})

test('a mail goes before the pictures that were asked for earlier', async () => {
  await withPg(shop.ownerUrl, async (owner) => {
    await enqueue(executor(owner), 'drawn.last', { job: 'picture' }, undefined, LATER)
    await enqueue(executor(owner), 'sent.first', { job: 'letter' })
  })
  const order: string[] = []
  const note = async ({ job }: Record<string, string>) => void order.push(job!)
  const worker = await startWorker({
    database: clientOptions(shop.workerUrl),
    handlers: { 'drawn.last': note, 'sent.first': note },
    concurrency: 1,
    log: keptLog(),
  })
  await until(() => order.length === 2)
  await worker.stop()
  expect(order).toEqual(['letter', 'picture'])
})

test('a stopping worker finishes the job it is doing', async () => {
  const started = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const worker = await startWorker({
    database: clientOptions(shop.workerUrl),
    handlers: {
      'sign.cut': async ({ sign }) => {
        started.resolve()
        await finish.promise
        await noteDone(shop, sign!)
      },
    },
    log: keptLog(),
  })
  await withPg(shop.ownerUrl, (owner) => enqueue(executor(owner), 'sign.cut', { sign: 'sign-2' }))
  await started.promise
  const stopped = worker.stop()
  finish.resolve()
  await stopped
  expect(await shop.done()).toContain('sign-2')
  expect(await waiting('sign.cut')).toEqual([])
})

test('a job that keeps failing is parked under its code, without its text, and can start over', async () => {
  const log = keptLog()
  const worker = await startWorker({
    database: clientOptions(shop.workerUrl),
    handlers: {
      'mail.send': async () => {
        throw Object.assign(new Error('550 anna@example.lv unknown'), { code: 'SMTP_550' })
      },
    },
    log,
  })
  try {
    await withPg(shop.ownerUrl, async (owner) => {
      await enqueue(executor(owner), 'mail.send', { mail: 'm-1' })
      await until(async () => (await owner.query(FAILED_ONCE)).rowCount === 1)
      expect(await failedJobs(executor(owner))).toEqual([])
      await owner.query(LAST_ATTEMPT_NOW)
      await until(async () => (await failedJobs(executor(owner))).length > 0)
      const [parked] = await failedJobs(executor(owner))
      expect(parked).toMatchObject({
        task: 'mail.send',
        ids: { mail: 'm-1' },
        attempts: 12,
        error: 'SMTP_550',
      })
      expect(log.lines.join('\n')).not.toContain('anna')
      expect(await retryJob(executor(owner), parked!.id)).toBe(true)
      expect(await retryJob(executor(owner), '0')).toBe(false)
    })
  } finally {
    await worker.stop()
  }
})

test('nobody but the owner and the worker can read or fill the queue', async () => {
  const stranger = `${database.name}_stranger`
  await withPg(shop.ownerUrl, (owner) => owner.query(`create role "${stranger}" login password 'stranger'`))
  const url = new URL(shop.ownerUrl)
  url.username = stranger
  url.password = 'stranger'
  await withPg(url.href, async (client) => {
    for (const statement of [
      'select from graphile_worker._private_jobs',
      `select graphile_worker.add_job('x')`,
      `select shop_enqueue('x', '{}')`,
      'select shop_failed_job()',
      'select shop_retry_job(1)',
    ]) {
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' })
    }
  })
})
