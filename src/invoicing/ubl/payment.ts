import { labelsOf } from '../pdf-labels.ts'
import { askedCents, type InvoiceSnapshot } from '../snapshot.ts'
import { amount, type Content, text } from './xml.ts'

/** UNCL 4461: how money came, or is to come. */
const means = { transfer: '58', card: '48', terminal: '48', cash: '10' } as const

/** Where the goods arrived and when (BG-13). */
export function deliveryOf({ suppliedOn, deliveredTo, kind }: InvoiceSnapshot): Content {
  if (kind === 'corrective' && suppliedOn === null) return {}
  return {
    'cac:Delivery': {
      'cbc:ActualDeliveryDate': suppliedOn ?? undefined,
      'cac:DeliveryLocation': {
        'cac:Address': { 'cac:Country': { 'cbc:IdentificationCode': deliveredTo } },
      },
    },
  }
}

/** Account and reference where something is to be paid by transfer; otherwise how it was paid. */
export function paymentOf(snapshot: InvoiceSnapshot): Content {
  const { kind, grossCents, prepaidCents, paidMeans = null, dueOn, seller, paymentReference } = snapshot
  const open = grossCents > prepaidCents
  const asked = askedCents(snapshot) > 0
  const by = asked ? 'transfer' : paidMeans
  const account = { 'cbc:ID': seller.iban, 'cbc:Name': seller.accountName }
  const { t } = labelsOf(snapshot.language)
  const terms = kind === 'credit-note' ? t('document.creditTerms') : t('document.onReceipt')
  return {
    'cac:PaymentMeans': by
      ? {
          'cbc:PaymentMeansCode': text(means[by], { name: t(`document.means.${by}`) }),
          'cbc:PaymentID': by === 'transfer' ? paymentReference : undefined,
          'cac:PayeeFinancialAccount': by === 'transfer' ? account : undefined,
        }
      : undefined,
    'cac:PaymentTerms': open && !(asked && dueOn) ? { 'cbc:Note': terms } : undefined,
  }
}

/** The sums (BG-22). */
export function monetaryTotalOf({ netCents, grossCents, prepaidCents }: InvoiceSnapshot): Content {
  return {
    'cac:LegalMonetaryTotal': {
      'cbc:LineExtensionAmount': amount(netCents),
      'cbc:TaxExclusiveAmount': amount(netCents),
      'cbc:TaxInclusiveAmount': amount(grossCents),
      'cbc:PrepaidAmount': prepaidCents > 0 ? amount(prepaidCents) : undefined,
      'cbc:PayableAmount': amount(grossCents - prepaidCents),
    },
  }
}
