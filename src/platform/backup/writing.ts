import { createHmac } from 'node:crypto'
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { sql } from 'drizzle-orm'
import { clientOptions } from '../database/address.ts'
import { copyFrom, openClient, type Transaction } from '../database/client.ts'
import {
  type BackupKeys,
  FORMAT,
  type KeptTable,
  MANIFEST,
  type Manifest,
  partOf,
  SEAL,
  SUMS,
  WORDS,
} from './manifest.ts'
import { compressed, inPieces, type Tally, tallied } from './rows.ts'
import { plainText, readingOf, sequencesOf, type Table, tablesOf } from './tables.ts'
import { type TarWriter, writeTar } from './tar.ts'

export interface BackupOptions {
  /** The owner's address: nobody else reads every table. */
  readonly databaseUrl: string
  /** Where it goes; what is there is replaced when the backup is whole. */
  readonly file: string
  readonly keys: BackupKeys
  readonly journal: Manifest['journal']
  onTable?(done: Progress): void
  /** Ends it, and nothing is left. */
  readonly signal?: AbortSignal
}

export interface Progress {
  readonly table: string
  readonly rows: number
  /** Which of how many. */
  readonly number: number
  readonly of: number
}

export interface Made {
  readonly bytes: number
  readonly tables: number
  readonly rows: number
}

/**
 * Writes everything that the database holds, as it was at one moment, into a file that only its owner reads. The shop
 * may go on meanwhile. A backup that does not come to its end leaves no file.
 */
export async function writeBackup(options: BackupOptions): Promise<Made> {
  const { file } = options
  const unfinished = `${file}.${process.pid}.part`
  await clearAbandoned(file)
  const handle = await open(unfinished, 'wx', 0o600)
  try {
    const made = await inOneMoment(options, (tx) => writeParts(tx, handle, options))
    await handle.sync()
    await handle.close()
    await rename(unfinished, file)
    await syncFolder(dirname(file))
    return made
  } catch (error) {
    await handle.close().catch(() => {})
    await rm(unfinished, { force: true })
    throw error
  }
}

/** What a backup that was killed left beside its file. */
async function clearAbandoned(file: string): Promise<void> {
  for (const name of await readdir(dirname(file))) {
    const pid = name.startsWith(`${basename(file)}.`) && /\.(\d+)\.part$/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) await rm(join(dirname(file), name), { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function inOneMoment<T>(
  { databaseUrl }: BackupOptions,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const client = openClient({ ...clientOptions(databaseUrl), max: 1, queryMs: 600_000 })
  try {
    return await client.begin(`begin isolation level repeatable read read only; ${plainText}`, work)
  } finally {
    await client.end()
  }
}

async function writeParts(tx: Transaction, handle: FileHandle, options: BackupOptions): Promise<Made> {
  const at = await moment(tx)
  const tar = writeTar(handle, at)
  const sums: string[] = []
  const add = async (name: string, bytes: AsyncIterable<Buffer>) => {
    sums.push(`${await tar.add(name, bytes)}  ${name}\n`)
  }
  await add(WORDS, text(words))
  const tables = await tablesOf(tx)
  const kept: KeptTable[] = []
  for (const table of tables) {
    kept.push(await writeTable(tx, table, add, options.signal))
    const { rows } = kept.at(-1)!
    options.onTable?.({ table: table.name, rows, number: kept.length, of: tables.length })
  }
  const manifest = await manifestOf(tx, at, kept, options)
  await add(MANIFEST, text(`${JSON.stringify(manifest, null, 1)}\n`))
  await seal(tar, sums.join(''), options.keys.sealKey)
  const bytes = await tar.finish()
  return { bytes, tables: kept.length, rows: kept.reduce((sum, { rows }) => sum + rows, 0) }
}

async function writeTable(
  tx: Transaction,
  table: Table,
  add: (name: string, bytes: AsyncIterable<Buffer>) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<KeptTable> {
  const { schema, name, columns } = table
  let tally: Tally | undefined
  const rows = inPieces(whileWanted(copyFrom(tx, readingOf(table)), signal))
  const counted = tallied(rows, (told) => {
    tally = told
  })
  await add(partOf({ schema: schema as KeptTable['schema'], name }), compressed(counted))
  return { schema, name, columns: [...columns], ...tally! } as KeptTable
}

async function* whileWanted(source: AsyncIterable<Buffer>, signal?: AbortSignal): AsyncGenerator<Buffer> {
  for await (const bytes of source) {
    signal?.throwIfAborted()
    yield bytes
  }
}

async function manifestOf(
  tx: Transaction,
  at: Date,
  tables: KeptTable[],
  { keys, journal }: BackupOptions,
): Promise<Manifest> {
  const migrations = await tx.execute<Manifest['migrations'][number]>(
    sql`select name, sha256 from migration order by name collate "C"`,
  )
  const [server] = await tx.execute<{ version: string }>(
    sql`select current_setting('server_version') as version`,
  )
  return {
    format: FORMAT,
    madeAt: at.toISOString(),
    postgres: server!.version,
    secret: keys.secretMark,
    migrations: migrations.map(({ name, sha256 }) => ({ name, sha256 })),
    journal,
    tables,
    sequences: (await sequencesOf(tx)) as Manifest['sequences'],
  }
}

/** The sums are for anybody (`sha256sum -c`), the seal for whoever has the secret: no byte can change unseen. */
async function seal(tar: TarWriter, sums: string, key: Buffer): Promise<void> {
  await tar.add(SUMS, text(sums))
  await tar.add(SEAL, text(`${sealOf(sums, key)}\n`))
}

/** HMAC-SHA-256 of the sums, in hex. */
export function sealOf(sums: string, key: Buffer): string {
  return createHmac('sha256', key).update(sums).digest('hex')
}

/** The transaction's beginning: not later than its snapshot. */
async function moment(tx: Transaction): Promise<Date> {
  const [row] = await tx.execute<{ at: string }>(
    sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
  )
  return new Date(row!.at)
}

async function* text(words: string): AsyncGenerator<Buffer> {
  yield Buffer.from(words)
}

async function syncFolder(folder: string): Promise<void> {
  // Where folders cannot be opened (Windows) the rename is as lasting as the system makes it.
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

const words = `A backup of a shop, as it was at one moment (manifest.json, madeAt).

Each table is a CSV file, compressed with gzip: public/ holds the shop's, graphile_worker/ the jobs that waited.
manifest.json says how many rows each has and what their SHA-256 is. "sha256sum -c SHA256SUMS" checks the files.

"npm run shop -- restore FILE" brings it back into an empty database, under the shop's own SECRET_KEY, which is not in here.
It holds personal data: keep it as carefully as the shop itself, and no longer than you must.
`
