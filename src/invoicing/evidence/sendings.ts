import { eq } from 'drizzle-orm'
import { Conflict } from '../../platform/errors.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { einvoiceSending, publicBuyer, type SendingWay } from './table.ts'

export type Sending = typeof einvoiceSending.$inferSelect

/** Whether an order's buyer takes structured e-invoices only. */
export async function isPublic(tx: Tx<'accounting'>, orderId: string): Promise<boolean> {
  const rows = await tx
    .select({ orderId: publicBuyer.orderId })
    .from(publicBuyer)
    .where(eq(publicBuyer.orderId, orderId))
  return rows.length > 0
}

/** A buyer says on the order form that it is a public institution. */
export async function sayPublic(tx: Tx<'order-contract'>, orderId: string): Promise<void> {
  await tx.insert(publicBuyer).values({ orderId, notedBy: null })
}

/** Says that an order's buyer is a public institution, or that it is none. */
export async function markPublic(
  tx: Tx<'accounting'>,
  orderId: string,
  is: boolean,
  by: string,
): Promise<void> {
  if (is) await tx.insert(publicBuyer).values({ orderId, notedBy: by }).onConflictDoNothing()
  else await tx.delete(publicBuyer).where(eq(publicBuyer.orderId, orderId))
}

/** Notes that a structured document went to its buyer. Throws Conflict `sent-already`. */
export async function noteSent(
  tx: Tx<'accounting'>,
  sent: {
    readonly invoiceId: string
    readonly orderId: string
    readonly sentOn: IsoDate
    readonly way: SendingWay
    readonly reference: string | null
    readonly by: string
  },
): Promise<void> {
  const { by, ...facts } = sent
  const noted = await tx
    .insert(einvoiceSending)
    .values({ ...facts, notedBy: by })
    .onConflictDoNothing({ target: einvoiceSending.invoiceId })
    .returning({ id: einvoiceSending.invoiceId })
  if (noted.length === 0) throw new Conflict('sent-already')
}

/** Which of an order's documents went to a public buyer, and how. */
export async function ofOrder(tx: Tx<'accounting'>, orderId: string): Promise<Sending[]> {
  return tx.select().from(einvoiceSending).where(eq(einvoiceSending.orderId, orderId))
}
