import { and, count, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Reader } from '../../platform/database/client.ts'
import { NotFound } from '../../platform/errors.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { PurposeId } from '../purposes.ts'
import { erasure, erasureRun } from '../table.ts'
import { ahead } from './foreseeing.ts'

/** So many orders leave a purpose in a week, and so many other rows go. */
export interface Week {
  readonly from: IsoDate
  readonly orders: number
  readonly others: number
}

export interface Forecast {
  readonly weeks: readonly Week[]
  readonly byPurpose: readonly { purpose: PurposeId; within30: number; within90: number }[]
  /** Rows that belong to no order, by their table. */
  readonly byUnit: readonly { unit: string; within30: number; within90: number }[]
}

/** What ends in the next 90 days, by week, by purpose and, beside orders, by table. */
export async function forecast(reader: Reader): Promise<Forecast> {
  const weeks = await reader.execute<{ from: IsoDate; orders: number; others: number }>(sql`
    select (shop_today() + week * 7)::text as from,
           (select count(*)::int from retention_forecast
             where ends between shop_today() + week * 7 and shop_today() + week * 7 + 6) as orders,
           (select coalesce(sum(rows), 0)::int from retention_outlook
             where gone_by between shop_today() + week * 7 + 1 and shop_today() + week * 7 + 7) as others
      from generate_series(0, ${Math.floor(ahead / 7)}::int) week order by week`)
  const byPurpose = await reader.execute<Forecast['byPurpose'][number] & Record<string, unknown>>(sql`
    select purpose, count(*) filter (where ends <= shop_today() + 30)::int as "within30",
           count(*)::int as "within90"
      from retention_forecast where ends >= shop_today() group by purpose order by min(ends), purpose`)
  const byUnit = await reader.execute<Forecast['byUnit'][number] & Record<string, unknown>>(sql`
    select unit, coalesce(sum(rows) filter (where gone_by <= shop_today() + 31), 0)::int as "within30",
           sum(rows)::int as "within90"
      from retention_outlook where gone_by > shop_today() group by unit order by min(gone_by), unit`)
  return { weeks: [...weeks], byPurpose: [...byPurpose], byUnit: [...byUnit] }
}

/** The orders that leave a purpose soonest; numbers are read elsewhere. */
export async function soonest(
  reader: Reader,
  limit: number,
): Promise<{ orderId: string; purpose: PurposeId; ends: IsoDate }[]> {
  return [
    ...(await reader.execute<{ orderId: string; purpose: PurposeId; ends: IsoDate }>(sql`
      select order_id as "orderId", purpose, ends::text from retention_forecast
       where ends >= shop_today() order by ends, order_id, purpose limit ${limit}`)),
  ]
}

/** Whether a nightly run has looked at what is to come; the erasure that a person asked for looks at nobody else. */
export async function isForeseen(reader: Reader): Promise<boolean> {
  const [row] = await reader
    .select({ id: erasureRun.id })
    .from(erasureRun)
    .where(and(eq(erasureRun.cause, 'retention'), isNotNull(erasureRun.endedAt)))
    .limit(1)
  return row !== undefined
}

/** One run. Throws NotFound. */
export async function findRun(reader: Reader, id: string): Promise<Omit<RunRow, 'units'>> {
  const [row] = await reader
    .select({
      id: erasureRun.id,
      cause: erasureRun.cause,
      asOf: erasureRun.asOf,
      begunAt: erasureRun.begunAt,
      endedAt: erasureRun.endedAt,
    })
    .from(erasureRun)
    .where(eq(erasureRun.id, id))
  if (!row) throw new NotFound()
  return row
}

/** A run as the log shows it. */
export interface RunRow {
  readonly id: string
  readonly cause: 'retention' | 'request' | 'restore'
  readonly asOf: string
  readonly begunAt: Date
  /** Null for one that was cut off; the next one goes on from there. */
  readonly endedAt: Date | null
  readonly units: number
}

/** The runs, the newest first. */
export async function runs(reader: Reader, limit: number): Promise<RunRow[]> {
  return reader
    .select({
      id: erasureRun.id,
      cause: erasureRun.cause,
      asOf: erasureRun.asOf,
      begunAt: erasureRun.begunAt,
      endedAt: erasureRun.endedAt,
      units: sql<number>`(select count(*)::int from erasure where run_id = erasure_run.id)`,
    })
    .from(erasureRun)
    .orderBy(desc(erasureRun.begunAt))
    .limit(limit)
}

export type Certificate = Pick<
  typeof erasure.$inferSelect,
  'unit' | 'unitId' | 'gone' | 'remains' | 'erasedAt'
>

/** What one run took away, unit by unit, and how many units there were; no value of anybody's. */
export async function certificate(
  reader: Reader,
  runId: string,
  limit: number,
): Promise<{ units: Certificate[]; total: number }> {
  const [all] = await reader.select({ total: count() }).from(erasure).where(eq(erasure.runId, runId))
  const units = await reader
    .select({
      unit: erasure.unit,
      unitId: erasure.unitId,
      gone: erasure.gone,
      remains: erasure.remains,
      erasedAt: erasure.erasedAt,
    })
    .from(erasure)
    .where(eq(erasure.runId, runId))
    .orderBy(erasure.erasedAt, erasure.id)
    .limit(limit)
  return { units, total: all!.total }
}
