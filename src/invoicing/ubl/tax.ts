import { decimal } from '../../platform/money.ts'
import { labelsOf } from '../pdf-labels.ts'
import type { InvoiceSnapshot, VatGroupSnapshot } from '../snapshot.ts'
import { reasonFor, type VatCategory, type VatTreatment } from '../vat.ts'
import { amount, type Content } from './xml.ts'

/** VATEX codes of why no VAT is charged (BT-121). */
const exemptions: { readonly [category in VatCategory]?: string } = {
  K: 'VATEX-EU-IC',
  AE: 'VATEX-EU-AE',
  G: 'VATEX-EU-G',
  O: 'VATEX-EU-O',
}

/** VAT by category and rate (BG-23), with the reason where there is none. */
export function taxTotalOf({ vatCents, vatGroups, language }: InvoiceSnapshot): Content {
  return {
    'cac:TaxTotal': {
      'cbc:TaxAmount': amount(vatCents),
      'cac:TaxSubtotal': vatGroups.map((group) => subtotalOf(group, labelsOf(language).t)),
    },
  }
}

/** How a line is taxed (BG-30). */
export function lineCategoryOf(treatment: VatTreatment): Content {
  return {
    'cbc:ID': treatment.category,
    'cbc:Percent': percentOf(treatment),
    'cac:TaxScheme': { 'cbc:ID': 'VAT' },
  }
}

function subtotalOf(group: VatGroupSnapshot, t: ReturnType<typeof labelsOf>['t']): Content {
  const { category, taxableCents, vatCents } = group
  const reason = reasonFor(category)
  return {
    'cbc:TaxableAmount': amount(taxableCents),
    'cbc:TaxAmount': amount(vatCents),
    'cac:TaxCategory': {
      'cbc:ID': category,
      'cbc:Percent': percentOf(group),
      'cbc:TaxExemptionReasonCode': exemptions[category],
      'cbc:TaxExemptionReason': reason === null ? undefined : t(reason),
      'cac:TaxScheme': { 'cbc:ID': 'VAT' },
    },
  }
}

/** What is outside the tax has no rate at all (BR-O-05). */
function percentOf({ category, rate }: VatTreatment): string | undefined {
  return category === 'O' ? undefined : decimal(rate).replace(/\.?0+$/, '') || '0'
}
