import { type Declarations, personal, personalTable, plain } from '../../privacy/tags.ts'
import { einvoiceSending, publicBuyer, transportProof, vatChoice, viesCheck } from './table.ts'

const taxed = personal('purchases', 'accounting')
const number = personal('name', 'accounting')
/** Consignment notes name drivers and receivers. */
const paper = personal(['name', 'contact', 'purchases'], 'accounting')

const kept = {
  subjects: ['customer', 'business-contact'],
  unit: { of: 'order', by: 'order_id' },
  collectedFor: ['accounting'],
  rows: { accounting: 'shop_accounting_open(order_id)' },
  audited: true,
} as const

/** Proofs for the tax authority end with the books of their order. */
export const evidenceData: Declarations = {
  personal: [
    personalTable<typeof publicBuyer>({
      ...kept,
      table: publicBuyer,
      columns: {
        orderId: plain,
        notedAt: personal('purchases', 'accounting', 'order-contract'),
        notedBy: plain,
      },
      collectedFor: ['accounting', 'order-contract'],
      rows: { ...kept.rows, 'order-contract': 'shop_contract_open(order_id)' },
      droppedFor: ['accounting'],
    }),
    personalTable<typeof einvoiceSending>({
      ...kept,
      table: einvoiceSending,
      columns: {
        invoiceId: plain,
        orderId: plain,
        sentOn: taxed,
        way: taxed,
        reference: taxed,
        notedAt: taxed,
        notedBy: plain,
      },
    }),
    personalTable<typeof viesCheck>({
      ...kept,
      table: viesCheck,
      columns: {
        id: plain,
        orderId: plain,
        vatNumber: number,
        askedAt: taxed,
        askedBy: plain,
        outcome: taxed,
        answeredAt: taxed,
        consultationNumber: taxed,
      },
      changedFor: ['accounting'],
    }),
    personalTable<typeof vatChoice>({
      ...kept,
      table: vatChoice,
      columns: { orderId: plain, choice: taxed, chosenAt: taxed, chosenBy: plain },
      changedFor: ['accounting'],
    }),
    personalTable<typeof transportProof>({
      ...kept,
      table: transportProof,
      columns: {
        id: plain,
        orderId: plain,
        words: paper,
        contentType: taxed,
        bytes: paper,
        notedAt: taxed,
        notedBy: plain,
      },
    }),
  ],
  plain: [],
}
