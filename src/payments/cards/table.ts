import { date, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, moment } from '../../platform/database/columns.ts'

/** One page at the provider on which the buyer pays. */
export const cardAttempt = pgTable('card_attempt', {
  id: id(),
  orderId: uuid('order_id').notNull(),
  /** 1 for the first of its order. */
  attempt: integer().notNull(),
  amountCents: integer('amount_cents').notNull(),
  currency: text().notNull(),
  begunAt: moment('begun_at').notNull().defaultNow(),
  expiresAt: moment('expires_at').notNull(),
  /** The provider's name for the page; null until it answered. */
  pageId: text('page_id'),
  /** The buyer is done and the bank is not. */
  awaitingSince: moment('awaiting_since'),
  endedAt: moment('ended_at'),
  ended: text().$type<AttemptEnd>(),
})

/** closed: by us, for another way to pay or a cancellation; lost: the provider never gave us the page. */
export type AttemptEnd = 'paid' | 'failed' | 'expired' | 'closed' | 'lost'

/** What the provider told, once each, by its own id. */
export const cardMessage = pgTable('card_message', {
  id: text().primaryKey(),
  topic: text().notNull(),
  takenAt: moment('taken_at').notNull().defaultNow(),
})

/**
 * amount, currency: not what was asked; unknown: no attempt of ours; late: the order is cancelled; overpaid: it was paid
 * already; refused: the provider will not make the page.
 */
export type ProblemCode =
  | 'amount'
  | 'currency'
  | 'unknown'
  | 'late'
  | 'overpaid'
  | 'restricted'
  | 'refused'
  | 'refund-unknown'
  | 'refund-failed'
  | 'refund-returned'
  | 'refund-elsewhere'
  | 'dispute-lost'

/** What the provider told and nobody could act on. */
export const cardProblem = pgTable('card_problem', {
  id: id(),
  orderId: uuid('order_id'),
  code: text().$type<ProblemCode>().notNull(),
  object: text().notNull(),
  notedAt: moment('noted_at').notNull().defaultNow(),
  clearedAt: moment('cleared_at'),
  clearedBy: uuid('cleared_by'),
})

/** The buyer's bank takes a payment back until somebody decides. */
export const cardDispute = pgTable('card_dispute', {
  id: text().primaryKey(),
  orderId: uuid('order_id').notNull(),
  paymentId: uuid('payment_id').notNull(),
  amountCents: integer('amount_cents').notNull(),
  reason: text().notNull(),
  openedAt: moment('opened_at').notNull(),
  answerBy: moment('answer_by'),
})

export const cardDisputeEnd = pgTable('card_dispute_end', {
  disputeId: text('dispute_id').primaryKey(),
  orderId: uuid('order_id').notNull(),
  outcome: text().$type<'won' | 'lost' | 'withdrawn'>().notNull(),
  notedAt: moment('noted_at').notNull().defaultNow(),
})

/** What reached the shop's account. */
export const cardPayout = pgTable('card_payout', {
  id: text().primaryKey(),
  amountCents: integer('amount_cents').notNull(),
  currency: text().notNull(),
  arrivesOn: date('arrives_on').notNull(),
  notedAt: moment('noted_at').notNull().defaultNow(),
})

/** What a payout is made of; cents, negative for what went out. */
export const cardFee = pgTable('card_fee', {
  id: text().primaryKey(),
  payoutId: text('payout_id').notNull(),
  kind: text().$type<'payment' | 'refund' | 'dispute' | 'fee' | 'other'>().notNull(),
  amountCents: integer('amount_cents').notNull(),
  feeCents: integer('fee_cents').notNull(),
  netCents: integer('net_cents').notNull(),
  currency: text().notNull(),
  happenedOn: date('happened_on').notNull(),
  /** `payment.provider_reference` */
  providerReference: text('provider_reference'),
})
