import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { invoice, invoiceBuyer, invoiceDocument, invoiceLine, invoiceVat } from './table.ts'

const sold = personal('purchases', 'accounting', 'order-contract', 'legal-claims')
const buyerName = personal('name', 'accounting')
const buyerAddress = personal('contact', 'accounting')

/** The invoice's frozen copy lives under accounting; the contract may show its buyer the document. */
export const invoicingData: Declarations = {
  personal: [
    personalTable<typeof invoice>({
      table: invoice,
      subjects: ['customer', 'business-contact'],
      columns: {
        id: plain,
        number: sold,
        kind: sold,
        orderId: plain,
        orderNumber: sold,
        language: sold,
        issuedOn: sold,
        suppliedOn: sold,
        dueOn: sold,
        paidOn: sold,
        prepaidCents: sold,
        currency: sold,
        netCents: sold,
        vatCents: sold,
        grossCents: sold,
        paymentReference: sold,
        seller: plain,
        notes: sold,
        issuedAt: sold,
        issuedBy: plain,
      },
      collectedFor: ['accounting'],
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
        netCents: sold,
        grossCents: sold,
        vatCategory: sold,
        vatRate: sold,
      },
      collectedFor: ['accounting'],
      audited: true,
    }),
    personalTable<typeof invoiceVat>({
      table: invoiceVat,
      subjects: ['customer', 'business-contact'],
      columns: { invoiceId: plain, category: sold, rate: sold, taxableCents: sold, vatCents: sold },
      collectedFor: ['accounting'],
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
        reference: buyerName,
      },
      collectedFor: ['accounting'],
      audited: true,
    }),
    personalTable<typeof invoiceDocument>({
      table: invoiceDocument,
      subjects: ['customer', 'business-contact'],
      columns: {
        invoiceId: plain,
        format: plain,
        bytes: personal('purchases', 'accounting', 'order-contract'),
        renderedAt: plain,
      },
      collectedFor: ['accounting'],
      audited: true,
    }),
  ],
  plain: [],
}
