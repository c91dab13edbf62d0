import { type Declarations, personal, personalTable, plain, plainTable } from '../privacy/tags.ts'
import { withdrawal, withdrawalLine, withdrawalRefund, withdrawalRestock, withdrawalStep } from './table.ts'

/** Its order's contract lasts as long as it is open; without an order it is kept as an enquiry is. */
const whileItLasts = {
  'order-contract': orElse('shop_withdrawal_open(id)', 'shop_contract_open(order_id)'),
  'service-messages': orElse('shop_withdrawal_kept(id)', 'shop_messages_open(order_id)'),
} as const

/** An order that nobody knows is not open. */
function orElse(own: string, ofOrder: string): string {
  return `case when ${own} then true when order_id is null then false else ${ofOrder} end`
}

/** With its withdrawal. */
const withIt = 'exists (select from withdrawal where withdrawal.id = withdrawal_id)'

/**
 * Whoever withdraws need not be the one who ordered, nor does the order need to be known: a statement belongs to the address
 * that it was sent from. What was given back, in pieces and cents, is nobody's without it, and goes with it.
 */
export const withdrawalsData: Declarations = {
  personal: [
    personalTable<typeof withdrawal>({
      table: withdrawal,
      subjects: ['customer', 'enquirer', 'business-contact'],
      columns: {
        id: plain,
        orderId: plain,
        receivedAt: plain,
        language: plain,
        name: personal('name', 'order-contract', 'service-messages'),
        address: personal('contact', 'order-contract', 'service-messages'),
        contract: personal('purchases', 'order-contract'),
        words: personal('purchases', 'order-contract'),
        holder: personal('payer', 'order-contract'),
        iban: personal('account-number', 'order-contract'),
      },
      unit: { of: 'address', by: 'address' },
      // A claim of the person's own (GDPR Art. 18(2)) that has its days: receipt at once, money back within 14 (CRD
      // Art. 11a(4), 13(1)). Its order stays out of sight.
      neverRestricted: ['order-contract', 'service-messages'],
      collectedFor: ['order-contract'],
      changedFor: ['order-contract'],
      rows: whileItLasts,
      audited: true,
    }),
    personalTable<typeof withdrawalStep>({
      table: withdrawalStep,
      subjects: ['customer', 'enquirer', 'business-contact'],
      columns: {
        id: plain,
        withdrawalId: plain,
        step: plain,
        words: personal('correspondence', 'service-messages'),
        madeAt: plain,
        madeBy: plain,
      },
      unit: { of: 'trace', by: 'withdrawal_id' },
      collectedFor: ['order-contract'],
      rows: { 'order-contract': withIt, 'service-messages': withIt },
      audited: true,
    }),
  ],
  plain: [
    plainTable<typeof withdrawalLine>(withdrawalLine, { 'order-contract': 'delete' }),
    plainTable<typeof withdrawalRestock>(withdrawalRestock, { 'order-contract': 'insert' }),
    plainTable<typeof withdrawalRefund>(withdrawalRefund, { 'order-contract': 'insert' }),
  ],
}
