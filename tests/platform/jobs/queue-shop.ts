import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { PgDialect } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { installQueue, workerGrants } from '../../../src/platform/jobs/install.ts'
import type { Executor } from '../../../src/platform/jobs/jobs.ts'
import type { Log } from '../../../src/platform/log.ts'

/** The worker's login in a test's database. */
export interface QueueShop {
  ownerUrl: string
  workerUrl: string
  /** What the jobs did, as far as they told by `noteDone`. */
  done(): Promise<string[]>
}

/** Installs the queue as the migrations do, with a worker's login and a table in which jobs leave their mark. */
export async function installShop(ownerUrl: string): Promise<QueueShop> {
  await installQueue(ownerUrl)
  const url = new URL(ownerUrl)
  const login = `${url.pathname.slice(1)}_worker`
  await withPg(ownerUrl, async (owner) => {
    await owner.query(readFileSync(new URL('../../../migrations/0003_jobs.sql', import.meta.url), 'utf8'))
    await owner.query(`create role "${login}" login password 'worker'`)
    for (const statement of workerGrants(url.username, login)) await owner.query(statement)
    await owner.query('create table done (id text, at timestamptz default clock_timestamp())')
    await owner.query(`grant insert on done to "${login}"`)
  })
  const worker = new URL(ownerUrl)
  worker.username = login
  worker.password = 'worker'
  return {
    ownerUrl,
    workerUrl: worker.href,
    done: () =>
      withPg(ownerUrl, async (owner) => {
        const { rows } = await owner.query<{ id: string }>('select id from done order by id')
        return rows.map((row) => row.id)
      }),
  }
}

/** A handler's work: a row that says it ran. */
export async function noteDone(shop: QueueShop, id: string): Promise<void> {
  await withPg(shop.workerUrl, (worker) => worker.query('insert into done (id) values ($1)', [id]))
}

/** One connection for one piece of work. Not `postgres`, whose queries may never answer when the server is killed. */
export async function withPg<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Lets the doors, which speak drizzle, run on a plain connection. */
export function executor(client: pg.Client): Executor {
  const dialect = new PgDialect()
  return {
    async execute(query) {
      const { sql: text, params } = dialect.sqlToQuery(query)
      return (await client.query(text, params)).rows
    },
  }
}

/** Waits for a fact; the test's own time limit ends it. */
export async function until(fact: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await fact())) await pause(20)
}

/** A log that keeps its lines. */
export function keptLog(): Log & { lines: string[] } {
  const lines: string[] = []
  const keep = (event: string, fields: object = {}) => void lines.push(`${event} ${JSON.stringify(fields)}`)
  return { lines, info: keep, warn: keep, error: keep }
}
