import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { orderReduction, orderReductionLine } from './table.ts'

const bought = personal('purchases', 'order-contract', 'conformity-claims', 'legal-claims')

const whileItLasts = {
  subjects: ['customer', 'business-contact'],
  unit: { of: 'order', by: 'order_id' },
  // A function of the database writes them.
  collectedFor: [],
  rows: {
    'order-contract': 'shop_contract_open(order_id)',
    'conformity-claims': "shop_claims_open(order_id, 'conformity-claims')",
    'legal-claims': "shop_claims_open(order_id, 'legal-claims')",
  },
  audited: true,
} as const

/** What was taken out of an order belongs to its contract, as what is left does. */
export const reductionsData: Declarations = {
  personal: [
    personalTable<typeof orderReduction>({
      ...whileItLasts,
      table: orderReduction,
      columns: {
        id: plain,
        orderId: plain,
        reason: bought,
        beforeCents: bought,
        afterCents: bought,
        reducedAt: bought,
        reducedBy: plain,
      },
    }),
    personalTable<typeof orderReductionLine>({
      ...whileItLasts,
      table: orderReductionLine,
      columns: { reductionId: plain, orderId: plain, orderLineId: plain, pieces: bought },
    }),
  ],
  plain: [],
}
