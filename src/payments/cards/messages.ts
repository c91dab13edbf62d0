import { eq, lt, max, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../platform/database/client.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Message } from './provider.ts'
import { cardMessage } from './table.ts'

/** Whether a message was taken before; asked without a lock, to spare the way to the provider. */
export async function taken(reader: Reader, id: string): Promise<boolean> {
  const rows = await reader.select({ id: cardMessage.id }).from(cardMessage).where(eq(cardMessage.id, id))
  return rows.length > 0
}

/** Takes a message in the transaction that acts on it; false for one that was taken before. */
export async function take(tx: Tx<'order-contract'>, { id, topic }: Message): Promise<boolean> {
  const rows = await tx
    .insert(cardMessage)
    .values({ id, topic })
    .onConflictDoNothing()
    .returning({ id: cardMessage.id })
  return rows.length > 0
}

/** When the provider last told anything. */
export async function lastAt(reader: Reader): Promise<Date | null> {
  const [row] = await reader.select({ at: max(cardMessage.takenAt) }).from(cardMessage)
  return row?.at ?? null
}

/** The provider repeats itself for three days, and can be asked for thirty. */
export async function forget(tx: Transaction): Promise<void> {
  await tx.delete(cardMessage).where(lt(cardMessage.takenAt, sql`now() - interval '45 days'`))
}
