import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { inject } from 'vitest'
import { type EmbeddedServer, startEmbedded } from '../../src/platform/database/embedded.ts'

/** How to reach the suite's own PostgreSQL as its owner. */
export interface Cluster {
  host: string
  port: number
  user: string
  password: string
}

declare module 'vitest' {
  interface ProvidedContext {
    cluster: Cluster
  }
}

/** A database of one test file's own. */
export interface TestDatabase {
  url: string
  name: string
  drop(): Promise<void>
}

/** The migrated database that `migratedDatabase` clones; made once by the global set-up. */
export const TEMPLATE = 'bodite_template'

/** The suite's PostgreSQL. */
export function cluster(): Cluster {
  return inject('cluster')
}

/** The owner's address of a database in a cluster. */
export function databaseUrl(name: string, at: Cluster = cluster()): string {
  return `postgres://${at.user}:${encodeURIComponent(at.password)}@${at.host}:${at.port}/${name}`
}

/** A new empty database under a name nobody else has. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const name = freshName()
  await asOwner((sql) => sql.unsafe(`create database "${name}"`))
  return testDatabase(name)
}

/** The key from which the logins of the tests' databases take their passwords. */
export const TEST_SECRET = Buffer.alloc(32, 7)

/** A new database with everything the migrations make; its roles are its own, as they carry its name. */
export async function migratedDatabase(secret: Buffer = TEST_SECRET): Promise<TestDatabase> {
  const name = freshName()
  await asOwner((sql) => sql.unsafe(`create database "${name}" template "${TEMPLATE}"`))
  const database = testDatabase(name)
  const { installRights } = await import('../../src/migrate.ts')
  await installRights(database.url, secret)
  return database
}

/** Runs one statement or a few as the cluster's owner, outside any test's database. */
export async function asOwner<T>(
  work: (sql: postgres.Sql) => Promise<T>,
  at: Cluster = cluster(),
): Promise<T> {
  return withSql(databaseUrl('postgres', at), work)
}

/** A short-lived plain connection for set-up and inspection; what is under test uses its own. */
export async function withSql<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

/** A server of the test's own, to be killed at will; the shop's supervisor brings it back on the same port. */
export interface PrivateServer {
  /** Owner's address of its one database. */
  url: string
  port: number
  pid(): number
  /** kill -9 of the server; resolves when its successor accepts connections. */
  kill9(): Promise<void>
  /** An orderly restart from outside, as a package upgrade makes it. */
  restart(): Promise<void>
  /** Stops it until `up`. */
  down(): Promise<void>
  up(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

/** Starts a server with its own data directory. */
export async function privateServer(settings: Record<string, string> = {}): Promise<PrivateServer> {
  const folder = testFolder()
  const options = {
    dataDir: join(folder, 'postgres'),
    ownerPassword: 'private',
    databaseName: 'shop',
    log: () => {},
    settings,
  }
  let server = await startEmbedded(options).catch((error) => {
    rmSync(folder, { recursive: true, force: true })
    throw error
  })
  const { port, url } = server
  return {
    url,
    port,
    pid: () => server.pid(),
    kill9: () => endAndAwaitSuccessor(server, 'SIGKILL'),
    restart: () => endAndAwaitSuccessor(server, 'SIGINT'),
    down: () => server.stop(),
    up: async () => {
      server = await startEmbedded({ ...options, port })
    },
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A folder for one server's data; the name tells the next run whose leftovers these are. */
export function testFolder(): string {
  return mkdtempSync(join(tmpdir(), TEST_FOLDER))
}

export const TEST_FOLDER = 'bodite-tests-'

async function endAndAwaitSuccessor(server: EmbeddedServer, signal: NodeJS.Signals): Promise<void> {
  const before = server.pid()
  process.kill(before, signal)
  while (server.pid() === before) await pause(5)
}

function testDatabase(name: string): TestDatabase {
  return { url: databaseUrl(name), name, drop: () => dropDatabase(name) }
}

async function dropDatabase(name: string): Promise<void> {
  await asOwner(async (sql) => {
    await sql.unsafe(`drop database if exists "${name}" with (force)`)
    const roles = await sql<
      { rolname: string }[]
    >`select rolname from pg_roles where starts_with(rolname, ${`${name}_`})`
    for (const { rolname } of roles) await sql.unsafe(`drop role "${rolname}"`)
  })
}

function freshName(): string {
  return `t_${randomBytes(8).toString('hex')}`
}
