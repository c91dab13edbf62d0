import { sql } from 'drizzle-orm'
import { copyFrom, copyInto, exec, type Reader, type Transaction } from '../database/client.ts'
import { StartupError } from '../errors.ts'
import { QUEUE_SCHEMA } from '../jobs/install.ts'
import type { KeptTable, Manifest } from './manifest.ts'
import type { Backup } from './reading.ts'
import { inPieces, keepTally } from './rows.ts'
import { plainText, quoted, readingOf, sequencesOf, type Table, tablesOf, takingOf } from './tables.ts'
import type { Progress } from './writing.ts'

/** Whether nothing of a shop or of anybody else is in the database; the queue's bare tables do not count. */
export async function isEmpty(reader: Reader): Promise<boolean> {
  const [found] = await reader.execute<{ something: boolean; queue: boolean }>(sql`
    select exists (select from pg_class where relnamespace = 'public'::regnamespace
               and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e'))
        or exists (select from pg_proc where pronamespace = 'public'::regnamespace
               and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e')) as something,
      to_regclass(${`${QUEUE_SCHEMA}._private_jobs`}) is not null as queue`)
  if (found!.something) return false
  if (!found!.queue) return true
  const [jobs] = await reader.execute<{ waiting: boolean }>(
    sql`select exists (select from ${sql.raw(QUEUE_SCHEMA)}._private_jobs) as waiting`,
  )
  return !jobs!.waiting
}

/**
 * Fills the tables from a backup, within the owner's transaction that has just made them as they were in its time, and
 * compares what is in them with what the backup says. Throws StartupError; the transaction must not be committed then.
 */
export async function loadBackup(
  tx: Transaction,
  backup: Backup,
  onTable: (done: Progress) => void,
): Promise<void> {
  await exec(tx, plainText)
  const tables = await tablesFor(tx, backup.manifest)
  const links = await foreignKeys(tx)
  // Rows come in an order of their own, and what a trigger would do has been done.
  await run(tx, [...links.map(({ drop }) => drop), ...tables.map(triggers('disable')), emptied(tables)])
  for (const [i, { kept, table }] of tables.entries()) {
    await copyInto(tx, takingOf(kept), backup.rowsOf(kept))
    await compare(tx, table, kept)
    onTable({ table: kept.name, rows: kept.rows, number: i + 1, of: tables.length })
  }
  await setSequences(tx, backup.manifest)
  await run(tx, [...links.map(({ add }) => add), ...tables.map(triggers('enable'))])
  await exec(tx, 'set constraints all immediate')
}

interface Pair {
  readonly kept: KeptTable
  readonly table: Table
}

/** The backup's tables beside those of the database; they must be the same, to the column. */
async function tablesFor(tx: Transaction, { tables }: Manifest): Promise<Pair[]> {
  const found = new Map((await tablesOf(tx)).map((table) => [told(table), table]))
  const missing = tables.filter((kept) => !found.delete(told(kept)))
  const [strange] = [...missing, ...found.values()]
  if (strange)
    throw new StartupError(
      `The table ${strange.name} of the backup and of this version differ, so it cannot be restored; nothing was kept.`,
    )
  const all = await tablesOf(tx)
  return tables.map((kept) => ({ kept, table: all.find((table) => told(table) === told(kept))! }))
}

function told({ schema, name, columns }: Pick<Table, 'schema' | 'name' | 'columns'>): string {
  return `${schema}.${name} ${columns.join()}`
}

async function compare(tx: Transaction, table: Table, kept: KeptTable): Promise<void> {
  const tally = keepTally()
  for await (const bytes of inPieces(copyFrom(tx, readingOf(table)))) tally.pass(bytes)
  const { rows, sha256 } = tally.told()
  if (rows !== kept.rows || sha256 !== kept.sha256)
    throw new StartupError(`The table ${kept.name} came out otherwise than it went in; nothing was kept.`)
}

async function setSequences(tx: Transaction, { sequences }: Manifest): Promise<void> {
  const known = new Set((await sequencesOf(tx)).map(({ schema, name }) => quoted(schema, name)))
  for (const { schema, name, value, called } of sequences) {
    if (!known.has(quoted(schema, name)))
      throw new StartupError(`The sequence ${name} of the backup is not of this version; nothing was kept.`)
    await tx.execute(sql`select setval(${quoted(schema, name)}::regclass, ${value}::bigint, ${called})`)
  }
}

async function foreignKeys(tx: Transaction): Promise<{ drop: string; add: string }[]> {
  const rows = await tx.execute<{ drop: string; add: string }>(sql`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
           format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
      from pg_constraint
      where contype = 'f' and conparentid = 0 and connamespace in ('public'::regnamespace, ${QUEUE_SCHEMA}::regnamespace)`)
  return [...rows]
}

function triggers(what: 'enable' | 'disable'): (pair: Pair) => string {
  return ({ kept }) => `alter table ${quoted(kept.schema, kept.name)} ${what} trigger user`
}

function emptied(pairs: Pair[]): string {
  return `truncate ${pairs.map(({ kept }) => quoted(kept.schema, kept.name)).join(', ')}`
}

async function run(tx: Transaction, statements: string[]): Promise<void> {
  await exec(tx, statements.join(';\n'))
}
