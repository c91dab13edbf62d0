import { sql } from 'drizzle-orm'
import type { Reader } from '../database/client.ts'
import { QUEUE_SCHEMA } from '../jobs/install.ts'

/** A table as a backup holds it: every column that PostgreSQL does not compute by itself. */
export interface Table {
  readonly schema: string
  readonly name: string
  readonly columns: readonly string[]
  /** How its rows are put in order, the same on every server. */
  readonly order: string
}

/** A sequence with where it stands; `called`: its value has been given out. */
export interface Sequence {
  readonly schema: string
  readonly name: string
  readonly value: string
  readonly called: boolean
}

/** A row's text must not depend on a server's or a user's settings. */
export const plainText = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local xmloption = 'content';
  set local transaction_timeout = 0; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`

/** What belongs to an extension comes with it; the queue's own list of versions with its installation. */
const ours = sql`
  not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')
  and (nspname = 'public' or nspname = ${QUEUE_SCHEMA} and relname like '\\_private\\_%')`

/** The shop's tables and the queue's, by name. */
export async function tablesOf(reader: Reader): Promise<Table[]> {
  const rows = await reader.execute<{ schema: string; name: string; columns: string; order: string }>(sql`
    select nspname as schema, relname as name,
           (select json_agg(attname order by attnum) from pg_attribute
             where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = '')::text as columns,
           coalesce(
             (select string_agg(quote_ident(attname) || case when attcollation = 0 then '' else ' collate "C"' end,
                                ', ' order by array_position(indkey::int2[], attnum))
               from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
               where indrelid = pg_class.oid and indisprimary),
             format('%I::text collate "C"', relname)) as order
      from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where relkind in ('r', 'p') and not relispartition and ${ours}
      order by nspname collate "C" desc, relname collate "C"`)
  return rows.map((row) => ({ ...row, columns: JSON.parse(row.columns) as string[] }))
}

/** Where each sequence stands now; a sequence knows no snapshot, so this is at least what the rows have used. */
export async function sequencesOf(reader: Reader): Promise<Sequence[]> {
  const names = await reader.execute<{ schema: string; name: string }>(sql`
    select nspname as schema, relname as name
      from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where relkind = 'S' and nspname in ('public', ${QUEUE_SCHEMA})
      order by nspname collate "C" desc, relname collate "C"`)
  const found: Sequence[] = []
  for (const { schema, name } of names) {
    const [row] = await reader.execute<{ value: string; called: boolean }>(
      sql`select last_value::text as value, is_called as called from ${sql.raw(quoted(schema, name))}`,
    )
    found.push({ schema, name, ...row! })
  }
  return found
}

/** The statement that reads a table's rows as CSV, in their order. */
export function readingOf(table: Table): string {
  const { schema, name, columns, order } = table
  return `copy (select ${columnList(columns)} from ${quoted(schema, name)} order by ${order}) to stdout (format csv, header)`
}

/** The statement that takes such rows. */
export function takingOf({ schema, name, columns }: Omit<Table, 'order'>): string {
  return `copy ${quoted(schema, name)} (${columnList(columns)}) from stdin (format csv, header match)`
}

/** A name with its schema, for SQL. */
export function quoted(schema: string, name: string): string {
  return `${identifier(schema)}.${identifier(name)}`
}

function columnList(columns: readonly string[]): string {
  return columns.map(identifier).join(', ')
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
