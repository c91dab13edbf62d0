import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { NotFound } from '../../platform/errors.ts'
import { hold } from '../table.ts'
import type { Tx } from '../with-purpose.ts'

export const holdKinds = ['claim', 'complaint', 'dispute', 'authority'] as const
export type HoldKind = (typeof holdKinds)[number]

/** Why an order's data stay although they are due. */
export interface Hold {
  readonly id: string
  readonly orderId: string
  readonly kind: HoldKind
  readonly reason: string
  readonly placedAt: Date
}

/** Holds an order back from the eraser; under legal-claims it stays readable meanwhile (Art. 17(3)(e)). */
export async function place(
  tx: Tx<'legal-claims'>,
  held: { orderId: string; kind: HoldKind; reason: string; by: string },
): Promise<void> {
  const { by, ...rest } = held
  await tx.insert(hold).values({ ...rest, placedBy: by })
}

/** Lets go of an order: the next run takes what is due. Throws NotFound. */
export async function lift(tx: Tx<'legal-claims'>, id: string, by: string): Promise<void> {
  const lifted = await tx
    .update(hold)
    .set({ liftedAt: sql`now()`, liftedBy: by })
    .where(and(eq(hold.id, id), isNull(hold.liftedAt)))
    .returning({ id: hold.id })
  if (lifted.length === 0) throw new NotFound()
}

/** The holds that are in force, the newest first. */
export async function inForce(tx: Tx<'legal-claims'>): Promise<Hold[]> {
  return tx
    .select({
      id: hold.id,
      orderId: hold.orderId,
      kind: hold.kind,
      reason: hold.reason,
      placedAt: hold.placedAt,
    })
    .from(hold)
    .where(isNull(hold.liftedAt))
    .orderBy(desc(hold.placedAt))
}
