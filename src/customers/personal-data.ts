import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { customer } from './table.ts'

export const customersData: Declarations = {
  personal: [
    personalTable<typeof customer>({
      table: customer,
      subjects: ['customer', 'business-contact'],
      columns: {
        id: plain,
        email: personal('contact', 'order-contract'),
        since: personal('relationship', 'order-contract'),
      },
      collectedFor: ['order-contract'],
      audited: true,
    }),
  ],
  plain: [],
}
