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
      // shop_remember_customer adds them, with their first order.
      collectedFor: [],
      rows: { 'order-contract': 'shop_customer_known(id)' },
      audited: true,
    }),
  ],
  plain: [],
}
