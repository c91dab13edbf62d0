import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { repair } from './repairs-table.ts'

const claimed = personal('purchases', 'conformity-claims')

/** That goods were repaired lengthens the time for claims, and serves nothing else. */
export const repairsData: Declarations = {
  personal: [
    personalTable<typeof repair>({
      table: repair,
      subjects: ['customer', 'business-contact'],
      columns: {
        id: plain,
        orderId: plain,
        repairedOn: claimed,
        notedAt: claimed,
        notedBy: plain,
        takenBackAt: claimed,
        takenBackBy: plain,
      },
      unit: { of: 'order', by: 'order_id' },
      collectedFor: ['conformity-claims'],
      changedFor: ['conformity-claims'],
      rows: { 'conformity-claims': "shop_claims_open(order_id, 'conformity-claims')" },
      audited: true,
    }),
  ],
  plain: [],
}
