import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { clientOptions } from './platform/database/address.ts'
import { type Client, exec, openClient, type Transaction } from './platform/database/client.ts'
import { StartupError } from './platform/errors.ts'
import { installQueue, workerGrants } from './platform/jobs/install.ts'
import { deriveKey, secretMark } from './platform/keys.ts'
import { q } from './privacy/facts.ts'
import type { Login } from './privacy/purposes.ts'
import { type Drift, drift, reconcile } from './privacy/reconcile.ts'
import { logins, rolesFor } from './privacy/roles.ts'
import { register } from './register.ts'

const folder = new URL('../migrations/', import.meta.url)
const oldestServer = 170_000
/** Stands among the migrations while a backup is being brought back, beside the moment that it shows. */
const halfRestored = 'restore'
/** Beside the migrations stands the mark of the secret. */
const secretName = 'secret key'
const cutOff = 'A restore into this database was cut off: run the same restore again.'

/** Runs the SQL files that have not run, then makes the rights what the register says. Throws StartupError. */
export async function migrate(ownerUrl: string, secret: Buffer): Promise<void> {
  await installSchema(ownerUrl)
  await installRights(ownerUrl, secret)
}

/** The SQL files and the queue's own tables, each once. */
export async function installSchema(ownerUrl: string): Promise<void> {
  await asOwner(ownerUrl, async (owner) => {
    await refuseOldServer(owner)
    const done = await alreadyRun(owner)
    if (done.has(halfRestored)) throw new StartupError(cutOff)
    if (!done.has(queueVersion())) await installQueue(ownerUrl)
    await owner.begin(locked, async (tx) => {
      await runFiles(tx, await readMigrations(tx))
      await note(tx, queueVersion(), '')
    })
  })
}

/** Roles, grants, policies, comments and passwords of one database. */
export async function installRights(ownerUrl: string, secret: Buffer): Promise<void> {
  await asOwner(ownerUrl, (owner) => owner.begin(locked, (tx) => grantRights(tx, ownerUrl, secret)))
}

/** What a restore does between the steps of a migration. */
export interface Refilling {
  /** The moment that the backup shows. */
  readonly madeAt: string
  /** The SQL files that had run by then. */
  readonly files: ReadonlySet<string>
  /** Before anything is made, and once more under the lock. */
  check(tx: Transaction): Promise<void>
  /** The tables are as they were in the backup's time, and have no rows to keep. */
  fill(tx: Transaction): Promise<void>
  /** All of today's migrations and rights are in place. */
  finish(tx: Transaction): Promise<void>
}

/**
 * Migrates an empty database and fills it, all in one transaction but for the queue's bare tables. No shop starts on it
 * before `restoreIsDone`.
 */
export async function migrateRefilled(ownerUrl: string, secret: Buffer, refilling: Refilling): Promise<void> {
  await asOwner(ownerUrl, async (owner) => {
    await refuseOldServer(owner)
    await owner.begin(locked, refilling.check)
    await installQueue(ownerUrl)
    await owner.begin(locked, async (tx) => {
      await refilling.check(tx)
      await runFiles(tx, await readMigrations(tx), refilling.files)
      await refilling.fill(tx)
      await runFiles(tx, await readMigrations(tx))
      await note(tx, queueVersion(), '')
      await grantRights(tx, ownerUrl, secret)
      await refilling.finish(tx)
      await note(tx, halfRestored, refilling.madeAt)
    })
  })
}

/** The moment of the backup that was brought back here and is not done with yet; undefined where there is none. */
export function restoreGoingOn(ownerUrl: string): Promise<string | undefined> {
  return withOwner(ownerUrl, async (tx) => {
    const [known] = await tx.execute<{ there: boolean }>(
      sql`select to_regclass('migration') is not null as there`,
    )
    return known!.there ? (await readMigrations(tx)).get(halfRestored) : undefined
  })
}

/**
 * Refuses a shop that nobody may work on: until a restore is done, what was erased since the backup is still there; and
 * under another secret nothing opens. Throws StartupError.
 */
export function refuseUnready(ownerUrl: string, secret: Buffer): Promise<void> {
  return withOwner(ownerUrl, async (tx) => {
    const done = await readMigrations(tx)
    if (done.has(halfRestored)) throw new StartupError(cutOff)
    refuseSecret(done.get(secretName), secretMark(secret))
  })
}

/** What was erased since the backup is gone again: the shop may start. */
export function restoreIsDone(ownerUrl: string): Promise<void> {
  return withOwner(ownerUrl, async (tx) => {
    await tx.execute(sql`delete from migration where name = ${halfRestored}`)
    await exec(tx, 'analyze')
  })
}

