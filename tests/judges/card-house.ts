import { setTimeout as pause } from 'node:timers/promises'
import { createApp } from '../../src/app.ts'
import { migrate } from '../../src/migrate.ts'
import { loginOptions, type OpenedShop, openShop } from '../../src/open-shop.ts'
import { cardJobs } from '../../src/payments/cards/jobs.ts'
import { readConfig } from '../../src/platform/config.ts'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { startWorker } from '../../src/platform/jobs/worker.ts'
import { systemClock } from '../../src/platform/time.ts'
import { serve } from '../../src/platform/web/serve.ts'
import { setUpDemo } from '../../src/set-up.ts'
import { withSql } from '../support/postgres.ts'

type Sql = Parameters<Parameters<typeof withSql>[1]>[0]

/** A demo shop with a database of its own, listening, and somebody who works what cards leave to do. */
export interface CardHouse {
  readonly origin: string
  readonly shop: OpenedShop
  rows<T>(query: (sql: Sql) => PromiseLike<readonly T[]>): Promise<readonly T[]>
  /** Waits until nothing is left to do about cards. */
  settled(): Promise<void>
  close(): Promise<void>
}

const secret = Buffer.alloc(32, 9)

export async function openCardHouse(dataDir: string, env: Record<string, string>): Promise<CardHouse> {
  const server = await startEmbedded({
    dataDir,
    ownerPassword: 'judge',
    databaseName: 'judge',
    log: () => {},
    settings: { fsync: 'off', synchronous_commit: 'off' },
  })
  await migrate(server.url, secret)
  await setUpDemo(server.url, systemClock('Europe/Riga'))
  let origin = ''
  const shop = await openShop({
    config: readConfig({ LOG_LEVEL: 'silent', ...env }),
    databaseUrl: server.url,
    secret,
    log: { info() {}, warn() {}, error() {} },
    origin: () => origin,
  })
  const served = await serve({ fetch: createApp(shop).fetch as never, host: '127.0.0.1', port: 0 })
  origin = `http://127.0.0.1:${served.port}`
  const worker = await startWorker({
    database: loginOptions(server.url, secret, 'worker'),
    handlers: cardJobs(shop),
    concurrency: 2,
    log: { info() {}, warn() {}, error() {} },
  })
  const rows: CardHouse['rows'] = (query) => withSql(server.url, async (sql) => query(sql))
  return {
    origin,
    shop,
    rows,
    async settled() {
      for (;;) {
        const [left] = await rows<{ count: number }>(
          (sql) => sql`select count(*)::int as count from graphile_worker._private_jobs job
            join graphile_worker._private_tasks task on task.id = job.task_id where identifier like 'card-%'`,
        )
        if (left!.count === 0) return
        await pause(100)
      }
    },
    async close() {
      await served.stop()
      await worker.stop()
      await shop.close()
      await server.stop()
    },
  }
}
