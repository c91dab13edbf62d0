import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { clientOptions } from '../../../src/platform/database/address.ts'
import { enqueue } from '../../../src/platform/jobs/jobs.ts'
import { startWorker } from '../../../src/platform/jobs/worker.ts'
import { privateServer } from '../../support/postgres.ts'
import { executor, installShop, keptLog, noteDone, until, withPg } from './queue-shop.ts'

test('storm', { timeout: 150_000 }, async () => {
  const server = await privateServer()
  const shop = await installShop(server.url)
  const log = keptLog()
  const worker = await startWorker({ database: clientOptions(shop.workerUrl), log,
    handlers: { work: async ({ id }) => { await pause(10); await noteDone(shop, id!) } } })
  const jobs: string[] = []
  let over = false
  const put = async (id: string) => {
    await until(() => withPg(shop.ownerUrl, (o) => enqueue(executor(o), 'work', { id })).then(() => true, () => false))
    jobs.push(id)
  }
  const flow = (async () => { for (let i = 0; !over; i++) { await put(`j${i}`); await pause(5) } })()
  const cut = () => withPg(shop.ownerUrl, (o) => o.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name='bodite-worker'`))
  const faults: Record<string, () => Promise<unknown>> = { restart: () => server.restart(), kill: () => server.kill9(), cut }
  for (const [name, fault] of Object.entries(faults)) {
    const times: number[] = []
    for (let n = 0; n < 10; n++) {
      await pause(150 + Math.random() * 500)
      await fault()
      const t = performance.now()
      const id = `probe-${name}-${n}`
      await put(id)
      await until(async () => (await shop.done().catch(() => [] as string[])).includes(id))
      times.push(Math.round(performance.now() - t))
    }
    console.log(name, times.join(' '))
  }
  over = true
  await flow
  const started = performance.now()
  await withPg(shop.ownerUrl, (o) => o.query(`update graphile_worker._private_jobs set run_at = now() where run_at > now()`))
  await until(async () => { const d = new Set(await shop.done()); return jobs.every((j) => d.has(j)) })
  const d = await shop.done()
  await until(() => withPg(shop.ownerUrl, async (o) => (await o.query('select from graphile_worker._private_jobs')).rowCount === 0))
  console.log('jobs', jobs.length, 'runs', d.length, 'rest ms', Math.round(performance.now() - started), 'log', log.lines.length)
  const conns = () => withPg(shop.ownerUrl, async (o) => (await o.query(`select count(*)::int n from pg_stat_activity where application_name='bodite-worker'`)).rows[0].n)
  console.log('connections', await conns(), 'listeners ok')
  const s = performance.now()
  await worker.stop()
  console.log('stop ms', Math.round(performance.now() - s), 'connections after', await conns())
  expect(true).toBe(true)
  await server.stop()
})
