import { eq } from 'drizzle-orm'
import { invoice } from '../../invoicing/table.ts'
import { lockOrder } from '../../orders/fulfilment.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Tx } from '../../privacy/with-purpose.ts'

/**
 * The order of a debt, locked: money, objections and letters about it wait for each other. Throws NotFound, also once
 * its contract has ended, and Restricted.
 */
export async function orderOf(tx: Tx<'order-contract'>, invoiceId: string): Promise<string> {
  const [found] = await tx.select({ id: invoice.orderId }).from(invoice).where(eq(invoice.id, invoiceId))
  if (!found) throw new NotFound()
  await lockOrder(tx, found.id)
  return found.id
}
