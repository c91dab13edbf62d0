import { asc, eq, sql } from 'drizzle-orm'
import * as mails from '../correspondence/mails.ts'
import { lockOrder } from '../orders/fulfilment.ts'
import { sqlState } from '../platform/database/client.ts'
import { Conflict } from '../platform/errors.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { returnToStock } from './restocking.ts'
import { type Step, withdrawal, withdrawalRefund, withdrawalStep } from './table.ts'
import { allOf, endOf, find, isEnd, keepLines, type Pieces, type Withdrawal } from './withdrawals.ts'

type Contract = Tx<'order-contract'>

/** Notes one step. Throws Conflict `withdrawal-over` where it has ended, or the goods came back already. */
export async function note(
  tx: Contract,
  withdrawalId: string,
  taken: { readonly step: Step; readonly words?: string; readonly by: string | null },
): Promise<string> {
  const id = crypto.randomUUID()
  const { step, words = null, by } = taken
  if (isEnd(step)) await forgetContent(tx, withdrawalId)
  try {
    await tx.insert(withdrawalStep).values({ id, withdrawalId, step, words, madeBy: by })
  } catch (error) {
    throw sqlState(error) === '23505' ? new Conflict('withdrawal-over') : error
  }
  return id
}

/** What was stated is done with once it is over: pieces and money stand in rows of their own, the receipt in its letter. */
async function forgetContent(tx: Contract, id: string): Promise<void> {
  const gone = { contract: null, words: null, holder: null, iban: null }
  await tx.update(withdrawal).set(gone).where(eq(withdrawal.id, id))
}

/** A withdrawal that waits; its order is locked. Throws NotFound, Restricted, Conflict `withdrawal-over`. */
export async function findOpen(tx: Contract, id: string): Promise<Withdrawal> {
  const seen = await find(tx, id)
  if (seen.orderId) await lockOrder(tx, seen.orderId)
  const now = await find(tx, id)
  if (endOf(now)) throw new Conflict('withdrawal-over')
  return now
}

/** The order was found: from here on the withdrawal is about it. Throws Conflict `withdrawal-over`, `attached`. */
export async function attach(tx: Contract, id: string, orderId: string, by: string): Promise<void> {
  await lockOrder(tx, orderId)
  const stated = await findOpen(tx, id)
  if (stated.orderId) throw new Conflict('attached')
  await tx.update(withdrawal).set({ orderId }).where(eq(withdrawal.id, id))
  if (stated.words === null) await keepLines(tx, id, await allOf(tx, orderId))
  await note(tx, id, { step: 'attached', by })
}

/** A person looked at it and says which pieces it is about. */
export async function accept(tx: Contract, id: string, pieces: readonly Pieces[], by: string): Promise<void> {
  await findOpen(tx, id)
  await keepLines(tx, id, pieces)
  await note(tx, id, { step: 'accepted', by })
}

/** The goods, or proof that they are on their way, came; `restock` are those that can be sold again. */
export async function takeBack(
  tx: Contract,
  id: string,
  {
    restock,
    words,
    by,
  }: { readonly restock: readonly Pieces[]; readonly words?: string; readonly by: string },
): Promise<void> {
  await findOpen(tx, id)
  await note(tx, id, { step: 'goods-back', by, ...(words && { words }) })
  await returnToStock(tx, id, restock)
}

/** Answers by mail and lets it wait on. */
export async function answer(tx: Contract, id: string, words: string, by: string): Promise<void> {
  await findOpen(tx, id)
  const about = await note(tx, id, { step: 'answered', words, by })
  await mails.queue(tx, 'withdrawal-answer', { id: about })
}

/** Says no, with its reason, by mail. */
export async function decline(tx: Contract, id: string, words: string, by: string): Promise<void> {
  await findOpen(tx, id)
  const about = await note(tx, id, { step: 'declined', words, by })
  await mails.queue(tx, 'withdrawal-answer', { id: about })
}

/** Closes what needs neither money nor a letter: sent twice, taken back by the buyer. */
export async function close(tx: Contract, id: string, words: string, by: string): Promise<void> {
  await findOpen(tx, id)
  await note(tx, id, { step: 'closed', words, by })
}

/** Joins the refunds that were asked for to their withdrawal. */
export async function joinRefunds(
  tx: Contract,
  withdrawalId: string,
  refundIds: readonly string[],
): Promise<void> {
  if (refundIds.length === 0) return
  await tx.insert(withdrawalRefund).values(refundIds.map((refundId) => ({ withdrawalId, refundId })))
}

/** Of which of these withdrawals all money that was asked to go back has arrived. */
export async function refunded(tx: Contract, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.execute<{ id: string }>(sql`
    select id from unnest(${sql.param([...ids])}::uuid[]) as id
     where not exists (select from withdrawal_refund
                        where withdrawal_id = id
                          and not exists (select from refund_outcome
                                           where refund_outcome.refund_id = withdrawal_refund.refund_id and outcome = 'done'))`)
  return new Set(rows.map(({ id }) => id))
}

/** What staff wrote on the way. */
export async function wordsOf(
  tx: Tx<'service-messages'>,
  withdrawalId: string,
): Promise<{ id: string; step: Step; words: string | null; madeAt: Date; madeBy: string | null }[]> {
  return tx
    .select({
      id: withdrawalStep.id,
      step: withdrawalStep.step,
      words: withdrawalStep.words,
      madeAt: withdrawalStep.madeAt,
      madeBy: withdrawalStep.madeBy,
    })
    .from(withdrawalStep)
    .where(eq(withdrawalStep.withdrawalId, withdrawalId))
    .orderBy(asc(withdrawalStep.madeAt))
}

/** What a letter of answer tells, and to whom; undefined where it is forgotten. The contract may be over by then. */
export async function answerOf(tx: Tx<'service-messages'>, stepId: string) {
  const [row] = await tx
    .select({
      step: withdrawalStep.step,
      words: withdrawalStep.words,
      receivedAt: withdrawal.receivedAt,
      name: withdrawal.name,
      address: withdrawal.address,
      language: withdrawal.language,
    })
    .from(withdrawalStep)
    .innerJoin(withdrawal, eq(withdrawal.id, withdrawalStep.withdrawalId))
    .where(eq(withdrawalStep.id, stepId))
  return row
}
