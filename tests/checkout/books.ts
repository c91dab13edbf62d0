import * as invoices from '../../src/invoicing/invoices.ts'
import type { InvoiceSnapshot } from '../../src/invoicing/snapshot.ts'
import { cents } from '../../src/platform/money.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import * as receipts from '../../src/receivables/receipts.ts'
import { withSql } from '../support/postgres.ts'
import type { TestShop } from '../support/shop.ts'

/** The whole price comes in; the invoice as it was frozen. */
export async function invoiced({ shop, database }: TestShop, orderId: string): Promise<InvoiceSnapshot> {
  const [row] = await withSql(
    database.url,
    (sql) => sql<{ total: number }[]>`select total_cents as total from "order" where id = ${orderId}`,
  )
  const notedBy = crypto.randomUUID()
  const today = shop.clock.today()
  const transfer = {
    orderId,
    amountCents: cents(row!.total),
    receivedOn: today,
    means: 'transfer' as const,
    payerName: null,
    notedBy,
    seen: 0,
  }
  return withPurpose(shop.database.backoffice, 'order-contract', `staff:${notedBy}`, async (tx) => {
    const { settings } = shop.known()
    const { documentId } = await receipts.receive(tx, transfer, { settings, today, t: shop.t })
    return tx.under('accounting', (accounting) => invoices.snapshot(accounting, documentId!))
  })
}
