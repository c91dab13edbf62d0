import type { Cents } from '../platform/money.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { settlement } from './table.ts'

/** Lets a payment settle an invoice, in cents. SQLSTATE 23514 when either is exceeded. */
export async function settle(
  tx: Tx<'accounting'>,
  paymentId: string,
  invoiceId: string,
  amountCents: Cents,
  by: string | null,
): Promise<void> {
  await tx.insert(settlement).values({ paymentId, invoiceId, amountCents, settledBy: by })
}
