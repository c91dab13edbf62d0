import { getTableColumns, getTableName } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import type postgres from 'postgres'
import { q } from '../../src/privacy/facts.ts'
import { mayRead } from '../../src/privacy/readers.ts'
import type { PersonalTable, Tag } from '../../src/privacy/tags.ts'
import { register } from '../../src/register.ts'

/** A value that stands nowhere else, planted in one column of one person's rows. */
export interface Planted {
  readonly table: string
  readonly column: string
  readonly canary: string
  readonly declared: PersonalTable
  readonly tag: Tag
}

/** Texts, documents and lists of texts can carry a canary; numbers, days and codes of a fixed list cannot. */
const carriers = ['text', 'jsonb', 'bytea', 'text[]']

/** The way from the person to their rows. */
const ways = ['order_party.email', 'customer.email', 'audit_entry.row_id']

/** Plants a canary in every tagged column of the person's rows that the database lets carry one. */
export async function plant(
  sql: postgres.Sql,
  whose: (declared: PersonalTable) => string,
): Promise<Planted[]> {
  const planted: Planted[] = []
  for (const { declared, column, type, tag } of tagged()) {
    const table = getTableName(declared.table)
    if (ways.includes(`${table}.${column}`) || /^address(_hash)?$/.test(column)) continue
    const canary = `canary-${planted.length}-${table}-${column}`.replaceAll('_', '-')
    const set = `update ${q(table)} set ${q(column)} = ${written(type, canary)} where ${whose(declared)} returning 1`
    const done = await sql
      .begin(async (tx) => {
        await tx.unsafe('set local session_replication_role = replica')
        return (await tx.unsafe(set)).length
      })
      // A check lets only its own codes stand there.
      .catch((error: { code?: string }) =>
        error.code === '23514' || error.code === '23505' ? 0 : Promise.reject(error),
      )
    if (done > 0) planted.push({ table, column, canary, declared, tag })
  }
  return planted
}

/** The tagged columns that can carry a text. */
export function* tagged() {
  for (const declared of register.personal) {
    if (declared.unit.of === 'nobody') continue
    const columns = getTableColumns(declared.table)
    const keys = new Set(
      getTableConfig(declared.table).primaryKeys.flatMap((key) => key.columns.map(({ name }) => name)),
    )
    for (const [property, tag] of Object.entries(declared.columns) as [string, Tag][]) {
      const column = columns[property]!
      const type = column.getSQLType()
      if (tag.personal === false || !carriers.includes(type) || column.primary || keys.has(column.name))
        continue
      yield { declared, column: column.name, type, tag }
    }
  }
}

function written(type: string, canary: string): string {
  if (type === 'jsonb') return `to_jsonb('${canary}'::text)`
  if (type === 'bytea') return `convert_to('${canary}', 'UTF8')`
  return type === 'text[]' ? `array['${canary}']` : `'${canary}'`
}

/** Whether a copy for the person must hold it. */
export function isTold({ declared, tag }: Planted): boolean {
  return (
    mayRead(declared, tag, 'rights-requests') &&
    tag.personal !== false &&
    !tag.personal.includes('personal-code')
  )
}

/** Where each canary stands now: every column of every table of every schema that keeps text, documents or bytes. */
export async function scan(sql: postgres.Sql, planted: readonly Planted[]): Promise<Map<string, string[]>> {
  const columns = await sql<{ place: string; text: string; source: string }[]>`
    select format('%I.%I.%I', nspname, relname, attname) as place, format('%I.%I', nspname, relname) as source,
           case when typname = 'bytea' then format('encode(%I, ''escape'')', attname) else format('%I::text', attname) end as text
      from pg_attribute join pg_class on pg_class.oid = attrelid join pg_namespace on pg_namespace.oid = relnamespace
      join pg_type on pg_type.oid = atttypid
     where relkind = 'r' and attnum > 0 and not attisdropped and nspname not in ('pg_catalog', 'information_schema')
       and typname in ('text', 'varchar', 'json', 'jsonb', 'bytea', '_text', 'name')`
  const found = new Map<string, string[]>()
  for (const { place, text, source } of columns) {
    const rows = await sql.unsafe(`select ${text} as value from ${source} where ${text} like '%canary-%'`)
    const texts = rows.map(({ value }) => String(value)).join('\n')
    for (const { canary } of planted) {
      if (new RegExp(`${canary}(?![0-9a-z-])`).test(texts))
        found.set(canary, [...(found.get(canary) ?? []), place])
    }
  }
  return found
}
