import { sql } from 'drizzle-orm'
import { ruleOf, sqlState } from '../platform/database/client.ts'
import { Conflict } from '../platform/errors.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'

/** The day under which money of that day can still be booked: its own, or the first of the next month that is open. */
export async function openDay(tx: Tx<'order-contract'>, day: IsoDate): Promise<IsoDate> {
  const [row] = await tx.execute<{ day: IsoDate }>(sql`select shop_open_day(${day})::text as day`)
  return row!.day
}

/** Says so where a fact is dated into a month that the books have closed; any other refusal stays what it is. */
export async function inOpenMonth<T>(noting: Promise<T>): Promise<T> {
  try {
    return await noting
  } catch (error) {
    if (sqlState(error) === '23514' && ruleOf(error) === 'month_open') throw new Conflict('month-closed')
    throw error
  }
}
