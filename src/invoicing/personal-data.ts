import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { evidenceData } from './evidence/data.ts'
import { invoice, invoiceBuyer, invoiceDocument, invoiceLine, invoiceVat } from './table.ts'

const sold = personal('purchases', 'accounting', 'order-contract', 'legal-claims')
/** What a collector must know of a debt. */
const owed = personal('purchases', 'accounting', 'order-contract', 'legal-claims', 'debt-collection')
/** The rendered page holds all of it: name, address and goods. */
const printed = personal(['name', 'contact', 'purchases'], 'accounting', 'order-contract', 'debt-collection')
const buyerName = personal('name', 'accounting')
const buyerAddress = personal('contact', 'accounting')

const whileItLasts = (orderId: string) => ({
  'order-contract': `shop_contract_open(${orderId})`,
  'legal-claims': `shop_claims_open(${orderId}, 'legal-claims')`,
})
const byInvoice = whileItLasts('shop_invoiced_order(invoice_id)')
const ofInvoice = { of: 'order', by: 'invoice_id', through: 'invoice' } as const
/** What law keeps of a buyer goes with the books. */
const booked = 'shop_accounting_open(shop_invoiced_order(invoice_id))'

/** The invoice's frozen copy lives under accounting; while the contract is open its buyer may see the document. */
export const invoicingData: Declarations = {
  personal: [
    personalTable<typeof invoice>({
      table: invoice,
      subjects: ['customer', 'business-contact'],
      columns: {
        id: plain,
        number: owed,
        kind: owed,
        orderId: plain,
        orderNumber: sold,
        language: owed,
        issuedOn: owed,
        suppliedOn: owed,
        dueOn: owed,
        paidOn: sold,
        prepaidCents: sold,
        currency: owed,
        netCents: sold,
        vatCents: sold,
        grossCents: owed,
        paymentReference: owed,
        seller: plain,
        notes: sold,
        issuedAt: sold,
        issuedBy: plain,
        precedingId: plain,
        cause: sold,
        vatCountry: sold,
        deliveredTo: sold,
        paidMeans: sold,
      },
      unit: { of: 'order', by: 'order_id' },
      neverRestricted: ['accounting'],
      collectedFor: ['accounting'],
      rows: { ...whileItLasts('order_id'), 'debt-collection': 'shop_may_collect(order_id)' },
      audited: true,
    }),
    personalTable<typeof invoiceLine>({
      table: invoiceLine,
      subjects: ['customer', 'business-contact'],
      columns: {
        invoiceId: plain,
        position: sold,
        description: sold,
        quantity: sold,
        unit: sold,
        unitNet: sold,
        allowanceCents: sold,
        allowanceReason: sold,
        netCents: sold,
        grossCents: sold,
        vatCategory: sold,
        vatRate: sold,
        about: sold,
        orderLineId: plain,
        clearsId: plain,
      },
      unit: ofInvoice,
      neverRestricted: ['accounting'],
      collectedFor: ['accounting'],
      rows: byInvoice,
      audited: true,
    }),
    personalTable<typeof invoiceVat>({
      table: invoiceVat,
      subjects: ['customer', 'business-contact'],
      columns: { invoiceId: plain, category: sold, rate: sold, taxableCents: sold, vatCents: sold },
      unit: ofInvoice,
      neverRestricted: ['accounting'],
      collectedFor: ['accounting'],
      rows: byInvoice,
      audited: true,
    }),
    personalTable<typeof invoiceBuyer>({
      table: invoiceBuyer,
      subjects: ['customer', 'business-contact'],
      columns: {
        invoiceId: plain,
        name: buyerName,
        companyName: buyerName,
        registrationNumber: buyerName,
        vatNumber: buyerName,
        address: buyerAddress,
        place: buyerAddress,
        reference: buyerName,
      },
      unit: ofInvoice,
      collectedFor: ['accounting'],
      rows: { accounting: booked },
      audited: true,
    }),
    personalTable<typeof invoiceDocument>({
      table: invoiceDocument,
      subjects: ['customer', 'business-contact'],
      columns: {
        invoiceId: plain,
        format: plain,
        bytes: printed,
        renderedAt: plain,
      },
      unit: ofInvoice,
      collectedFor: ['accounting'],
      rows: {
        accounting: booked,
        'order-contract': byInvoice['order-contract'],
        'debt-collection': 'shop_may_collect(shop_invoiced_order(invoice_id))',
      },
      audited: true,
    }),
    ...evidenceData.personal,
  ],
  plain: [],
}
