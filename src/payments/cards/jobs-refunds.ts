import { and, eq, isNull, sql } from 'drizzle-orm'
import * as disclosures from '../../privacy/accountability/disclosures.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Shop } from '../../shop.ts'
import { conclude } from '../refunds.ts'
import { payment, refund, refundOutcome } from '../table.ts'
import { paymentCalled } from './disputes.ts'
import { working } from './jobs-pages.ts'
import * as problems from './problems.ts'
import { type CardProvider, ProviderRefused, type RefundState } from './provider.ts'

interface Owed {
  readonly orderId: string
  readonly amountCents: number
  readonly payment: string | null
  readonly outcome: 'done' | 'failed' | null
}

/**
 * Sends a refund to the provider: once, whatever happens on the way. Its key is the refund's own id, and since keys are
 * forgotten after a day the provider is asked first whether it knows the refund already.
 */
export async function sendRefund(shop: Shop, provider: CardProvider, refundId: string): Promise<void> {
  const owed = await working(shop, (tx) => tx.under('accounting', (books) => owedFor(books, refundId)))
  if (!owed?.payment || owed.outcome !== null) return
  const state = await sentOrRefused(shop, provider, refundId, { ...owed, payment: owed.payment })
  if (state) await working(shop, (tx) => settleRefund(shop, tx, state))
}

async function sentOrRefused(
  shop: Shop,
  provider: CardProvider,
  refundId: string,
  { payment: reference, amountCents, orderId }: Owed & { payment: string },
): Promise<RefundState | undefined> {
  const known = (await provider.refundsOf(reference)).find((one) => one.refundId === refundId)
  if (known) return known
  // The provider learns that money goes back before it is asked to send it.
  await working(shop, (tx) =>
    disclosures.note(tx, {
      to: 'payment-provider',
      called: provider.name,
      unit: 'order',
      ids: [orderId],
      categories: ['purchases'],
      what: 'payment-session',
      thing: refundId,
    }),
  )
  try {
    return await provider.refund({ refundId, payment: reference, amountCents })
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error
    shop.log.error('card refund refused', { id: refundId, code: error.reason })
    await working(shop, (tx) => end(shop, tx, 'failed', { refundId, orderId, id: null }))
    return undefined
  }
}

/** Brings a refund up to what the provider says of it; any number of times. */
export async function settleRefund(shop: Shop, tx: Tx<'order-contract'>, told: RefundState): Promise<void> {
  const { refundId, payment: reference, id } = told
  const own = refundId && (await tx.under('accounting', (books) => owedFor(books, refundId)))
  if (!own) return noteForeign(tx, told)
  if (own.payment !== reference || own.amountCents !== told.amountCents || told.currency !== 'EUR')
    return problems.note(tx, { orderId: own.orderId, code: 'refund-unknown', object: id })
  const { orderId } = own
  if (told.state !== 'pending' && own.outcome === null)
    await end(shop, tx, told.state, { refundId, orderId, id })
  if (told.state === 'failed' && own.outcome === 'done') await cameBack(tx, refundId, orderId, id)
}

/** Somebody sent money back at the provider: the books do not know why. */
async function noteForeign(tx: Tx<'order-contract'>, told: RefundState): Promise<void> {
  const { payment: reference, id } = told
  const paid = reference && (await tx.under('accounting', (books) => paymentCalled(books, reference)))
  if (paid && told.state !== 'failed')
    await problems.note(tx, { orderId: paid.orderId, code: 'refund-elsewhere', object: id })
}

/** `id` is what the provider calls the refund; null where it refused to make one. */
async function end(
  shop: Shop,
  tx: Tx<'order-contract'>,
  outcome: 'done' | 'failed',
  { refundId, orderId, id }: { refundId: string; orderId: string; id: string | null },
): Promise<void> {
  const happenedOn = shop.clock.today()
  await conclude(tx, { refundId, orderId, outcome, happenedOn, providerReference: id, notedBy: null })
  if (outcome === 'failed')
    await problems.note(tx, { orderId, code: 'refund-failed', object: id ?? refundId })
}

async function cameBack(
  tx: Tx<'order-contract'>,
  refundId: string,
  orderId: string,
  id: string,
): Promise<void> {
  await tx.execute(sql`select shop_card_refund_returned(${refundId})`)
  await problems.note(tx, { orderId, code: 'refund-returned', object: id })
}

async function owedFor(tx: Tx<'accounting'>, refundId: string): Promise<Owed | undefined> {
  const [row] = await tx
    .select({
      orderId: refund.orderId,
      amountCents: refund.amountCents,
      payment: payment.providerReference,
      outcome: refundOutcome.outcome,
    })
    .from(refund)
    .innerJoin(payment, eq(payment.id, refund.paymentId))
    .leftJoin(refundOutcome, eq(refundOutcome.refundId, refund.id))
    .where(and(eq(refund.id, refundId), eq(refund.means, 'card')))
  return row
}

/** Card refunds of which nobody knows whether they arrived. */
export async function pendingRefunds(tx: Tx<'accounting'>): Promise<string[]> {
  const rows = await tx
    .select({ id: refund.id })
    .from(refund)
    .leftJoin(refundOutcome, eq(refundOutcome.refundId, refund.id))
    .where(and(eq(refund.means, 'card'), isNull(refundOutcome.refundId)))
  return rows.map(({ id }) => id)
}
