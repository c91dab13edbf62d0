import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { ruleOf } from '../platform/database/client.ts'
import { Conflict } from '../platform/errors.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { repair } from './repairs-table.ts'

type Claims = Tx<'conformity-claims'>

/** A repair as staff see it. */
export type Repair = Omit<typeof repair.$inferSelect, 'orderId'>

/** What is known of an order's repairs. */
export interface Repaired {
  readonly repairs: readonly Repair[]
  /** The last day on which its buyer may claim that goods do not conform; null before they came. */
  readonly claimsEnd: string | null
}

const problems: Readonly<Record<string, string>> = {
  repair_delivered: 'repair-not-delivered',
  repair_done: 'repair-not-delivered',
  repair_in_time: 'repair-too-late',
  repair_noted_once: 'repair-noted',
}

/** The repairs of an order, those that were taken back too, and what follows from them. */
export async function ofOrder(tx: Claims, orderId: string): Promise<Repaired> {
  const [row] = await tx.execute<{ end: string | null }>(
    sql`select shop_claims_ends(${orderId}, 'conformity-claims')::text as end`,
  )
  const repairs = await tx
    .select({
      id: repair.id,
      repairedOn: repair.repairedOn,
      notedAt: repair.notedAt,
      notedBy: repair.notedBy,
      takenBackAt: repair.takenBackAt,
      takenBackBy: repair.takenBackBy,
    })
    .from(repair)
    .where(eq(repair.orderId, orderId))
    .orderBy(asc(repair.repairedOn), asc(repair.notedAt))
  return { repairs, claimsEnd: row!.end }
}

/**
 * Notes that goods were repaired because they did not conform: the first time its buyer gets longer to claim (Directive
 * (EU) 2019/771 Art. 10). Throws Conflict `repair-not-delivered` (by that day, or the day is to come), `repair-too-late`
 * once claims have ended, `repair-noted` where that day stands there already.
 */
export async function note(
  tx: Claims,
  {
    orderId,
    repairedOn,
    by,
  }: { readonly orderId: string; readonly repairedOn: IsoDate; readonly by: string },
): Promise<void> {
  try {
    await tx.insert(repair).values({ orderId, repairedOn, notedBy: by })
  } catch (error) {
    const problem = problems[ruleOf(error) ?? '']
    if (problem) throw new Conflict(problem)
    throw error
  }
}

/** Takes back what was noted by mistake; the claims end as if it had never been. Throws Conflict `repair-taken-back`. */
export async function takeBack(
  tx: Claims,
  { orderId, repairId, by }: { readonly orderId: string; readonly repairId: string; readonly by: string },
): Promise<void> {
  const taken = await tx
    .update(repair)
    .set({ takenBackAt: sql`now()`, takenBackBy: by })
    .where(and(eq(repair.id, repairId), eq(repair.orderId, orderId), isNull(repair.takenBackAt)))
    .returning({ id: repair.id })
  if (taken.length === 0) throw new Conflict('repair-taken-back')
}
