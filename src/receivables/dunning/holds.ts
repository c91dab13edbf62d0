import { and, eq, isNull, sql } from 'drizzle-orm'
import { sqlState } from '../../platform/database/client.ts'
import { Conflict } from '../../platform/errors.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { orderOf } from './debt-order.ts'
import { dunningHold } from './table.ts'

/** Stops everything that asks for a document's money, until it is lifted. Throws Conflict `held`, NotFound. */
export async function place(
  tx: Tx<'order-contract'>,
  { invoiceId, reason, by }: { readonly invoiceId: string; readonly reason: string; readonly by: string },
): Promise<void> {
  const orderId = await orderOf(tx, invoiceId)
  try {
    await tx.insert(dunningHold).values({ invoiceId, orderId, reason, placedBy: by })
  } catch (error) {
    if (sqlState(error) === '23505') throw new Conflict('held')
    throw error
  }
}

/** Lets the schedule go on: what has come due meanwhile is sent once, not step by step. Throws Conflict `not-held`. */
export async function lift(tx: Tx<'order-contract'>, invoiceId: string, by: string): Promise<void> {
  const lifted = await tx
    .update(dunningHold)
    .set({ liftedAt: sql`now()`, liftedBy: by })
    .where(and(eq(dunningHold.invoiceId, invoiceId), isNull(dunningHold.liftedAt)))
    .returning({ id: dunningHold.id })
  if (lifted.length === 0) throw new Conflict('not-held')
}
