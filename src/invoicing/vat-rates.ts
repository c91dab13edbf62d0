import type { VatClass } from '../catalogue/vat-class.ts'
import { type BasisPoints, basisPoints } from '../platform/money.ts'

type DatedRate = { readonly from: string; readonly rate: BasisPoints; readonly source: string }
type CountryRates = { readonly [vatClass in VatClass]?: readonly DatedRate[] }

const confirm = 'to be confirmed in TEDB (ec.europa.eu/taxation_customs/tedb)'

/** Rates in basis points with the first day each applies, oldest first. */
const LATVIA: CountryRates = {
  standard: [
    { from: '2011-01-01', rate: basisPoints(2200), source: 'likums "Par PVN" 5. p., 01.01.2011.' },
    {
      from: '2012-07-01',
      rate: basisPoints(2100),
      source: 'likums "Par PVN" 5. p.; PVN likums 41. p. 1. d. 1. pkt.',
    },
  ],
  reduced: [
    { from: '2011-01-01', rate: basisPoints(1200), source: 'PVN likums 41. p. 1. d. 2. pkt., 42. p.' },
  ],
  'second-reduced': [
    {
      from: '2018-01-01',
      rate: basisPoints(500),
      source: 'PVN likums 42. p. (augļi, dārzeņi 2018; grāmatas 2022)',
    },
  ],
  zero: [{ from: '2011-01-01', rate: basisPoints(0), source: 'PVN likums 41. p. 1. d. 3. pkt., 43. p.' }],
}

/**
 * Standard rates of the other member states since the One-Stop-Shop began (1 July 2021), from memory: the accountant
 * confirms them before the first sale there (law.md "Money": what is not confirmed is data). A new rate is one more entry.
 */
const STANDARD: { readonly [country: string]: readonly (readonly [from: string, rate: number])[] } = {
  AT: [['2021-07-01', 2000]],
  BE: [['2021-07-01', 2100]],
  BG: [['2021-07-01', 2000]],
  CY: [['2021-07-01', 1900]],
  CZ: [['2021-07-01', 2100]],
  DE: [['2021-07-01', 1900]],
  DK: [['2021-07-01', 2500]],
  EE: [
    ['2021-07-01', 2000],
    ['2024-01-01', 2200],
    ['2025-07-01', 2400],
  ],
  ES: [['2021-07-01', 2100]],
  FI: [
    ['2021-07-01', 2400],
    ['2024-09-01', 2550],
  ],
  FR: [['2021-07-01', 2000]],
  GR: [['2021-07-01', 2400]],
  HR: [['2021-07-01', 2500]],
  HU: [['2021-07-01', 2700]],
  IE: [['2021-07-01', 2300]],
  IT: [['2021-07-01', 2200]],
  LT: [['2021-07-01', 2100]],
  LU: [
    ['2021-07-01', 1700],
    ['2023-01-01', 1600],
    ['2024-01-01', 1700],
  ],
  MT: [['2021-07-01', 1800]],
  NL: [['2021-07-01', 2100]],
  PL: [['2021-07-01', 2300]],
  PT: [['2021-07-01', 2300]],
  RO: [
    ['2021-07-01', 1900],
    ['2025-08-01', 2100],
  ],
  SE: [['2021-07-01', 2500]],
  SI: [['2021-07-01', 2200]],
  SK: [
    ['2021-07-01', 2000],
    ['2025-01-01', 2300],
  ],
}

/** The 27 member states of the Union (ISO 3166-1 alpha-2). */
export const memberStates: readonly string[] = ['LV', ...Object.keys(STANDARD)].sort()

/**
 * The rate for a class of goods on the day of supply (ISO date), in basis points. In other member states only the
 * standard rate is known, and every class has it: never too little tax.
 * Throws RangeError for a country, class or day without data: no rate is ever guessed.
 */
export function vatRate(vatClass: VatClass, day: string, country = 'LV'): BasisPoints {
  const rate = ratesOf(vatClass, country).findLast(({ from }) => from <= day)
  if (!rate) throw new RangeError(`no VAT rate known: ${country} ${vatClass} ${day}`)
  return rate.rate
}

/** The dated rates of a class in a country with where they stand written, oldest first. */
function ratesOf(vatClass: VatClass, country = 'LV'): readonly DatedRate[] {
  if (country === 'LV') return LATVIA[vatClass] ?? []
  return (STANDARD[country] ?? []).map(([from, rate]) => ({ from, rate: basisPoints(rate), source: confirm }))
}
