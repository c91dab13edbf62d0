import * as mails from '../../correspondence/mails.ts'
import * as orders from '../../orders/find.ts'
import { lockOrder } from '../../orders/fulfilment.ts'
import { NotFound, Restricted } from '../../platform/errors.ts'
import { cents } from '../../platform/money.ts'
import { dayIn, type IsoDate } from '../../platform/time.ts'
import { type Tx, withPurpose } from '../../privacy/with-purpose.ts'
import { receive, receiveRestricted } from '../../receivables/receipts.ts'
import { surroundingsOf } from '../../receivables/surroundings.ts'
import type { Shop } from '../../shop.ts'
import type { Receipt } from '../payments.ts'
import * as attempts from './attempts.ts'
import { paymentCalled } from './disputes.ts'
import * as problems from './problems.ts'
import type { PageState } from './provider.ts'
import type { ProblemCode } from './table.ts'

type Contract = Tx<'order-contract'>

/**
 * Brings an order up to what its page at the provider says; any number of times, in any order. `failed`: the provider told
 * that the bank said no. What does not fit changes nothing, and staff see it.
 */
export async function settlePage(
  shop: Shop,
  tx: Contract,
  page: PageState,
  { failed = false }: { failed?: boolean } = {},
): Promise<void> {
  // Another program on the same account made it.
  if (page.orderId === null) return
  const order = await standingOf(tx, page.orderId)
  if (order === 'gone') return problem(tx, page, 'unknown', null)
  const attempt = await attempts.ofPage(tx, page)
  if (!attempt) return problem(tx, page, 'unknown', page.orderId)
  if (page.amountCents !== attempt.amountCents) return problem(tx, page, 'amount', page.orderId)
  if (page.currency !== attempt.currency) return problem(tx, page, 'currency', page.orderId)
  if (page.state === 'paid') return settlePaid(shop, tx, page, { attempt, order })
  if (page.state === 'failed' || failed) return fail(tx, attempt)
  if (page.state === 'expired') await attempts.end(tx, attempt.id, 'expired')
  if (page.state === 'awaiting') await attempts.awaits(tx, attempt.id)
}

/** The buyer left the page long ago: a letter says that nothing was paid. */
async function fail(tx: Contract, { id, orderId }: attempts.Attempt): Promise<void> {
  if (await attempts.end(tx, id, 'failed')) await mails.queue(tx, 'card-failed', { id: orderId, orderId })
}

type OrderStanding = 'open' | 'restricted' | 'gone'

async function standingOf(tx: Contract, orderId: string): Promise<OrderStanding> {
  try {
    await lockOrder(tx, orderId)
    await orders.find(tx, orderId)
    return 'open'
  } catch (error) {
    if (error instanceof Restricted) return 'restricted'
    if (error instanceof NotFound) return 'gone'
    throw error
  }
}

async function settlePaid(
  shop: Shop,
  tx: Contract,
  page: PageState,
  { attempt: { orderId, id }, order }: { readonly attempt: attempts.Attempt; readonly order: OrderStanding },
): Promise<void> {
  if (page.payment === null) return problem(tx, page, 'unknown', orderId)
  const { payment } = page
  // The order is locked: whoever else is told of the same money waits here.
  if (await tx.under('accounting', (books) => paymentCalled(books, payment))) {
    await attempts.end(tx, id, 'paid')
    return
  }
  const receipt: Receipt = {
    orderId,
    means: 'card',
    amountCents: cents(page.amountCents),
    receivedOn: paidOn(shop, page),
    payerName: null,
    notedBy: null,
    providerReference: payment,
  }
  await attempts.end(tx, id, 'paid')
  if (order === 'restricted') {
    await receiveRestricted(tx, { ...receipt, moreReceived: true })
    return problem(tx, page, 'restricted', orderId)
  }
  const received = await receive(tx, { ...receipt, moreReceived: true }, surroundingsOf(shop))
  if (received.cancelled) await problem(tx, page, 'late', orderId)
  else if (received.unusedCents > 0) await problem(tx, page, 'overpaid', orderId)
}

/** The day on which the money was taken, where the provider tells; no day is later than today. */
function paidOn(shop: Shop, { paidAt }: PageState): IsoDate {
  const today = shop.clock.today()
  const day = paidAt ? dayIn(shop.clock.zone, paidAt) : today
  return day < today ? day : today
}

function problem(tx: Contract, page: PageState, code: ProblemCode, orderId: string | null): Promise<void> {
  return problems.note(tx, { orderId, code, object: page.id })
}

/** One transaction of the worker about money that came, or did not. */
export function working<T>(shop: Shop, work: (tx: Contract) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.worker, 'order-contract', 'job:cards', work)
}
