import { asc, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../../privacy/with-purpose.ts'
import { payment } from '../table.ts'
import type { DisputeState } from './provider.ts'
import { cardDispute, cardDisputeEnd } from './table.ts'

export interface Dispute {
  readonly id: string
  readonly orderId: string
  readonly amountCents: number
  readonly reason: string
  readonly openedAt: Date
  readonly answerBy: Date | null
  readonly outcome: 'won' | 'lost' | 'withdrawn' | null
}

/** A payment by what the provider calls it; undefined where it is none of the shop's. */
export async function paymentCalled(
  tx: Tx<'accounting'>,
  providerReference: string,
): Promise<{ id: string; orderId: string; amountCents: number } | undefined> {
  const [row] = await tx
    .select({ id: payment.id, orderId: payment.orderId, amountCents: payment.amountCents })
    .from(payment)
    .where(eq(payment.providerReference, providerReference))
  return row
}

/** Notes a dispute as the provider tells it, and holds the order's data while it lasts (Art. 17(3)(e)). */
export async function note(
  tx: Tx<'accounting'>,
  told: DisputeState,
  of: { readonly id: string; readonly orderId: string },
  provider: string,
): Promise<{ readonly justLost: boolean }> {
  const { id, amountCents, reason, openedAt, answerBy, state } = told
  const { id: paymentId, orderId } = of
  await tx
    .insert(cardDispute)
    .values({ id, orderId, paymentId, amountCents, reason, openedAt, answerBy })
    .onConflictDoNothing()
  const named = `${provider} ${id}`
  const ended = await endOf(tx, id)
  if (state === 'open') {
    // An old message may come after the end.
    if (!ended) await tx.execute(sql`select shop_hold_for_dispute(${orderId}, ${named})`)
    return { justLost: false }
  }
  if (!ended) await tx.insert(cardDisputeEnd).values({ disputeId: id, orderId, outcome: state })
  await tx.execute(sql`select shop_release_dispute(${orderId}, ${named})`)
  return { justLost: !ended && state === 'lost' }
}

async function endOf(tx: Tx<'accounting'>, disputeId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: cardDisputeEnd.disputeId })
    .from(cardDisputeEnd)
    .where(eq(cardDisputeEnd.disputeId, disputeId))
  return rows.length > 0
}

const columns = {
  id: cardDispute.id,
  orderId: cardDispute.orderId,
  amountCents: cardDispute.amountCents,
  reason: cardDispute.reason,
  openedAt: cardDispute.openedAt,
  answerBy: cardDispute.answerBy,
  outcome: cardDisputeEnd.outcome,
}

/** The disputes about an order, as they came. */
export async function ofOrder(
  tx: Tx<'order-contract'> | Tx<'accounting'>,
  orderId: string,
): Promise<Dispute[]> {
  return tx
    .select(columns)
    .from(cardDispute)
    .leftJoin(cardDisputeEnd, eq(cardDisputeEnd.disputeId, cardDispute.id))
    .where(eq(cardDispute.orderId, orderId))
    .orderBy(asc(cardDispute.openedAt))
}

/** The disputes that nobody has decided, the most urgent first. */
export async function open(tx: Tx<'accounting'>): Promise<Dispute[]> {
  return tx
    .select(columns)
    .from(cardDispute)
    .leftJoin(cardDisputeEnd, eq(cardDisputeEnd.disputeId, cardDispute.id))
    .where(isNull(cardDisputeEnd.disputeId))
    .orderBy(sql`${cardDispute.answerBy} nulls last`)
}
