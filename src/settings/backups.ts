import { desc, eq, isNull, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../platform/database/client.ts'
import { backupRun } from './table.ts'

/** A backup by the clock. Without an end it runs, or was cut off. */
export interface BackupRun {
  readonly id: string
  readonly startedAt: Date
  readonly endedAt: Date | null
  /** A code. */
  readonly problem: string | null
  /** The file's name in the folder of backups. */
  readonly file: string | null
  readonly bytes: number | null
}

/** The last runs, the newest first. */
export async function lastRuns(reader: Reader, most: number): Promise<BackupRun[]> {
  return reader.select().from(backupRun).orderBy(desc(backupRun.startedAt)).limit(most)
}

/** Why the last run made no backup; undefined where it did, or runs. */
export async function lastProblem(reader: Reader): Promise<string | undefined> {
  const [last] = await lastRuns(reader, 1)
  return last?.problem ?? undefined
}

/**
 * Begins a run if there was no backup since the hour (0 to 23, in the shop's zone) last struck; undefined otherwise. What
 * was begun before and never ended was cut off.
 */
export async function beginIfDue(tx: Transaction, hour: number, zone: string): Promise<string | undefined> {
  const [due] = await tx.execute<{ due: boolean }>(sql`
    with clock as (select now() at time zone ${zone} as here),
         struck as (select date_trunc('day', here) + make_interval(hours => ${hour}) as at, here from clock),
         last as (select case when at <= here then at else at - interval '1 day' end as at from struck)
    select not exists (select from backup_run, last
      where file is not null and started_at >= last.at at time zone ${zone}) as due`)
  if (!due!.due) return undefined
  await tx
    .update(backupRun)
    .set({ endedAt: sql`now()`, problem: 'INTERRUPTED' })
    .where(isNull(backupRun.endedAt))
  const [begun] = await tx.insert(backupRun).values({}).returning({ id: backupRun.id })
  return begun!.id
}

/** The run made a backup. */
export async function succeeded(
  tx: Transaction,
  id: string,
  made: { readonly file: string; readonly bytes: number },
): Promise<void> {
  await tx
    .update(backupRun)
    .set({ ...made, endedAt: sql`now()` })
    .where(eq(backupRun.id, id))
}

/** The run made none; `problem` is a code. */
export async function failed(tx: Transaction, id: string, problem: string): Promise<void> {
  await tx.update(backupRun).set({ problem, endedAt: sql`now()` }).where(eq(backupRun.id, id))
}
