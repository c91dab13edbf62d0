import type { PartyFacts } from '../../src/orders/find.ts'

/** A made-up buyer, and what the law makes of the sale: category and rate of its goods, and the taxing member state. */
export interface MadeUp {
  readonly party: Partial<PartyFacts>
  readonly rates: readonly (readonly ['S' | 'Z' | 'K' | 'AE' | 'G' | 'O' | 'E', number])[]
  readonly vatCountry?: string
  readonly collected?: boolean
}

const here = [
  ['S', 2100],
  ['S', 1200],
  ['S', 500],
  ['Z', 0],
] as const

/** A company here, by name. */
const firm = (companyName: string, registrationNumber: string, vatNumber: string | null): MadeUp => ({
  party: {
    kind: 'company',
    name: 'Ņina Čakste',
    companyName,
    registrationNumber,
    vatNumber,
    buyerReference: 'PAS-2026/118',
  },
  rates: here,
})

/** A company elsewhere whose number VIES confirmed. */
const abroad = (
  country: string,
  companyName: string,
  vatNumber: string,
  category: 'K' | 'AE' = 'K',
): MadeUp => ({
  party: {
    kind: 'company',
    name: 'Jõgi',
    companyName,
    vatNumber,
    country,
    street: 'Pikk 1',
    town: 'Linn',
    postcode: '10111',
    registrationNumber: null,
  },
  rates: [[category, 0]],
})

const person = (country: string, rates: MadeUp['rates'], vatCountry?: string): MadeUp => ({
  party: { country, street: 'Storgatan 5', town: 'Ort', postcode: '123 45', name: 'Åsa Öberg' },
  rates,
  ...(vatCountry ? { vatCountry } : {}),
})

/** Who buys in the made-up year. */
export const buyers: readonly MadeUp[] = [
  { party: {}, rates: here },
  { party: { name: 'Ā & B <C> "D" \'E\' ]]> &amp; \u0007 \ud800 😀 نص' }, rates: here },
  { party: { street: null, town: null, postcode: null }, rates: here, collected: true },
  firm('SIA "Ķīšu & Brāļi" <Rīga>', '40003032949', 'LV40003032949'),
  firm('Biedrība "Bez PVN"', '40008030873', null),
  firm('Ādažu novada pašvaldība', '90000048472', 'LV90000048472'),
  abroad('EE', 'Märgid OÜ', 'EE100931558'),
  abroad('SE', 'Skyltar & Söner AB', 'SE556012579001'),
  abroad('NL', 'Borden B.V.', 'NL004495445B01'),
  abroad('DE', 'Schilder GmbH', 'DE136695976', 'AE'),
  abroad('LT', 'UAB Ženklai', 'LT119511515'),
  person('SE', [['S', 2500]], 'SE'),
  person('FI', [['S', 2550]], 'FI'),
  person('NL', [['S', 2100]], 'NL'),
  person('NO', [['G', 0]]),
  { party: {}, rates: [['E', 0]] },
  { party: {}, rates: [['O', 0]] },
]
