import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { seedMany } from '../../seed/many.ts'
import { installRights, migrate, withOwner } from '../../src/migrate.ts'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { systemClock } from '../../src/platform/time.ts'
import { setUpDemo } from '../../src/set-up.ts'

/** The secret of every shop that the bench starts. */
export const secretKey = 'bench-bench-bench-bench-bench-bench'

const zone = 'Europe/Riga'
const demo = 'bench_demo'
const big = 'bench_big'

/** A folder and a PostgreSQL of the bench's own, with the settings that a shop's private server has (fsync too). */
export interface Scratch {
  readonly folder: string
  /** The demo shop. */
  readonly demoUrl: string
  /** The same with `goods` products more. */
  readonly bigUrl: string
  /** The server's own process. */
  server(): number
  stop(): Promise<void>
}

/** Makes both databases. Takes some ten seconds. */
export async function openScratch(goods: number): Promise<Scratch> {
  const folder = mkdtempSync(join(tmpdir(), 'bodite-bench-'))
  const server = await startEmbedded({
    dataDir: join(folder, 'postgres'),
    ownerPassword: 'bench',
    databaseName: demo,
    log: () => {},
  })
  const stop = async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const bigUrl = server.url.replace(/[^/]+$/, big)
  try {
    await makeDemo(server.url)
    await makeBig(server.url, bigUrl, goods)
  } catch (error) {
    await stop()
    throw error
  }
  return { folder, demoUrl: server.url, bigUrl, server: server.pid, stop }
}

async function makeDemo(url: string): Promise<void> {
  await migrate(url, Buffer.from(secretKey))
  await setUpDemo(url, systemClock(zone))
  // Nothing is sold out before the bench ends.
  await withSql(url, (sql) => sql`update variant set stock = 1000000 where stock is not null`)
}

async function makeBig(demoUrl: string, url: string, goods: number): Promise<void> {
  const elsewhere = demoUrl.replace(/[^/]+$/, 'postgres')
  await withSql(elsewhere, (sql) => sql.unsafe(`create database ${big} template ${demo}`))
  await installRights(url, Buffer.from(secretKey))
  await withOwner(url, (tx) => seedMany(tx, goods))
  await withSql(url, (sql) => sql`vacuum analyze`)
}

/** A short-lived plain connection for inspection. */
export async function withSql<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}
