import * as mails from '../correspondence/mails.ts'
import { advanceFor, toAdvance } from '../invoicing/advances.ts'
import type { Around } from '../invoicing/drafting.ts'
import { supplyOf } from '../invoicing/earlier.ts'
import * as invoices from '../invoicing/invoices.ts'
import * as orders from '../orders/find.ts'
import { lockOrder } from '../orders/fulfilment.ts'
import * as payments from '../payments/payments.ts'
import { Conflict, Restricted } from '../platform/errors.ts'
import { type Cents, cents } from '../platform/money.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import * as settlements from './settlements.ts'
import { settleFromUnused, supply } from './supplies.ts'
import { aroundOf, type Surroundings } from './surroundings.ts'

export interface Receipt extends payments.Receipt {
  /** How many payments of the order whoever notes this one knew of: two clicks note one. A machine knows by itself. */
  readonly seen?: number
  /** That more came in than is open was looked at, or nobody is there to look: what came in, came in. */
  readonly moreReceived?: boolean | undefined
  /** That an equal payment was noted a moment ago was looked at: this is another one. */
  readonly onceMore?: boolean | undefined
}

/** An equal payment was noted a moment ago: perhaps it is the same. */
export class JustNoted extends Conflict {
  readonly at: Date
  readonly by: string
  constructor({ at, by }: { readonly at: Date; readonly by: string }) {
    super('just-noted')
    this.at = at
    this.by = by
  }
}

export interface Received {
  readonly paymentId: string
  /** What was issued on the money: an advance invoice, or the invoice where the goods are handed over with it. */
  readonly documentId: string | null
  /** What of it settles nothing: paid too much, twice, or for an order that is cancelled. */
  readonly unusedCents: Cents
  readonly cancelled: boolean
  /** The whole price is in. */
  readonly settled: boolean
}

/**
 * The one way of money into the books, whatever its means: the payment is noted; before the goods have left it gets its
 * advance invoice with VAT (Directive 2006/112 Art. 65, 220(1)(4)), afterwards it settles what is open; the document is
 * mailed. What is too much waits with the payment, to be paid back. Throws NotFound, Restricted, Conflict
 * `payments-changed`, `already-paid` or `overpaid` unless `moreReceived`, and JustNoted for what a person notes unless
 * `onceMore`; SQLSTATE 23505 for a provider's payment that is noted already.
 */
export async function receive(
  tx: Tx<'order-contract'>,
  { seen, moreReceived, onceMore, ...receipt }: Receipt,
  around: Surroundings,
): Promise<Received> {
  await lockOrder(tx, receipt.orderId)
  const order = await orders.find(tx, receipt.orderId)
  const before = await payments.standing(tx, order.id)
  const cancelled = order.cancellation !== null
  const asked = !moreReceived && !cancelled
  if (asked && before.paidCents >= before.dueCents) throw new Conflict('already-paid')
  if (seen !== undefined && before.noted !== seen) throw new Conflict('payments-changed')
  const equal = seen !== undefined && !onceMore ? await payments.justNoted(tx, receipt) : undefined
  if (equal) throw new JustNoted(equal)
  if (asked && before.paidCents + receipt.amountCents > before.dueCents) throw new Conflict('overpaid')
  const paymentId = await payments.receive(tx, receipt)
  const booked = await tx.under('accounting', async (books) => {
    const documentId = cancelled ? null : await book(books, order, receipt, around)
    return { documentId, unusedCents: await settlements.unusedOf(books, paymentId) }
  })
  const { dueCents, paidCents } = await payments.standing(tx, order.id)
  return { paymentId, ...booked, cancelled, settled: paidCents >= dueCents }
}

/**
 * Money for an order whose person asked for restriction: what came in is noted and settles what is invoiced, as the books
 * ask (Art. 18(2): amounts are never restricted, and a paid debt must not be asked for). Documents name the buyer: those that
 * are missing wait for `bookWaiting`, which the database asks for when the restriction ends. Returns the payment's id.
 * Throws NotFound, Conflict `overpaid` unless `moreReceived`; SQLSTATE 23505 for a provider's payment that is noted already.
 */
export async function receiveRestricted(
  tx: Tx<'order-contract'>,
  { seen: _seen, onceMore: _onceMore, moreReceived, ...receipt }: Receipt,
): Promise<string> {
  const { orderId, amountCents, notedBy } = receipt
  await lockOrder(tx, orderId)
  const { dueCents, paidCents } = await payments.standing(tx, orderId)
  if (!moreReceived && paidCents + amountCents > dueCents) throw new Conflict('overpaid')
  const paymentId = await payments.receive(tx, receipt)
  await tx.under('accounting', (books) => settleFromUnused(books, orderId, notedBy))
  return paymentId
}

/** `receive`, and `receiveRestricted` where that is refused: for money of which a bank tells. Throws what either throws. */
export async function receiveAnyway(
  tx: Tx<'order-contract'>,
  receipt: Receipt,
  around: Surroundings,
): Promise<{ readonly paymentId: string }> {
  try {
    return await receive(tx, receipt, around)
  } catch (error) {
    if (!(error instanceof Restricted)) throw error
    return { paymentId: await receiveRestricted(tx, receipt) }
  }
}

/**
 * What came while an order was restricted gets the documents that it lacks, and settles them. Until then the contract lasts:
 * without its documents nothing was supplied. Throws NotFound, Restricted.
 */
export async function bookWaiting(
  tx: Tx<'order-contract'>,
  orderId: string,
  around: Surroundings,
): Promise<void> {
  await lockOrder(tx, orderId)
  const order = await orders.find(tx, orderId)
  if (order.cancellation) return
  await tx.under('accounting', async (books) => {
    for (const { openCents, ...came } of await settlements.unusedPayments(books, orderId))
      await book(books, order, { ...came, amountCents: cents(openCents), notedBy: null }, around)
  })
}

type Noted = Pick<payments.Receipt, 'means' | 'amountCents' | 'receivedOn' | 'notedBy'>

async function book(
  tx: Tx<'accounting'>,
  order: orders.OrderFacts,
  receipt: Noted,
  surroundings: Surroundings,
): Promise<string | null> {
  const around = aroundOf(surroundings, order, receipt.notedBy)
  const documentId = await documentFor(tx, order, receipt, around)
  await settleFromUnused(tx, order.id, receipt.notedBy)
  if (documentId) await mails.queue(tx, 'order-invoice', { id: documentId, orderId: order.id })
  return documentId
}

/** Money over the counter changes hands together with the goods; any other before them is an advance. */
async function documentFor(
  tx: Tx<'accounting'>,
  order: orders.OrderFacts,
  { amountCents, receivedOn, means }: Noted,
  around: Around,
): Promise<string | null> {
  const earlier = await invoices.earlierOf(tx, order.id)
  if (supplyOf(earlier)) return null
  const left = toAdvance(order, earlier, around)
  const overCounter = (means === 'cash' || means === 'terminal') && isLaidReady(order)
  if (overCounter && amountCents >= left)
    return supply(tx, order, earlier, { suppliedOn: around.today, paid: { on: receivedOn, means } }, around)
  if (left <= 0) return null
  const receipt = { amountCents: Math.min(amountCents, left), paidOn: receivedOn, means }
  const draft = advanceFor(order, earlier, receipt, around)
  return (await invoices.issue(tx, draft, around.settings.numbers)).id
}

function isLaidReady({ delivery, dispatch }: orders.OrderFacts): boolean {
  return delivery.method === 'collection' && dispatch !== null
}
