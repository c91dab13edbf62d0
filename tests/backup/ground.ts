import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Given } from '../../src/commands/command.ts'
import { findDrift } from '../../src/migrate.ts'
import { readConfig } from '../../src/platform/config.ts'
import { deriveKey } from '../../src/platform/keys.ts'
import { type Ground, openDemoGround } from '../register/ground.ts'
import { openTrade, type Placed, type Trade } from '../register/trade.ts'
import { emptyDatabase, TEST_SECRET, type TestDatabase, withSql } from '../support/postgres.ts'

/** The tests' secret as a variable of the environment. */
export const SECRET_KEY = TEST_SECRET.toString('latin1')

/** By it the shop knows an address that it may not read. */
export const addressKeyOf = (secret: Buffer) => deriveKey(secret, 'marketing address')

export interface Lived extends Ground {
  readonly trade: Trade
  readonly waiting: Placed
  readonly delivered: Placed
}

/** What a command of a shop in this database is given by its environment. */
export interface Place {
  readonly folder: string
  readonly journal: string
  environment(url: string, secret?: string): Record<string, string>
  /** A file in the folder. */
  file(name: string): string
  /** A demo shop with an order that waits and one that was paid and delivered. */
  lived(): Promise<Lived>
  /** A database with nothing in it. */
  empty(): Promise<TestDatabase>
  close(): Promise<void>
}

/** A folder and databases of the test's own. */
export function openPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'bodite-backup-'))
  const ends: (() => Promise<void>)[] = []
  return {
    folder,
    journal: join(folder, 'erasures.jsonl'),
    environment: (url, secret = SECRET_KEY) => ({
      DATABASE_URL: url,
      SECRET_KEY: secret,
      VAR_DIR: folder,
      LOG_LEVEL: 'silent',
    }),
    file: (name) => join(folder, name),
    async lived() {
      const ground = await openDemoGround()
      ends.push(ground.close)
      const trade = await openTrade(ground)
      const waiting = await trade.order('waiting@example.com')
      const delivered = await trade.order('delivered@example.com')
      await trade.fulfil(delivered)
      return { ...ground, trade, waiting, delivered }
    },
    async empty() {
      const database = await emptyDatabase()
      ends.push(database.drop)
      return database
    },
    async close() {
      for (const end of ends) await end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Calls a command in this process; what it said is told, and why it refused is thrown. */
export async function call(
  name: 'backup' | 'restore',
  args: readonly string[],
  environment: Record<string, string>,
  values: Given['values'] = {},
): Promise<{ out: string[]; told: string[] }> {
  const command =
    name === 'backup'
      ? (await import('../../src/commands/backup.ts')).backup
      : (await import('../../src/commands/restore.ts')).restore
  const [out, told] = [[] as string[], [] as string[]]
  await command.run({
    config: readConfig(environment),
    values,
    arguments: args,
    out: (line) => out.push(line),
    tell: (line) => told.push(line),
  })
  return { out, told }
}

/** Every table and sequence with a hash of what is in it, by another way than the backup's own. */
export function contentsOf(url: string): Promise<Record<string, string>> {
  return withSql(url, async (sql) => {
    const tables = await sql<{ name: string; sequence: boolean }[]>`
      select format('%I.%I', nspname, relname) as name, relkind = 'S' as sequence
        from pg_class join pg_namespace on pg_namespace.oid = relnamespace
       where nspname in ('public', 'graphile_worker') and relkind in ('r', 'S')
         and relname <> 'erasure_run' and format('%I.%I', nspname, relname) <> 'graphile_worker.migrations'`
    const found: Record<string, string> = {}
    for (const { name, sequence } of tables) {
      const what = sequence
        ? `select last_value || ' ' || is_called as hash from ${name}`
        : `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as hash from ${name} t`
      const [row] = await sql.unsafe<{ hash: string }[]>(what)
      found[name] = row!.hash
    }
    return found
  })
}

/** What is in a database that is meant to be empty. */
export function relationsIn(url: string): Promise<number> {
  return withSql(url, async (sql) => {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from pg_class where relnamespace = 'public'::regnamespace`
    return row!.count
  })
}

/** How the rights differ from the register; empty when they do not. */
export async function driftOf(url: string): Promise<string[]> {
  const { missing, unwanted } = await findDrift(url)
  return [...missing, ...unwanted]
}
