import { sentencesOf } from '../sentences.ts'
import type { InvoiceSnapshot } from '../snapshot.ts'
import type { Content } from './xml.ts'

const BILLING = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0'
const PROFILE = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0'

/** UNCL 1001. Peppol knows a corrected invoice (384) in Germany alone: here it is one that refers to another. */
const types = {
  invoice: '380',
  advance: '386',
  final: '380',
  corrective: '380',
  'credit-note': '381',
  // Never written: a charge has no structured document.
  charge: '380',
} as const

/** Number, days, kind and notes, in the order of the document's own schema. */
export function headOf(snapshot: InvoiceSnapshot): Content {
  const { kind, number, issuedOn, dueOn, paidOn } = snapshot
  const credit = kind === 'credit-note'
  // VAT on an advance is due on the day the money came (BT-7).
  const taxed = kind === 'advance' ? (paidOn ?? undefined) : undefined
  const notes = sentencesOf(snapshot).join(' ') || undefined
  return {
    'cbc:CustomizationID': BILLING,
    'cbc:ProfileID': PROFILE,
    'cbc:ID': number,
    'cbc:IssueDate': issuedOn,
    ...(credit
      ? { 'cbc:CreditNoteTypeCode': types[kind] }
      : { 'cbc:DueDate': dueOn ?? undefined, 'cbc:InvoiceTypeCode': types[kind] }),
    'cbc:Note': notes,
    'cbc:TaxPointDate': taxed,
    'cbc:DocumentCurrencyCode': 'EUR',
  }
}

/** What the buyer calls it, the order, and the documents that this one is about. */
export function referencesOf(snapshot: InvoiceSnapshot): Content {
  const { buyer, orderNumber, preceding } = snapshot
  return {
    'cbc:BuyerReference': buyer.reference ?? undefined,
    'cac:InvoicePeriod': periodOf(snapshot),
    'cac:OrderReference': {
      // Peppol: where only the seller's number is known, the buyer's is "NA".
      'cbc:ID': buyer.reference ?? 'NA',
      'cbc:SalesOrderID': orderNumber,
    },
    'cac:BillingReference': preceding.map(({ number, issuedOn }) => ({
      'cac:InvoiceDocumentReference': { 'cbc:ID': number, 'cbc:IssueDate': issuedOn },
    })),
  }
}

/** A supply elsewhere in the Union has a day (BR-IC-11): before it is supplied, that of its money. */
function periodOf({ vatGroups, suppliedOn, paidOn, issuedOn }: InvoiceSnapshot): Content | undefined {
  if (suppliedOn !== null || !vatGroups.some(({ category }) => category === 'K')) return undefined
  const day = paidOn ?? issuedOn
  return { 'cbc:StartDate': day, 'cbc:EndDate': day }
}
