import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { sqlState, type Transaction } from '../platform/database/client.ts'
import { Conflict } from '../platform/errors.ts'
import { daysOf, type Month, monthOf } from './periods.ts'
import { monthClosing } from './table.ts'

/** A closing of a month, and its reopening. */
export interface Closing {
  readonly month: Month
  readonly closedAt: Date
  readonly closedBy: string
  readonly reopenedAt: Date | null
  readonly reopenedWhy: string | null
}

/** Closes a month that is over: nothing more is dated into it. Throws Conflict `month-closed`, `month-not-over`. */
export async function close(tx: Transaction, month: Month, by: string): Promise<void> {
  try {
    await tx.insert(monthClosing).values({ month: daysOf(month).from, closedBy: by })
  } catch (error) {
    if (sqlState(error) === '23505') throw new Conflict('month-closed')
    if (sqlState(error) === '23514') throw new Conflict('month-not-over')
    throw error
  }
}

/** Opens a closed month again, with the reason. Throws Conflict `month-open`. */
export async function reopen(tx: Transaction, month: Month, why: string, by: string): Promise<void> {
  const opened = await tx
    .update(monthClosing)
    .set({ reopenedAt: sql`now()`, reopenedBy: by, reopenedWhy: why })
    .where(and(eq(monthClosing.month, daysOf(month).from), isNull(monthClosing.reopenedAt)))
    .returning({ id: monthClosing.id })
  if (opened.length === 0) throw new Conflict('month-open')
}

/** All closings, the newest first; of a month that is closed now the first one stands. */
export async function closings(tx: Transaction): Promise<Closing[]> {
  const rows = await tx
    .select({
      month: monthClosing.month,
      closedAt: monthClosing.closedAt,
      closedBy: monthClosing.closedBy,
      reopenedAt: monthClosing.reopenedAt,
      reopenedWhy: monthClosing.reopenedWhy,
    })
    .from(monthClosing)
    .orderBy(desc(monthClosing.closedAt))
  return rows.map((row) => ({ ...row, month: monthOf(row.month) }))
}
