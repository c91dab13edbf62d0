import { type Declarations, personal, personalTable, plain, plainTable } from '../privacy/tags.ts'
import {
  payment,
  paymentPayer,
  paymentReversal,
  refund,
  refundAccount,
  refundFile,
  refundFileRefund,
  refundOutcome,
} from './table.ts'

const moved = personal('purchases', 'order-contract', 'accounting', 'legal-claims')
/** What of a debt was paid. */
const paid = personal('purchases', 'order-contract', 'accounting', 'legal-claims', 'debt-collection')
const whileItLasts = {
  'order-contract': 'shop_contract_open(order_id)',
  'legal-claims': `shop_claims_open(order_id, 'legal-claims')`,
}

const ofOrder = { of: 'order', by: 'order_id' } as const

export const paymentsData: Declarations = {
  personal: [
    personalTable<typeof payment>({
      table: payment,
      subjects: ['customer', 'business-contact', 'payer'],
      columns: {
        id: plain,
        orderId: plain,
        means: moved,
        amountCents: paid,
        currency: paid,
        receivedOn: paid,
        notedAt: moved,
        notedBy: plain,
        receiptNumber: moved,
        providerReference: moved,
      },
      unit: ofOrder,
      neverRestricted: ['accounting'],
      collectedFor: ['order-contract'],
      rows: { ...whileItLasts, 'debt-collection': 'shop_may_collect(order_id)' },
      audited: true,
    }),
    personalTable<typeof paymentPayer>({
      table: paymentPayer,
      subjects: ['payer', 'customer', 'business-contact'],
      columns: { paymentId: plain, orderId: plain, name: personal('payer', 'order-contract', 'accounting') },
      unit: ofOrder,
      collectedFor: ['order-contract'],
      rows: {
        'order-contract': whileItLasts['order-contract'],
        accounting: 'shop_accounting_open(order_id)',
      },
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
      unit: ofOrder,
      neverRestricted: ['accounting'],
      collectedFor: ['order-contract'],
      rows: whileItLasts,
      audited: true,
    }),
    personalTable<typeof refund>({
      table: refund,
      subjects: ['customer', 'business-contact', 'payer'],
      columns: {
        id: plain,
        orderId: plain,
        paymentId: plain,
        means: moved,
        amountCents: moved,
        cause: moved,
        askedAt: moved,
        askedBy: plain,
      },
      unit: ofOrder,
      neverRestricted: ['accounting'],
      collectedFor: ['order-contract'],
      rows: whileItLasts,
      audited: true,
    }),
    personalTable<typeof refundAccount>({
      table: refundAccount,
      subjects: ['customer', 'business-contact', 'payer'],
      columns: {
        refundId: plain,
        orderId: plain,
        holder: personal('payer', 'order-contract', 'accounting'),
        iban: personal('account-number', 'order-contract', 'accounting'),
      },
      unit: ofOrder,
      collectedFor: ['order-contract'],
      changedFor: ['order-contract'],
      rows: {
        'order-contract': whileItLasts['order-contract'],
        accounting: 'shop_accounting_open(order_id)',
      },
      audited: true,
    }),
    personalTable<typeof refundOutcome>({
      table: refundOutcome,
      subjects: ['customer', 'business-contact', 'payer'],
      columns: {
        refundId: plain,
        orderId: plain,
        outcome: moved,
        happenedOn: moved,
        providerReference: moved,
        notedAt: moved,
        notedBy: plain,
      },
      unit: ofOrder,
      neverRestricted: ['accounting'],
      collectedFor: ['order-contract'],
      rows: whileItLasts,
      audited: true,
    }),
  ],
  plain: [
    plainTable<typeof refundFile>(refundFile, { 'order-contract': 'insert' }),
    plainTable<typeof refundFileRefund>(refundFileRefund, { 'order-contract': 'insert' }),
  ],
}
