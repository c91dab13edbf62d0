import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../platform/database/client.ts'
import { cardProblem, type ProblemCode } from './table.ts'

export interface Problem {
  readonly id: string
  readonly orderId: string | null
  readonly code: ProblemCode
  /** The provider's name for what it is about. */
  readonly object: string
  readonly notedAt: Date
}

/** Notes for staff what nobody could act on; the same thing once. */
export async function note(
  tx: Transaction,
  problem: { readonly orderId: string | null; readonly code: ProblemCode; readonly object: string },
): Promise<void> {
  await tx.insert(cardProblem).values(problem).onConflictDoNothing()
}

/** What nobody has looked at, the newest first; of one order or of all. */
export async function uncleared(reader: Reader, orderId?: string): Promise<Problem[]> {
  return reader
    .select({
      id: cardProblem.id,
      orderId: cardProblem.orderId,
      code: cardProblem.code,
      object: cardProblem.object,
      notedAt: cardProblem.notedAt,
    })
    .from(cardProblem)
    .where(
      and(
        isNull(cardProblem.clearedAt),
        orderId === undefined ? undefined : eq(cardProblem.orderId, orderId),
      ),
    )
    .orderBy(desc(cardProblem.notedAt))
    .limit(200)
}

/** Somebody looked at it. */
export async function clear(tx: Transaction, id: string, by: string): Promise<void> {
  await tx
    .update(cardProblem)
    .set({ clearedAt: sql`now()`, clearedBy: by })
    .where(and(eq(cardProblem.id, id), isNull(cardProblem.clearedAt)))
}
