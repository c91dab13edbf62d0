import { eq, sql } from 'drizzle-orm'
import * as mails from '../../correspondence/mails.ts'
import { Conflict } from '../../platform/errors.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { vatChoice } from './table.ts'

export type Choice = typeof vatChoice.$inferSelect

/** What was chosen for an order that leaves for a business elsewhere in the Union. */
export async function choiceOf(tx: Tx<'accounting'>, orderId: string): Promise<Choice | undefined> {
  const [row] = await tx.select().from(vatChoice).where(eq(vatChoice.orderId, orderId))
  return row
}

/**
 * Takes VAT off an order's prices: an intra-Community supply, category K; its buyer is told the new amount. Throws Conflict `vat-stays` where money came or a
 * document stands, or no answer of VIES from the last 30 days says that the buyer's number is in use.
 */
export async function takeVatOff(tx: Tx<'accounting'>, orderId: string, by: string): Promise<void> {
  const [row] = await tx.execute<{ done: boolean }>(sql`select shop_take_vat_off(${orderId}, ${by}) as done`)
  if (!row!.done) throw new Conflict('vat-stays')
  await mails.queue(tx, 'vat-taken-off', { id: orderId, orderId })
}

/** The order keeps Latvian VAT, and nobody waits for VIES any longer. Throws Conflict `vat-off` where it was taken off. */
export async function keepVat(tx: Tx<'accounting'>, orderId: string, by: string): Promise<void> {
  if ((await choiceOf(tx, orderId))?.choice === 'intra-community') throw new Conflict('vat-off')
  await tx
    .insert(vatChoice)
    .values({ orderId, choice: 'domestic', chosenBy: by })
    .onConflictDoNothing({ target: vatChoice.orderId })
}
