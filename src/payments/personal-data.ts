import { intervalOf } from '../privacy/purposes.ts'
import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { payment, paymentReversal } from './table.ts'

const moved = personal('purchases', 'order-contract', 'accounting', 'legal-claims')
const whileItLasts = {
  'order-contract': 'shop_contract_open(order_id)',
  'legal-claims': `shop_claims_open(order_id, ${intervalOf('legal-claims', 'delivery')})`,
}

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
        payerName: personal('payer', 'order-contract', 'accounting'),
        notedAt: moved,
        notedBy: plain,
      },
      collectedFor: ['order-contract'],
      rows: whileItLasts,
      audited: true,
    }),
    personalTable<typeof paymentReversal>({
      table: paymentReversal,
      subjects: ['customer', 'business-contact', 'payer'],
      columns: {
        paymentId: plain,
        orderId: plain,
        reason: personal('purchases', 'order-contract', 'accounting'),
        reversedAt: moved,
        reversedBy: plain,
      },
      collectedFor: ['order-contract'],
      rows: whileItLasts,
      audited: true,
    }),
  ],
  plain: [],
}
