import type { Around } from '../../src/invoicing/drafting.ts'
import type { Earlier } from '../../src/invoicing/earlier.ts'
import type { DocumentDraft } from '../../src/invoicing/snapshot.ts'
import type { LineFacts, OrderFacts, PartyFacts } from '../../src/orders/find.ts'
import { creditorReference } from '../../src/payments/reference.ts'
import type { Language } from '../../src/platform/i18n/languages.ts'
import { translator } from '../../src/platform/i18n/messages.ts'
import { isoDate } from '../../src/platform/time.ts'
import type { Settings } from '../../src/settings/settings.ts'

/** What an ordered line costs and how it is taxed; the rest of it does not matter to money. */
export type Ordered = Pick<LineFacts, 'quantity' | 'unitPriceCents' | 'vatCategory' | 'vatRate'> &
  Partial<Pick<LineFacts, 'discountCents' | 'name' | 'label'>>

const woman: PartyFacts = {
  kind: 'person',
  name: 'Žanete Šķēle-Ģēģere',
  companyName: null,
  registrationNumber: null,
  vatNumber: null,
  buyerReference: null,
  email: 'zanete@example.com',
  invoiceEmail: null,
  phone: null,
  street: 'Ķīšezera iela 7–12',
  town: 'Ādaži',
  postcode: 'LV-2164',
  country: 'LV',
  deliveryName: null,
  deliveryStreet: null,
  deliveryTown: null,
  deliveryPostcode: null,
  deliveryCountry: null,
  locker: null,
  pointId: null,
}

export function sampleOrder(
  ordered: readonly Ordered[],
  options: {
    deliveryCents?: number
    number?: string
    language?: Language
    party?: Partial<PartyFacts>
    collected?: boolean
    vatCountry?: string
  } = {},
): OrderFacts {
  const {
    deliveryCents = 0,
    number = 'B-2026-1042',
    language = 'lv',
    party,
    collected,
    vatCountry = 'LV',
  } = options
  const lines = ordered.map(
    (line, i): LineFacts => ({
      id: `line-${i + 1}`,
      sku: `S-${i + 1}`,
      name: `Zīme ${i + 1}`,
      label: '',
      discountCents: 0,
      madeToOrder: false,
      toMake: false,
      variantId: `variant-${i + 1}`,
      words: null,
      artwork: null,
      madeAt: null,
      madeBy: null,
      ...line,
    }),
  )
  const goods = lines.reduce(
    (total, line) => total + line.quantity * line.unitPriceCents - line.discountCents,
    0,
  )
  return {
    id: `order-${number}`,
    number,
    language,
    placedAt: new Date('2026-11-01T10:00:00Z'),
    state: 'open',
    settled: false,
    contractOpen: true,
    delivery: { method: collected ? 'collection' : 'courier', priceCents: deliveryCents, carrier: null },
    totalCents: goods + deliveryCents,
    vatCountry,
    paymentReference: creditorReference(number),
    payBy: '2026-11-08',
    noticeVersionId: 'notice',
    termsVersionId: 'terms',
    gift: false,
    discountCode: lines.some((line) => line.discountCents > 0) ? 'RUDENS' : null,
    party: { ...woman, ...party },
    lines,
    shipmentId: null,
    packedAt: null,
    packedBy: null,
    dispatch: null,
    deliveredOn: null,
    cancellation: null,
  } as unknown as OrderFacts
}

export const settings = {
  identity: {
    name: 'Zīmes',
    legalName: 'SIA "ZĪMES"',
    registrationNumber: '40003521600',
    vatNumber: 'LV40003521600',
    street: 'Ģertrūdes iela 10–4',
    town: 'Rīga',
    postcode: 'LV-1010',
    country: 'LV',
    email: 'birojs@zimes.example',
    phone: '+371 20000000',
    hours: {},
  },
  bank: {
    accountHolder: 'Sabiedrība ar ierobežotu atbildību "ZĪMES"',
    iban: 'LV97HABA0012345678910',
    bic: 'HABALV22',
    bank: 'Swedbank AS',
    paymentDays: 7,
  },
} as unknown as Settings

export function around(language: Language = 'lv', today = '2026-11-20'): Around {
  return { settings, t: translator(language), today: isoDate(today), by: null }
}

/** A draft as the next one sees it once it was issued. */
export function issued(draft: DocumentDraft, index: number): Earlier {
  const { kind, issuedOn, suppliedOn, precedingId, lines, vatGroups } = draft
  const number = `${kind === 'credit-note' ? 'KR' : 'ZM'}-2026-${String(index + 1).padStart(4, '0')}`
  return { id: `document-${index + 1}`, kind, number, issuedOn, suppliedOn, precedingId, lines, vatGroups }
}