/** The SQL files of this version with their SHA-256, and the queue's version. */
export function knownMigrations(): ReadonlyMap<string, string> {
  const files = sqlFiles().map(({ name, sha256 }) => [name, sha256] as const)
  return new Map([...files, [queueVersion(), '']])
}

async function grantRights(tx: Transaction, ownerUrl: string, secret: Buffer): Promise<void> {
  const { database, user } = clientOptions(ownerUrl)
  await refuseOtherSecret(tx, secret)
  await reconcile(tx, register, database)
  const worker = rolesFor(database).login('worker')
  if (!(await mayWorkQueue(tx, worker))) await exec(tx, workerGrants(user, worker).join(';'))
  for (const login of logins) await exec(tx, passwordStatement(database, login, secret))
}

/** Under another secret the second factors and every keyed hash would be lost, and nobody would notice until later. */
async function refuseOtherSecret(tx: Transaction, secret: Buffer): Promise<void> {
  const mark = secretMark(secret)
  refuseSecret((await readMigrations(tx)).get(secretName), mark)
  await note(tx, secretName, mark)
}

function refuseSecret(known: string | undefined, mark: string): void {
  if (known !== undefined && known !== mark)
    throw new StartupError('SECRET_KEY is not the one that this shop was set up with.')
}

/** What differs between the register and the database's rights. */
export async function findDrift(ownerUrl: string): Promise<Drift> {
  return asOwner(ownerUrl, (owner) =>
    owner.begin('begin read only', (tx) => drift(tx, register, clientOptions(ownerUrl).database)),
  )
}

/** The password of a login, derived so that nobody has to keep it. */
export function loginPassword(secret: Buffer, login: Login): string {
  return deriveKey(secret, `database login ${login}`).toString('base64url')
}

/** One transaction as the database's owner, under the lock of the migrations: for setting a shop up. */
export function withOwner<T>(ownerUrl: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return asOwner(ownerUrl, (owner) => owner.begin(locked, work))
}

const locked = "begin; select pg_advisory_xact_lock(hashtextextended('bodite migrations', 0))"

async function asOwner<T>(url: string, work: (owner: Client) => Promise<T>): Promise<T> {
  const noLimits = { transaction_timeout: '0', lock_timeout: '60s', client_min_messages: 'warning' }
  const owner = openClient({ ...clientOptions(url), max: 1, queryMs: 600_000, parameters: noLimits })
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

async function refuseOldServer(owner: Client): Promise<void> {
  const [row] = await owner.orm.execute<{ version: string }>(
    sql`select current_setting('server_version_num') as version`,
  )
  if (Number(row!.version) < oldestServer) {
    throw new StartupError('The database is too old: the shop needs PostgreSQL 17 or newer.')
  }
}

async function alreadyRun(owner: Client): Promise<Set<string>> {
  return owner.begin(locked, async (tx) => new Set((await readMigrations(tx)).keys()))
}

async function readMigrations(tx: Transaction): Promise<Map<string, string>> {
  await exec(
    tx,
    'create table if not exists migration (name text primary key, sha256 text not null, run_at timestamptz not null default now())',
  )
  const rows = await tx.execute<{ name: string; sha256: string }>(sql`select name, sha256 from migration`)
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]))
}

function sqlFiles(): { name: string; text: string; sha256: string }[] {
  const names = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  return names.sort().map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
  })
}

async function runFiles(
  tx: Transaction,
  done: Map<string, string>,
  only?: ReadonlySet<string>,
): Promise<void> {
  for (const { name, text, sha256 } of sqlFiles()) {
    if (only && !only.has(name)) continue
    const known = done.get(name)
    if (known === sha256) continue
    if (known)
      throw new StartupError(`The migration ${name} was changed after it had run here; restore the file.`)
    await exec(tx, text)
    await note(tx, name, sha256)
  }
}

async function note(tx: Transaction, name: string, sha256: string): Promise<void> {
  await tx.execute(
    sql`insert into migration (name, sha256) values (${name}, ${sha256}) on conflict (name) do nothing`,
  )
}

function queueVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return `graphile-worker ${manifest.dependencies['graphile-worker']}`
}

async function mayWorkQueue(tx: Transaction, worker: string): Promise<boolean> {
  const [row] = await tx.execute<{ may: boolean }>(sql`
    select has_table_privilege(${worker}, 'graphile_worker._private_jobs', 'update')
      and exists (select from pg_policies where schemaname = 'graphile_worker' and ${worker}::name = any(roles)) as may`)
  return row!.may
}

function passwordStatement(database: string, login: Login, secret: Buffer): string {
  // base64url needs no escaping in a literal.
  return `alter role ${q(rolesFor(database).login(login))} password '${loginPassword(secret, login)}'`
}
