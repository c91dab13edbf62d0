import { asc, count, eq, isNull } from 'drizzle-orm'
import { Conflict, NotFound } from '../platform/errors.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { lockOrder } from './fulfilment.ts'
import { orderQuestion, orderQuestionAnswer } from './table.ts'

/** So many questions may wait for an answer, and so many may be asked about one order at all. */
const most = { waiting: 3, altogether: 20 }

/** That something was asked, and when; the words are correspondence. */
export interface Asked {
  readonly id: string
  readonly askedAt: Date
  readonly answeredAt: Date | null
}

export interface Question extends Asked {
  readonly orderId: string
  readonly words: string
  readonly answeredBy: string | null
  /** How it was answered. */
  readonly note: string | null
}

/**
 * Keeps a buyer's question; `id` comes from the form, so that a form sent twice asks once. Throws NotFound, Conflict
 * `questions-waiting` where there are too many.
 */
export async function ask(
  tx: Tx<'order-contract'>,
  question: { readonly id: string; readonly orderId: string; readonly words: string },
): Promise<void> {
  await lockOrder(tx, question.orderId)
  const known = await asked(tx, question.orderId)
  if (known.some(({ id }) => id === question.id)) return
  const waiting = known.filter(({ answeredAt }) => answeredAt === null).length
  if (waiting >= most.waiting || known.length >= most.altogether) throw new Conflict('questions-waiting')
  await tx.insert(orderQuestion).values(question).onConflictDoNothing()
}

/** Notes that a question was answered, and how; the first note stays. Throws NotFound. */
export async function answer(
  tx: Tx<'order-contract'>,
  given: { questionId: string; orderId: string; note: string; answeredBy: string },
): Promise<void> {
  await lockOrder(tx, given.orderId)
  const known = await asked(tx, given.orderId)
  if (!known.some(({ id }) => id === given.questionId)) throw new NotFound()
  await tx.insert(orderQuestionAnswer).values(given).onConflictDoNothing()
}

/** When something was asked about an order, the oldest first. */
export async function asked(tx: Tx<'order-contract'>, orderId: string): Promise<Asked[]> {
  return tx
    .select({
      id: orderQuestion.id,
      askedAt: orderQuestion.askedAt,
      answeredAt: orderQuestionAnswer.answeredAt,
    })
    .from(orderQuestion)
    .leftJoin(orderQuestionAnswer, eq(orderQuestionAnswer.questionId, orderQuestion.id))
    .where(eq(orderQuestion.orderId, orderId))
    .orderBy(asc(orderQuestion.askedAt), asc(orderQuestion.id))
}

/** The questions about an order with their words, the oldest first. */
export async function ofOrder(tx: Tx<'service-messages'>, orderId: string): Promise<Question[]> {
  return worded(tx).where(eq(orderQuestion.orderId, orderId))
}

/** Every question that waits for an answer, the one that waits longest first. */
export async function waiting(tx: Tx<'service-messages'>): Promise<Question[]> {
  return worded(tx).where(isNull(orderQuestionAnswer.questionId)).limit(200)
}

/** How many questions wait for an answer. */
export async function countWaiting(tx: Tx<'order-contract'>): Promise<number> {
  const [row] = await tx
    .select({ questions: count() })
    .from(orderQuestion)
    .leftJoin(orderQuestionAnswer, eq(orderQuestionAnswer.questionId, orderQuestion.id))
    .where(isNull(orderQuestionAnswer.questionId))
  return row!.questions
}

function worded(tx: Tx<'service-messages'>) {
  return tx
    .select({
      id: orderQuestion.id,
      orderId: orderQuestion.orderId,
      words: orderQuestion.words,
      askedAt: orderQuestion.askedAt,
      answeredAt: orderQuestionAnswer.answeredAt,
      answeredBy: orderQuestionAnswer.answeredBy,
      note: orderQuestionAnswer.note,
    })
    .from(orderQuestion)
    .leftJoin(orderQuestionAnswer, eq(orderQuestionAnswer.questionId, orderQuestion.id))
    .orderBy(asc(orderQuestion.askedAt), asc(orderQuestion.id))
    .$dynamic()
}
