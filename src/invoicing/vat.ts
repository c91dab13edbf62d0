import type { VatClass } from '../catalogue/vat-class.ts'
import { type BasisPoints, basisPoints } from '../platform/money.ts'

export type { VatClass }

/** UNCL 5305, the codes that EN 16931 allows: standard, zero, exempt, reverse charge, intra-Community, export, outside. */
export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O'

export type VatTreatment = { readonly category: VatCategory; readonly rate: BasisPoints }

type DatedRate = { readonly from: string; readonly rate: BasisPoints; readonly source: string }
type CountryRates = { readonly [vatClass in VatClass]?: readonly DatedRate[] }

/** Rates in basis points with the first day each applies, oldest first. Another member state is one more key. */
const RATES: { readonly [country: string]: CountryRates } = {
  LV: {
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
  },
}

/**
 * The rate for a class of goods on the day of supply (ISO date), in basis points.
 * Throws RangeError for a country, class or day without data: no rate is ever guessed.
 */
export function vatRate(vatClass: VatClass, day: string, country = 'LV'): BasisPoints {
  const rate = RATES[country]?.[vatClass]?.findLast(({ from }) => from <= day)
  if (!rate) throw new RangeError(`no VAT rate known: ${country} ${vatClass} ${day}`)
  return rate.rate
}

/** From which day the seller is (or is no longer) in the VAT register. */
export type VatRegistration = readonly { readonly from: string; readonly registered: boolean }[]

/** A shop with a VAT number is registered, and one without is not; whatever the day, until the register is dated. */
export function registrationOf({ vatNumber }: { readonly vatNumber: string | null }): VatRegistration {
  return vatNumber === null ? [] : [{ from: '0001-01-01', registered: true }]
}

/** Whether the seller is registered for VAT on a day; before the first entry it is not (PVN likums 59. pants). */
export function vatRegistered(periods: VatRegistration, day: string): boolean {
  const begun = periods
    .filter(({ from }) => from <= day)
    .sort((one, other) => (one.from < other.from ? -1 : 1))
  return begun.at(-1)?.registered ?? false
}

/**
 * Category and rate of a sale within the country on the day of supply. A seller outside the register charges none
 * and may not show any: category O, EN 16931 BR-O.
 */
export function domesticVat(
  vatClass: VatClass,
  day: string,
  registration: VatRegistration,
): VatTreatment & { readonly category: 'S' | 'Z' | 'O' } {
  if (!vatRegistered(registration, day)) return { category: 'O', rate: basisPoints(0) }
  const rate = vatRate(vatClass, day)
  return { category: rate === 0 ? 'Z' : 'S', rate }
}
