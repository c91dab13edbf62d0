import { and, asc, eq, inArray, or } from 'drizzle-orm'
import { auditEntry } from './table.ts'
import type { Tx } from './with-purpose.ts'

/** Somebody wrote a row: who and when, never what. */
export interface Trace {
  readonly at: Date
  readonly table: string
  readonly action: string
  readonly actor: string | null
}

/** What was written to these rows, the oldest first; ids by the name of their table. */
export async function tracesOf(
  tx: Tx<'accountability'>,
  rows: Readonly<Record<string, readonly string[]>>,
): Promise<Trace[]> {
  const named = Object.entries(rows).filter(([, ids]) => ids.length > 0)
  if (named.length === 0) return []
  return tx
    .select({
      at: auditEntry.at,
      table: auditEntry.tableName,
      action: auditEntry.action,
      actor: auditEntry.actor,
    })
    .from(auditEntry)
    .where(
      or(
        ...named.map(([table, ids]) =>
          and(eq(auditEntry.tableName, table), inArray(auditEntry.rowId, [...ids])),
        ),
      ),
    )
    .orderBy(asc(auditEntry.at), asc(auditEntry.id))
}
