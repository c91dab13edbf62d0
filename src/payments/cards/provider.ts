import type { Language } from '../../platform/i18n/languages.ts'

/**
 * Whoever takes money over the network and tells us afterwards: Stripe today, bank links next. All of it is spoken outside
 * transactions. What it throws is `ProviderAway` or `ProviderRefused`.
 */
export interface CardProvider {
  /** As recipients of data are called. */
  readonly name: string
  /** No real money moves. */
  readonly testMode: boolean
  /** Origins that a form may lead to (Content-Security-Policy, form-action). */
  readonly origins: readonly string[]
  /** Makes a page on which the buyer pays. The same attempt always gives the same page. */
  open(page: NewPage): Promise<{ readonly id: string; readonly url: string }>
  /** How a page stands; undefined for one that the provider does not know. */
  look(pageId: string): Promise<PageState | undefined>
  /** Ends a page that nobody has paid on; one that is complete or over stays as it is. */
  close(pageId: string): Promise<void>
  /** The pages of one payment. */
  pagesOf(payment: string): Promise<readonly PageState[]>
  /** Sends money back once, however often it is asked with the same id. */
  refund(asked: NewRefund): Promise<RefundState>
  refundState(id: string): Promise<RefundState | undefined>
  refundsOf(payment: string): Promise<readonly RefundState[]>
  /** The payment that a charge belongs to. */
  paymentOf(charge: string): Promise<string | undefined>
  dispute(id: string): Promise<DisputeState | undefined>
  payout(id: string): Promise<PayoutState | undefined>
  /** Payouts that arrived since a moment. */
  payoutsSince(moment: Date): AsyncIterable<PayoutState>
  /** What a payout is made of. */
  movementsOf(payout: string): AsyncIterable<Movement>
  /** What should have been told since a moment, the newest first. */
  messagesSince(moment: Date): AsyncIterable<Message>
  /** A message as it came over the network; undefined for one that is not the provider's own, or too old. */
  read(raw: string, signature: string): Promise<Message | Unasked | undefined>
}

export interface NewPage {
  readonly orderId: string
  readonly attempt: number
  /** What the buyer reads beside the amount: names no goods and no person. */
  readonly title: string
  readonly amountCents: number
  readonly email: string
  readonly language: Language
  readonly expiresAt: Date
  readonly paidUrl: string
  readonly leftUrl: string
}

export interface PageState {
  readonly id: string
  /** As we told the provider; null for what another program on the same account made. */
  readonly orderId: string | null
  readonly attempt: number | null
  /** awaiting: the buyer is done, the bank is not. */
  readonly state: 'open' | 'awaiting' | 'paid' | 'failed' | 'expired'
  readonly amountCents: number
  readonly currency: string
  /** What the provider calls the payment. */
  readonly payment: string | null
  readonly paidAt: Date | null
  readonly url: string | null
}

export interface NewRefund {
  readonly refundId: string
  readonly payment: string
  readonly amountCents: number
}

export interface RefundState {
  readonly id: string
  /** Our own; null for one that was made at the provider. */
  readonly refundId: string | null
  readonly payment: string | null
  readonly amountCents: number
  readonly currency: string
  readonly state: 'pending' | 'done' | 'failed'
}

export interface DisputeState {
  readonly id: string
  readonly payment: string | null
  readonly amountCents: number
  readonly reason: string
  readonly openedAt: Date
  /** Until when the shop may answer. */
  readonly answerBy: Date | null
  /** withdrawn: it ended before it became one. */
  readonly state: 'open' | 'won' | 'lost' | 'withdrawn'
}

export interface PayoutState {
  readonly id: string
  readonly state: 'paid' | 'other'
  readonly amountCents: number
  readonly currency: string
  readonly arrivesAt: Date
}

/** A line of a payout: what came or went, what the provider kept of it, and what was left. Cents; negative goes out. */
export interface Movement {
  readonly id: string
  readonly kind: 'payment' | 'refund' | 'dispute' | 'fee' | 'other'
  readonly amountCents: number
  readonly feeCents: number
  readonly netCents: number
  readonly currency: string
  readonly happenedAt: Date
  readonly payment: string | null
}

/** What a message is about; it is asked again before anything is done. `page-failed`: the bank said no after all. */
export const topics = ['page', 'page-failed', 'charge', 'refund', 'dispute', 'payout'] as const
export type Topic = (typeof topics)[number]

export interface Message {
  readonly id: string
  readonly topic: Topic
  readonly object: string
}

/** A genuine message about something that nobody here waits for. */
export interface Unasked {
  readonly id: string
  readonly topic: null
}

/** The provider does not answer, or not in time: to be asked again. */
export class ProviderAway extends Error {
  readonly code = 'PROVIDER_AWAY'
}

/** The provider will not do it, however often it is asked. */
export class ProviderRefused extends Error {
  /** The provider's own word for why. */
  readonly reason: string
  readonly code = 'PROVIDER_REFUSED'
  constructor(reason: string) {
    super('refused')
    this.reason = reason
  }
}
