import { z } from 'zod'
import type { Stripe } from '../../platform/stripe.ts'
import {
  type DisputeState,
  type Message,
  type Movement,
  type PageState,
  type PayoutState,
  ProviderAway,
  ProviderRefused,
  type RefundState,
  type Topic,
  type Unasked,
} from './provider.ts'

/** Stripe's answers in the shop's own words. Amounts are cents of the currency named beside them. */

const uuid = z.uuid()

export function pageState(session: Stripe.Checkout.Session): PageState {
  const { order, attempt } = session.metadata ?? {}
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null
  const charge = typeof intent?.latest_charge === 'object' ? intent.latest_charge : null
  return {
    id: session.id,
    orderId: uuid.safeParse(order).data ?? null,
    attempt: /^\d{1,6}$/.test(attempt ?? '') ? Number(attempt) : null,
    state: stateOf(session, intent?.status),
    amountCents: session.amount_total ?? 0,
    currency: (session.currency ?? '').toUpperCase(),
    payment: idOf(session.payment_intent),
    paidAt: charge ? moment(charge.created) : null,
    url: session.url,
  }
}

function stateOf(session: Stripe.Checkout.Session, intent: string | undefined): PageState['state'] {
  if (session.payment_status === 'paid') return 'paid'
  if (session.status === 'expired') return 'expired'
  if (session.status !== 'complete') return 'open'
  return intent === 'canceled' || intent === 'requires_payment_method' ? 'failed' : 'awaiting'
}

export function refundState(refund: Stripe.Refund): RefundState {
  return {
    id: refund.id,
    refundId: uuid.safeParse(refund.metadata?.refund).data ?? null,
    payment: idOf(refund.payment_intent),
    amountCents: refund.amount,
    currency: refund.currency.toUpperCase(),
    state:
      refund.status === 'succeeded'
        ? 'done'
        : refund.status === 'failed' || refund.status === 'canceled'
          ? 'failed'
          : 'pending',
  }
}

const ends: Readonly<Record<string, DisputeState['state']>> = {
  won: 'won',
  lost: 'lost',
  warning_closed: 'withdrawn',
  prevented: 'withdrawn',
}

export function disputeState(dispute: Stripe.Dispute): DisputeState {
  const due = dispute.evidence_details?.due_by
  return {
    id: dispute.id,
    payment: idOf(dispute.payment_intent),
    amountCents: dispute.amount,
    reason: /^[a-z_]{1,60}$/.test(dispute.reason) ? dispute.reason : 'general',
    openedAt: moment(dispute.created),
    answerBy: due ? moment(due) : null,
    state: ends[dispute.status] ?? 'open',
  }
}

export function payoutState(payout: Stripe.Payout): PayoutState {
  return {
    id: payout.id,
    state: payout.status === 'paid' ? 'paid' : 'other',
    amountCents: payout.amount,
    currency: payout.currency.toUpperCase(),
    arrivesAt: moment(payout.arrival_date),
  }
}

/** A line of a payout; the payout's own line, which empties the balance, is none. */
export function movement(line: Stripe.BalanceTransaction): Movement | undefined {
  if (line.type === 'payout') return undefined
  const source = typeof line.source === 'object' ? line.source : null
  const payment = source && 'payment_intent' in source ? source.payment_intent : null
  return {
    id: line.id,
    kind: kindOf(line),
    amountCents: line.amount,
    feeCents: line.fee,
    netCents: line.net,
    currency: line.currency.toUpperCase(),
    happenedAt: moment(line.created),
    payment: idOf(payment ?? null),
  }
}

const kinds: Readonly<Record<string, Movement['kind']>> = {
  charge: 'payment',
  payment: 'payment',
  refund: 'refund',
  partial_capture_reversal: 'refund',
  refund_failure: 'refund',
  dispute: 'dispute',
  dispute_reversal: 'dispute',
  fee: 'fee',
  network_cost: 'fee',
  tax: 'fee',
}

function kindOf({ reporting_category: category }: Stripe.BalanceTransaction): Movement['kind'] {
  return kinds[category] ?? 'other'
}

const topicOf: Readonly<Record<string, Topic>> = {
  'checkout.session.completed': 'page',
  'checkout.session.async_payment_succeeded': 'page',
  'checkout.session.expired': 'page',
  'checkout.session.async_payment_failed': 'page-failed',
  'charge.refunded': 'charge',
  'refund.created': 'refund',
  'refund.updated': 'refund',
  'refund.failed': 'refund',
  'charge.dispute.created': 'dispute',
  'charge.dispute.closed': 'dispute',
  'payout.paid': 'payout',
}

/** Of a message only what it is about counts: the rest is asked again. Jobs carry these words, so they are checked. */
const word = z.string().regex(/^[A-Za-z0-9_]{1,80}$/)

export function messageOf({ id, type, data }: Stripe.Event): Message | Unasked {
  const topic = topicOf[type] ?? null
  const object = word.safeParse((data?.object as { id?: unknown } | undefined)?.id).data
  const known = word.parse(id)
  return topic === null || object === undefined ? { id: known, topic: null } : { id: known, topic, object }
}

export function idOf(named: string | { readonly id: string } | null | undefined): string | null {
  return typeof named === 'string' ? named : (named?.id ?? null)
}

const comesBack = new Set(['StripeConnectionError', 'StripeAPIError', 'StripeRateLimitError'])

/** The library's errors hold what was sent, an address among it: only their words for what went wrong are kept. */
export function translated(error: unknown): unknown {
  const { type, statusCode, code } = error as { type?: unknown; statusCode?: unknown; code?: unknown }
  if (typeof type !== 'string' || !type.startsWith('Stripe')) return error
  // 409: the same request is still being worked on.
  if (comesBack.has(type) || statusCode === 409 || Number(statusCode) >= 500) return new ProviderAway()
  return new ProviderRefused(typeof code === 'string' ? code : type)
}

function moment(seconds: number): Date {
  return new Date(seconds * 1000)
}
