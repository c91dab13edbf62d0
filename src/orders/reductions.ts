import { asc, eq, sql } from 'drizzle-orm'
import * as mails from '../correspondence/mails.ts'
import { ruleOf } from '../platform/database/client.ts'
import { Conflict } from '../platform/errors.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { OrderFacts } from './find.ts'
import { lockOrder } from './fulfilment.ts'
import { order, orderLine, orderReduction, orderReductionLine } from './table.ts'

/** Pieces of a line that are not wanted any more. */
export interface Out {
  readonly lineId: string
  readonly pieces: number
}

/** Whether goods may still be taken out: later, what was paid is credited instead. */
export function isReducible({
  contractOpen,
  cancellation,
  settled,
  packedAt,
  takenOver,
}: OrderFacts): boolean {
  return contractOpen && !cancellation && !settled && !packedAt && !takenOver
}

const problems: Readonly<Record<string, string>> = {
  not_reducible: 'not-reducible',
  too_many: 'too-many',
  made: 'made',
  nothing_left: 'nothing-left',
  paid_more: 'paid-more',
}

/**
 * Takes pieces out of an order before it is paid and packed: its price falls, they return to the shelf, and its buyer is told
 * the new amount. Throws NotFound, Restricted, Conflict `not-reducible`, `too-many`, `made`, `nothing-left` (that is a
 * cancellation), `paid-more` (that is a credit), `changed` where it no longer costs what was seen.
 */
export async function takeOut(
  tx: Tx<'order-contract'>,
  orderId: string,
  { out, reason, seenCents }: Asked,
  by: string,
): Promise<void> {
  await lockOrder(tx, orderId)
  if (seenCents !== undefined && (await totalOf(tx, orderId)) !== seenCents) throw new Conflict('changed')
  const id = await reduced(tx, orderId, out, reason, by)
  await mails.queue(tx, 'order-reduced', { id, orderId })
}

/** The same click twice takes out once: what the order cost when somebody looked (cents) is held against what it costs. */
export interface Asked {
  readonly out: readonly Out[]
  readonly reason: string
  readonly seenCents?: number
}

/** A statement of its own: it sees what was committed while the lock was awaited. */
async function totalOf(tx: Tx<'order-contract'>, orderId: string): Promise<number | undefined> {
  const [row] = await tx.select({ cents: order.totalCents }).from(order).where(eq(order.id, orderId))
  return row?.cents
}

async function reduced(
  tx: Tx<'order-contract'>,
  orderId: string,
  out: readonly Out[],
  reason: string,
  by: string,
): Promise<string> {
  const lines = sql.param(out.map(({ lineId }) => lineId))
  const pieces = sql.param(out.map((one) => one.pieces))
  try {
    const [row] = await tx.execute<{ id: string }>(
      sql`select shop_take_out(${orderId}, ${lines}::uuid[], ${pieces}::integer[], ${reason}, ${by}) as id`,
    )
    return row!.id
  } catch (error) {
    const problem = problems[ruleOf(error) ?? '']
    if (problem) throw new Conflict(problem)
    throw error
  }
}

/** A reduction as its letter tells it. */
export interface Reduction {
  readonly reason: string
  /** Cents with VAT. */
  readonly beforeCents: number
  readonly lines: readonly { readonly name: string; readonly label: string; readonly pieces: number }[]
}

/** What was taken out; undefined once its contract has ended. */
export async function find(tx: Tx<'order-contract'>, id: string): Promise<Reduction | undefined> {
  const [row] = await tx
    .select({ reason: orderReduction.reason, beforeCents: orderReduction.beforeCents })
    .from(orderReduction)
    .where(eq(orderReduction.id, id))
  if (!row) return undefined
  const lines = await tx
    .select({ name: orderLine.name, label: orderLine.label, pieces: orderReductionLine.pieces })
    .from(orderReductionLine)
    .innerJoin(orderLine, eq(orderLine.id, orderReductionLine.orderLineId))
    .where(eq(orderReductionLine.reductionId, id))
    .orderBy(asc(orderLine.position))
  return { ...row, lines }
}
