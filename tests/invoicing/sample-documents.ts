import type { Buyer, InvoiceSnapshot, PaymentRequestSnapshot, Seller } from '../../src/invoicing/snapshot.ts'
import { type PricedLine, totals } from '../../src/invoicing/totals.ts'
import { creditorReference } from '../../src/payments/reference.ts'
import type { Language } from '../../src/platform/i18n/languages.ts'
import { basisPoints, cents } from '../../src/platform/money.ts'

export const seller: Seller = {
  name: 'SIA "ZĪMES"',
  registrationNumber: '40003521600',
  vatNumber: 'LV40003521600',
  address: ['Ģertrūdes iela 10–4', 'Rīga, LV-1010'],
  phone: '+371 20000000',
  email: 'birojs@zimes.example',
  iban: 'LV97HABA0012345678910',
  bankName: 'Swedbank AS',
  accountName: 'Sabiedrība ar ierobežotu atbildību "ZĪMES"',
}

export const person: Buyer = {
  name: 'Žanete Šķēle-Ģēģere',
  companyName: null,
  registrationNumber: null,
  vatNumber: null,
  address: ['Ķīšezera iela 7–12', 'Ādaži, LV-2164'],
  reference: null,
}

export const company: Buyer = {
  name: 'Ņina Čakste',
  companyName:
    'Biedrība "Vidzemes augstienes ēku apsaimniekotāju un ugunsdrošības pakalpojumu sniedzēju apvienība"',
  registrationNumber: '40003032949',
  vatNumber: 'LV40003032949',
  address: ['Pērnavas iela 19', 'Rīga, LV-1012'],
  reference: 'PAS-2026/118',
}

const goods = [
  ['Evakuācijas zīme "Izeja pa labi", 300 × 150 mm, fotoluminiscējošs plastikāts', 1250],
  ['Brīdinājuma zīme "Uzmanību, slidena grīda", 200 × 200 mm', 890],
  [
    'Mājas numura zīme ar pircēja tekstu, nerūsējošais tērauds, 250 × 180 mm, ar distanceriem un stiprinājumiem',
    4790,
  ],
  ['Informatīva plāksnīte, 100 × 50 mm', 399],
] as const

/** A document of so many lines, the last one the delivery; its sums come from `totals`. */
export function sampleInvoice(options: {
  language: Language
  lines: number
  buyer?: Buyer
  paid?: boolean
}): InvoiceSnapshot {
  const { language, lines, buyer = person, paid = true } = options
  const document = priced(lines)
  return {
    kind: 'invoice',
    number: 'ZM-2026-000123',
    issuedOn: '2026-11-20',
    suppliedOn: '2026-11-20',
    dueOn: paid ? null : '2026-12-04',
    paidOn: paid ? '2026-11-19' : null,
    prepaidCents: paid ? document.grossCents : cents(0),
    cause: null,
    preceding: [],
    vatCountry: 'LV',
    deliveredTo: 'LV',
    language,
    buyer,
    ...document,
  }
}

export function samplePaymentRequest(
  language: Language,
  transferCode: string | null,
): PaymentRequestSnapshot {
  const document = priced(3)
  return {
    kind: 'payment-request',
    number: document.orderNumber,
    issuedOn: '2026-11-20',
    dueOn: '2026-11-27',
    transferCode,
    language,
    buyer: person,
    ...document,
  }
}

function priced(count: number) {
  const lines: PricedLine[] = Array.from({ length: count }, (_, i) => ({
    quantity: i === count - 1 ? 1 : 1 + ((i * 7) % 12),
    unitPriceCents: cents(i === count - 1 ? 450 : goods[i % goods.length]![1]),
    vatCategory: 'S',
    vatRate: basisPoints(i % 5 === 4 ? 1200 : 2100),
  }))
  const sums = totals(lines)
  return {
    currency: 'EUR',
    seller,
    orderNumber: 'B-2026-1042',
    paymentReference: creditorReference('B-2026-1042'),
    lines: lines.map((line, i) => ({
      position: i + 1,
      about: i === count - 1 ? ('delivery' as const) : ('goods' as const),
      description: i === count - 1 ? 'Piegāde ar kurjeru' : goods[i % goods.length]![0],
      quantity: line.quantity,
      unit: 'H87',
      ...sums.lines[i]!,
      vatCategory: line.vatCategory,
      vatRate: line.vatRate,
    })),
    vatGroups: sums.groups,
    netCents: sums.netCents,
    vatCents: sums.vatCents,
    grossCents: sums.grossCents,
    notes: [],
  } as const
}
