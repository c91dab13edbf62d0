import type { InvoiceSnapshot, LineSnapshot } from '../snapshot.ts'
import { lineCategoryOf } from './tax.ts'
import { amount, type Content, text } from './xml.ts'

/** The lines (BG-25); those of a credit note are called differently. */
export function linesOf({ kind, lines }: InvoiceSnapshot): Content {
  const credit = kind === 'credit-note'
  const quantity = credit ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity'
  return { [credit ? 'cac:CreditNoteLine' : 'cac:InvoiceLine']: lines.map((line) => lineOf(line, quantity)) }
}

function lineOf(line: LineSnapshot, quantity: string): Content {
  return {
    'cbc:ID': String(line.position),
    [quantity]: text(String(line.quantity), { unitCode: line.unit }),
    'cbc:LineExtensionAmount': amount(line.netCents),
    'cac:AllowanceCharge': allowanceOf(line),
    'cac:Item': {
      'cbc:Name': line.description,
      'cac:ClassifiedTaxCategory': lineCategoryOf({ category: line.vatCategory, rate: line.vatRate }),
    },
    'cac:Price': { 'cbc:PriceAmount': text(line.unitNet, { currencyID: 'EUR' }) },
  }
}

/** A discount on the whole line (BG-27); without a reason in words it has the code for one (UNCL 5189: 95). */
function allowanceOf({ allowanceCents, allowanceReason }: LineSnapshot): Content | undefined {
  if (!allowanceCents) return undefined
  return {
    'cbc:ChargeIndicator': 'false',
    'cbc:AllowanceChargeReasonCode': '95',
    'cbc:AllowanceChargeReason': allowanceReason ?? undefined,
    'cbc:Amount': amount(allowanceCents),
  }
}
