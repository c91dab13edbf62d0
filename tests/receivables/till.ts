import { sql } from 'drizzle-orm'
import type { OpenedShop } from '../../src/open-shop.ts'
import { find } from '../../src/orders/find.ts'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import type { Means } from '../../src/payments/table.ts'
import { cents } from '../../src/platform/money.ts'
import { type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import * as receipts from '../../src/receivables/receipts.ts'
import * as supplies from '../../src/receivables/supplies.ts'

const by = crypto.randomUUID()

/** A document of an order, as the books have it; cents. */
export interface Booked {
  readonly id: string
  readonly kind: string
  readonly number: string
  readonly gross: number
  readonly open: number
  readonly vat: number
  readonly dueOn: string | null
}

/** What staff do with money and goods. */
export function openTill(shop: OpenedShop) {
  const around = { settings: shop.known().settings, today: shop.clock.today(), t: shop.t }
  const acting = { ...around, by }
  const contract = <T>(work: (tx: Tx<'order-contract'>) => Promise<T>) =>
    withPurpose(shop.database.backoffice, 'order-contract', `staff:${by}`, work)
  return {
    by,
    around,
    acting,
    contract,
    receive: (orderId: string, amount: number, more: Partial<receipts.Receipt> & { means?: Means } = {}) =>
      contract((tx) =>
        receipts.receive(
          tx,
          {
            orderId,
            means: 'transfer',
            amountCents: cents(amount),
            receivedOn: around.today,
            payerName: null,
            notedBy: by,
            ...more,
          },
          around,
        ),
      ),
    pack: (orderId: string) => contract((tx) => fulfilment.pack(tx, orderId, by)),
    send: (orderId: string) =>
      contract((tx) => supplies.send(tx, orderId, { carrier: 'DPD', trackingNumber: null }, acting)),
    handOver: (orderId: string) => contract((tx) => supplies.receivedBy(tx, orderId, around.today, acting)),
    order: (orderId: string) => contract((tx) => find(tx, orderId)),
    /** Each document of an order, oldest first. */
    books: (orderId: string): Promise<Booked[]> =>
      withPurpose(shop.database.backoffice, 'accounting', `staff:${by}`, async (tx) => [
        ...(await tx.execute<Booked & Record<string, unknown>>(sql`
          select id, kind, number, gross_cents as gross, shop_open_cents(id) as open, vat_cents as vat, due_on as "dueOn"
            from invoice where order_id = ${orderId} order by issued_at, number`)),
      ]),
  }
}
