import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { takenOver } from './table.ts'

const opened = personal('purchases', 'order-contract', 'accounting', 'conformity-claims', 'legal-claims')

/** That an invoice was opened here, and when: the journal stands on it, so it stays as the document does. */
export const takenOverData: Declarations = {
  personal: [
    personalTable<typeof takenOver>({
      table: takenOver,
      subjects: ['customer', 'business-contact'],
      columns: { orderId: plain, takenOn: opened, takenAt: opened, takenBy: plain },
      unit: { of: 'order', by: 'order_id' },
      neverRestricted: ['accounting'],
      collectedFor: ['order-contract'],
      rows: {
        'conformity-claims': "shop_claims_open(order_id, 'conformity-claims')",
        'legal-claims': "shop_claims_open(order_id, 'legal-claims')",
      },
      audited: true,
    }),
  ],
  plain: [],
}
