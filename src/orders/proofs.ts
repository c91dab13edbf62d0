import { and, desc, eq, sql } from 'drizzle-orm'
import * as mails from '../correspondence/mails.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { LineFacts } from './find.ts'
import { lockOpenOrder } from './fulfilment.ts'
import { orderLine, proof, proofAnswer } from './table.ts'

/** A drawing that the buyer is asked to approve, or has answered. */
export interface Proof {
  readonly id: string
  readonly lineId: string
  readonly version: number
  readonly words: string
  readonly sentAt: Date
  readonly approved: boolean | null
  readonly remark: string | null
  readonly answeredAt: Date | null
}

/**
 * Sends a drawing of the words for the buyer's yes; the words as ordered stay as they are. `seen` is the
 * version that the sender knew of, 0 for none, so that two clicks send one. Throws NotFound for a line that carries
 * no words, Conflict `proof-approved` once the buyer has approved one, `proof-newer` where there is a later one, and
 * `cancelled`.
 */
export async function send(
  tx: Tx<'order-contract'>,
  drawing: { orderId: string; lineId: string; words: string; picture: Buffer; seen: number; by: string },
): Promise<void> {
  const { orderId, lineId, words, picture, seen, by } = drawing
  await lockOpenOrder(tx, orderId)
  const [line] = await tx
    .select({
      latest: sql<number>`coalesce((select max(version) from proof where order_line_id = ${lineId}), 0)`,
      approved: sql<boolean>`shop_proof_approved(${lineId})`,
    })
    .from(orderLine)
    .where(and(eq(orderLine.id, lineId), eq(orderLine.orderId, orderId), eq(orderLine.madeToOrder, true)))
  if (!line) throw new NotFound()
  if (line.approved) throw new Conflict('proof-approved')
  if (line.latest !== seen) throw new Conflict('proof-newer')
  const id = crypto.randomUUID()
  await tx
    .insert(proof)
    .values({ id, orderLineId: lineId, orderId, version: seen + 1, words, picture, sentBy: by })
  await mails.queue(tx, 'order-proof', { id, orderId })
}

/**
 * The buyer's yes, or what should be different. Throws NotFound, Conflict `cancelled`, and `proof-answered` for an older
 * or answered one; a new version that staff are sending meanwhile makes this one older.
 */
export async function answer(
  tx: Tx<'order-contract'>,
  orderId: string,
  proofId: string,
  given: { approved: true } | { approved: false; remark: string },
): Promise<void> {
  await lockOpenOrder(tx, orderId)
  const [asked] = await tx
    .select({
      latest: sql<boolean>`not exists (select from proof later where later.order_line_id = proof.order_line_id and later.version > proof.version)`,
    })
    .from(proof)
    .where(and(eq(proof.id, proofId), eq(proof.orderId, orderId)))
  if (!asked) throw new NotFound()
  if (!asked.latest) throw new Conflict('proof-answered')
  const remark = given.approved ? null : given.remark
  await tx.execute(sql`
    insert into proof_answer (proof_id, order_id, approved, remark)
    values (${proofId}, ${orderId}, ${given.approved}, ${remark}) on conflict do nothing`)
  const [kept] = await tx
    .select({ approved: proofAnswer.approved, remark: proofAnswer.remark })
    .from(proofAnswer)
    .where(eq(proofAnswer.proofId, proofId))
  if (kept?.approved !== given.approved || kept.remark !== remark) throw new Conflict('proof-answered')
}

/** The latest proof of each line of an order. */
export async function latest(tx: Tx<'order-contract'>, orderId: string): Promise<Map<string, Proof>> {
  const rows = await tx
    .selectDistinctOn([proof.orderLineId], {
      id: proof.id,
      lineId: proof.orderLineId,
      version: proof.version,
      words: proof.words,
      sentAt: proof.sentAt,
      approved: proofAnswer.approved,
      remark: proofAnswer.remark,
      answeredAt: proofAnswer.answeredAt,
    })
    .from(proof)
    .leftJoin(proofAnswer, eq(proofAnswer.proofId, proof.id))
    .where(eq(proof.orderId, orderId))
    .orderBy(proof.orderLineId, desc(proof.version))
  return new Map(rows.map((row) => [row.lineId, row]))
}

/** Whether a line's drawing is the shop's to make, or to make anew; otherwise its buyer was asked, or said yes. */
export function isBeingDrawn(
  { id, madeToOrder, toMake }: Pick<LineFacts, 'id' | 'madeToOrder' | 'toMake'>,
  known: ReadonlyMap<string, Proof>,
): boolean {
  const drawn = known.get(id)
  return madeToOrder && toMake && (!drawn || drawn.approved === false)
}

/** The picture of a proof (WebP). Throws NotFound. */
export async function picture(tx: Tx<'order-contract'>, orderId: string, proofId: string): Promise<Buffer> {
  const [row] = await tx
    .select({ picture: proof.picture })
    .from(proof)
    .where(and(eq(proof.id, proofId), eq(proof.orderId, orderId)))
  if (!row) throw new NotFound()
  return row.picture
}
