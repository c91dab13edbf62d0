import * as invoices from '../../src/invoicing/invoices.ts'
import type { InvoiceSnapshot } from '../../src/invoicing/snapshot.ts'
import { find } from '../../src/orders/find.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { supply } from '../../src/receivables/supplies.ts'
import { aroundOf } from '../../src/receivables/surroundings.ts'
import type { TestShop } from '../support/shop.ts'

/** The goods are supplied; the invoice of all of them as it was frozen. */
export async function invoiced({ shop }: TestShop, orderId: string): Promise<InvoiceSnapshot> {
  const by = crypto.randomUUID()
  const today = shop.clock.today()
  return withPurpose(shop.database.backoffice, 'order-contract', `staff:${by}`, async (tx) => {
    const order = await find(tx, orderId)
    const around = aroundOf({ settings: shop.known().settings, today, t: shop.t }, order, by)
    return tx.under('accounting', async (books) => {
      const id = await supply(books, order, [], { suppliedOn: today }, around)
      return invoices.snapshot(books, id)
    })
  })
}
