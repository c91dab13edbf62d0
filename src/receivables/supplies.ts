import * as mails from '../correspondence/mails.ts'
import { type Around, invoiceFor } from '../invoicing/drafting.ts'
import { advancesOf, type Earlier, supplyOf } from '../invoicing/earlier.ts'
import { finalFor } from '../invoicing/finals.ts'
import * as invoices from '../invoicing/invoices.ts'
import * as orders from '../orders/find.ts'
import * as fulfilment from '../orders/fulfilment.ts'
import { trustOf } from '../orders/pay-later.ts'
import type { Means } from '../payments/table.ts'
import { cents } from '../platform/money.ts'
import { addDays, type IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { openCalendar } from '../settings/working-days.ts'
import * as settlements from './settlements.ts'
import { aroundOf, type Surroundings } from './surroundings.ts'

type Acting = Surroundings & { readonly by: string }

/**
 * Sends a parcel, and with it the invoice; what lies ready for collection is supplied when it is handed over. Throws
 * Conflict `not-ready`, NotFound, Restricted.
 */
export async function send(
  tx: Tx<'order-contract'>,
  orderId: string,
  parcel: { readonly carrier: string; readonly trackingNumber: string | null },
  acting: Acting,
): Promise<void> {
  await fulfilment.dispatch(tx, orderId, { ...parcel, by: acting.by })
  const order = await orders.find(tx, orderId)
  if (order.delivery.method !== 'collection') await supplied(tx, order, acting)
}

/** Notes that the buyer has received the goods; over the counter that is their supply. Throws Conflict `not-ready`, `unpaid`, NotFound. */
export async function receivedBy(
  tx: Tx<'order-contract'>,
  orderId: string,
  deliveredOn: IsoDate,
  acting: Acting,
): Promise<void> {
  const order = await orders.find(tx, orderId)
  await fulfilment.deliver(tx, orderId, deliveredOn, acting.by)
  if (order.delivery.method === 'collection') await supplied(tx, order, acting)
}

/**
 * The goods have left, or were handed over: their invoice is issued, cleared of what advances have taxed, with its due
 * date where the buyer pays later, and mailed. Once for an order.
 */
async function supplied(
  tx: Tx<'order-contract'>,
  order: orders.OrderFacts,
  { by, ...surroundings }: Acting,
): Promise<void> {
  const trust = await trustOf(tx, order.id)
  const dueOn = trust ? await dueAfter(surroundings, trust.netDays) : null
  const around = aroundOf(surroundings, order, by)
  await tx.under('accounting', async (books) => {
    const earlier = await invoices.earlierOf(books, order.id)
    if (supplyOf(earlier)) return
    const id = await supply(books, order, earlier, { suppliedOn: around.today, dueOn }, around)
    await settleFromUnused(books, order.id, by)
    await mails.queue(books, 'order-invoice', { id, orderId: order.id })
  })
}

interface Supplied {
  readonly suppliedOn: IsoDate
  readonly dueOn?: IsoDate | null
  /** Money that changed hands with the goods. */
  readonly paid?: { readonly on: IsoDate; readonly means: Means }
}

/** Issues the invoice of the supply: final where advances are to be cleared. Returns its id. */
export async function supply(
  tx: Tx<'accounting'>,
  order: orders.OrderFacts,
  earlier: readonly Earlier[],
  { suppliedOn, dueOn = null, paid }: Supplied,
  around: Around,
): Promise<string> {
  const draft =
    advancesOf(earlier).length > 0
      ? finalFor(order, earlier, { suppliedOn, dueOn }, around)
      : invoiceFor(
          order,
          { suppliedOn, dueOn, paidOn: paid?.on ?? null, paidMeans: paid?.means ?? null },
          around,
        )
  return (await invoices.issue(tx, draft, around.settings.numbers)).id
}

/** The day until which to pay, so many days from today; days off do not shorten the time. */
export async function dueAfter({ settings, today }: Surroundings, netDays: number): Promise<IsoDate> {
  const calendar = await openCalendar()
  return calendar.workingDayFrom(addDays(today, netDays), settings.closures)
}

/**
 * Lets the money of an order settle what is open, the oldest of both first; what is too much stays with its payment. It needs
 * nobody's name, and does what is left to do at any time.
 */
export async function settleFromUnused(
  tx: Tx<'accounting'>,
  orderId: string,
  by: string | null,
): Promise<void> {
  const unused = await settlements.unusedPayments(tx, orderId)
  for (const { id: invoiceId, openCents } of await settlements.openDocuments(tx, orderId)) {
    let open = openCents
    for (const payment of unused) {
      const amount = cents(Math.min(open, payment.openCents))
      if (amount <= 0) continue
      await settlements.settle(tx, { paymentId: payment.id }, { invoiceId }, amount, by)
      open -= amount
      payment.openCents -= amount
    }
  }
}
