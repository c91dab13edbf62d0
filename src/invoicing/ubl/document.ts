import type { InvoiceSnapshot } from '../snapshot.ts'
import { headOf, referencesOf } from './header.ts'
import { linesOf } from './lines.ts'
import { customerOf, supplierOf } from './parties.ts'
import { deliveryOf, monetaryTotalOf, paymentOf } from './payment.ts'
import { taxTotalOf } from './tax.ts'
import { attribute, xmlOf } from './xml.ts'

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'

/**
 * An issued document as UBL 2.1 by Peppol BIS Billing 3.0 (EN 16931): an Invoice, or a CreditNote. The same snapshot always
 * gives the same bytes. The elements stand in the order of the schema.
 */
export function ublOf(snapshot: InvoiceSnapshot): string {
  const root = snapshot.kind === 'credit-note' ? 'CreditNote' : 'Invoice'
  return xmlOf(root, {
    [`${attribute}xmlns`]: `${UBL}${root}-2`,
    [`${attribute}xmlns:cac`]: `${UBL}CommonAggregateComponents-2`,
    [`${attribute}xmlns:cbc`]: `${UBL}CommonBasicComponents-2`,
    ...headOf(snapshot),
    ...referencesOf(snapshot),
    'cac:AccountingSupplierParty': supplierOf(snapshot),
    'cac:AccountingCustomerParty': customerOf(snapshot),
    ...deliveryOf(snapshot),
    ...paymentOf(snapshot),
    ...taxTotalOf(snapshot),
    ...monetaryTotalOf(snapshot),
    ...linesOf(snapshot),
  })
}
