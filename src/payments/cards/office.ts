import type { Translate } from '../../platform/i18n/messages.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { urlFor } from '../../urls.ts'
import * as attempts from './attempts.ts'
import * as disputes from './disputes.ts'
import * as problems from './problems.ts'

/** What staff see of an order's cards. */
export interface CardOffice {
  readonly attempts: readonly attempts.Attempt[]
  readonly disputes: readonly disputes.Dispute[]
  readonly problems: readonly problems.Problem[]
}

export async function cardOffice(tx: Tx<'order-contract'>, orderId: string): Promise<CardOffice> {
  return {
    attempts: await attempts.ofOrder(tx, orderId),
    disputes: await disputes.ofOrder(tx, orderId),
    problems: await problems.uncleared(tx, orderId),
  }
}

/** The same as `views/admin/orders/card.hbs` shows it; undefined where there is nothing. */
export function cardOfficeModel(office: CardOffice, t: Translate) {
  const { attempts: tried } = office
  if (tried.length + office.disputes.length + office.problems.length === 0) return undefined
  return {
    attempts: tried.map(({ attempt, amountCents, begunAt, endedAt, ended, awaitingSince, pageId }) => ({
      attempt,
      amount: amountCents,
      at: endedAt ?? awaitingSince ?? begunAt,
      state: ended ?? (awaitingSince ? 'awaiting' : pageId ? 'open' : 'begun'),
    })),
    disputes: office.disputes.map((dispute) => disputeModel(dispute, t)),
    problems: office.problems.map(problemModel),
  }
}

export function problemModel({ id, code, object, notedAt }: problems.Problem) {
  return { code, object, at: notedAt, clearHref: urlFor('adminCardProblem', { id }) }
}

/** Reasons that have words of their own; banks invent more. */
const reasons = new Set([
  'fraudulent',
  'product_not_received',
  'product_unacceptable',
  'duplicate',
  'credit_not_processed',
  'unrecognized',
])

export function disputeModel(dispute: disputes.Dispute, t: Translate) {
  const { id, amountCents, reason, openedAt, answerBy, outcome } = dispute
  return {
    id,
    amount: amountCents,
    reason: t(`cardsOffice.reason.${reasons.has(reason) ? reason : 'general'}`),
    openedAt,
    answerBy: outcome === null ? answerBy : null,
    outcome: outcome ?? 'open',
  }
}
