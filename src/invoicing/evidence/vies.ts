import { desc, eq, sql } from 'drizzle-orm'
import { NotFound } from '../../platform/errors.ts'
import { enqueue } from '../../platform/jobs/jobs.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { type ViesOutcome, viesCheck } from './table.ts'

/** A question to VIES with its answer, or without one yet. */
export type Check = typeof viesCheck.$inferSelect

/** What VIES said. The consultation number is given to whoever names their own number. */
export interface Answer {
  readonly outcome: ViesOutcome
  readonly consultationNumber: string | null
}

interface Asked {
  readonly orderId: string
  readonly vatNumber: string
  /** The member of staff; null: the shop itself. */
  readonly by: string | null
}

/** Notes that VIES is asked about a buyer's number, and queues the question: nobody waits for another state's machine. */
export async function ask(tx: Tx<'accounting'>, asked: Asked): Promise<void> {
  const id = await note(tx, asked)
  await enqueue(tx, 'ask-vies', { check: id }, `vies:${id}`)
}

/** Notes that VIES is asked by whoever calls. */
export async function note(tx: Tx<'accounting'>, { orderId, vatNumber, by }: Asked): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(viesCheck).values({ id, orderId, vatNumber, askedBy: by })
  return id
}

/** The number a question is about. Throws NotFound. */
export async function numberOf(tx: Tx<'accounting'>, id: string): Promise<string> {
  const [row] = await tx.select({ number: viesCheck.vatNumber }).from(viesCheck).where(eq(viesCheck.id, id))
  if (!row) throw new NotFound()
  return row.number
}

/** Keeps an answer; the first one stands. */
export async function keepAnswer(tx: Tx<'accounting'>, id: string, answer: Answer): Promise<void> {
  await tx
    .update(viesCheck)
    .set({ ...answer, answeredAt: sql`now()` })
    .where(sql`${eq(viesCheck.id, id)} and outcome is null`)
}

/** All questions about an order's buyer, the newest first. */
export async function ofOrder(tx: Tx<'accounting'>, orderId: string): Promise<Check[]> {
  return tx.select().from(viesCheck).where(eq(viesCheck.orderId, orderId)).orderBy(desc(viesCheck.askedAt))
}
