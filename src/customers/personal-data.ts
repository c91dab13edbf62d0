import { type Declarations, personal, personalTable, plain, plainTable } from '../privacy/tags.ts'
import { customer, personalCode, personalCodeKey } from './table.ts'

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
      unit: { of: 'customer', by: 'id' },
      // shop_remember_customer adds them, with their first order.
      collectedFor: [],
      rows: { 'order-contract': 'shop_customer_known(id)' },
      audited: true,
    }),
    personalTable<typeof personalCode>({
      table: personalCode,
      subjects: ['customer'],
      columns: {
        orderId: plain,
        sealed: personal('personal-code', 'identification', 'debt-collection'),
        takenBackAt: plain,
        generation: plain,
        keptAt: plain,
        keptBy: plain,
      },
      unit: { of: 'order', by: 'order_id' },
      // shop_keep_personal_code adds it.
      collectedFor: [],
      // Paid, cancelled or taken back: nobody sees it any more, and the eraser takes it.
      rows: {
        identification: 'taken_back_at is null and shop_code_wanted(order_id)',
        'debt-collection': 'taken_back_at is null and shop_may_collect(order_id)',
      },
      audited: true,
    }),
  ],
  plain: [plainTable<typeof personalCodeKey>(personalCodeKey)],
}
