import { type Declarations, personal, personalTable, plain, plainTable } from '../../privacy/tags.ts'
import {
  cardAttempt,
  cardDispute,
  cardDisputeEnd,
  cardFee,
  cardMessage,
  cardPayout,
  cardProblem,
} from './table.ts'

const tried = personal('purchases', 'order-contract')
const disputed = personal('purchases', 'order-contract', 'accounting', 'legal-claims')
const whileItLasts = {
  'order-contract': 'shop_contract_open(order_id)',
  'legal-claims': `shop_claims_open(order_id, 'legal-claims')`,
}
const ofOrder = { of: 'order', by: 'order_id' } as const

/** An attempt ends with its contract; a dispute lasts as the payment does. Messages and payouts are about nobody. */
export const cardsData: Declarations = {
  personal: [
    personalTable<typeof cardAttempt>({
      table: cardAttempt,
      subjects: ['customer', 'business-contact'],
      columns: {
        id: plain,
        orderId: plain,
        attempt: plain,
        amountCents: tried,
        currency: tried,
        begunAt: tried,
        expiresAt: plain,
        pageId: tried,
        awaitingSince: tried,
        endedAt: tried,
        ended: tried,
      },
      unit: ofOrder,
      collectedFor: ['order-contract'],
      changedFor: ['order-contract'],
      // An id and an amount: money that comes for a restricted order must find its attempt.
      neverRestricted: ['order-contract'],
      rows: { 'order-contract': whileItLasts['order-contract'] },
      audited: true,
    }),
    personalTable<typeof cardDispute>({
      table: cardDispute,
      subjects: ['customer', 'business-contact', 'payer'],
      columns: {
        id: plain,
        orderId: plain,
        paymentId: plain,
        amountCents: disputed,
        reason: disputed,
        openedAt: disputed,
        answerBy: plain,
      },
      unit: ofOrder,
      neverRestricted: ['accounting'],
      collectedFor: ['accounting'],
      rows: whileItLasts,
      audited: true,
    }),
    personalTable<typeof cardDisputeEnd>({
      table: cardDisputeEnd,
      subjects: ['customer', 'business-contact', 'payer'],
      columns: { disputeId: plain, orderId: plain, outcome: disputed, notedAt: disputed },
      unit: ofOrder,
      neverRestricted: ['accounting'],
      collectedFor: ['accounting'],
      rows: whileItLasts,
      audited: true,
    }),
  ],
  plain: [
    plainTable<typeof cardMessage>(cardMessage, { 'order-contract': 'insert', worker: 'delete' }),
    plainTable<typeof cardProblem>(cardProblem, {
      'order-contract': 'insert',
      accounting: 'insert',
      backoffice: ['clearedAt', 'clearedBy'],
    }),
    plainTable<typeof cardPayout>(cardPayout, { accounting: 'insert' }),
    plainTable<typeof cardFee>(cardFee, { accounting: 'insert' }),
  ],
}
