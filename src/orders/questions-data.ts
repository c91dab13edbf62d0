import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { correction, orderQuestion, orderQuestionAnswer } from './table.ts'

/** Letters end with the contract, and so does what was asked about it. */
const whileItLasts = {
  'order-contract': 'shop_contract_open(order_id)',
  'service-messages': 'shop_messages_open(order_id)',
} as const

/**
 * What was asked about an order and what was put right on it. Both are written down on the order's page, under its
 * contract, which then knows only that and when; the words belong to correspondence.
 */
export const questionsData: Declarations = {
  personal: [
    personalTable<typeof orderQuestion>({
      table: orderQuestion,
      subjects: ['customer', 'business-contact'],
      columns: {
        id: plain,
        orderId: plain,
        words: personal('correspondence', 'service-messages'),
        askedAt: plain,
      },
      unit: { of: 'order', by: 'order_id' },
      collectedFor: ['order-contract'],
      rows: whileItLasts,
      audited: true,
    }),
    personalTable<typeof orderQuestionAnswer>({
      table: orderQuestionAnswer,
      subjects: ['customer', 'business-contact'],
      columns: {
        questionId: plain,
        orderId: plain,
        note: personal('correspondence', 'service-messages'),
        answeredAt: plain,
        answeredBy: plain,
      },
      unit: { of: 'order', by: 'order_id' },
      collectedFor: ['order-contract'],
      rows: whileItLasts,
      audited: true,
    }),
    personalTable<typeof correction>({
      table: correction,
      // Whose address it was by mistake.
      subjects: ['customer', 'business-contact', 'third-person'],
      columns: {
        id: plain,
        orderId: plain,
        parts: plain,
        formerEmail: personal('contact', 'service-messages'),
        correctedAt: plain,
        correctedBy: plain,
      },
      unit: { of: 'order', by: 'order_id' },
      collectedFor: ['order-contract'],
      rows: whileItLasts,
      audited: true,
    }),
  ],
  plain: [],
}
