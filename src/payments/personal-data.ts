import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { payment } from './table.ts'

const moved = personal('purchases', 'order-contract', 'accounting', 'legal-claims')

export const paymentsData: Declarations = {
  personal: [
    personalTable<typeof payment>({
      table: payment,
      subjects: ['customer', 'business-contact', 'payer'],
      columns: {
        id: plain,
        orderId: plain,
        means: moved,
        amountCents: moved,
        currency: moved,
        receivedOn: moved,
        payerName: personal('payer', 'order-contract', 'accounting', 'legal-claims'),
        notedAt: moved,
        notedBy: plain,
      },
      collectedFor: ['order-contract'],
      rows: {
        'order-contract': 'shop_contract_open(order_id)',
        'legal-claims': "shop_claims_open(order_id, interval '3 years')",
      },
      audited: true,
    }),
  ],
  plain: [],
}
