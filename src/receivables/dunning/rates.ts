import { type BasisPoints, basisPoints } from '../../platform/money.ts'
import type { Settings } from '../../settings/settings.ts'

/** A rate a year from its first day (ISO) until the next one's. */
export interface RateFrom {
  readonly from: string
  readonly rate: BasisPoints
}

export type Debtor = 'person' | 'company'

/** Civillikums 1765, first part: statutory interest where a consumer is a party. */
const persons: readonly RateFrom[] = [{ from: '1992-09-01', rate: basisPoints(600) }]

/**
 * What the ECB charged in the main refinancing operation before each 1 January and 1 July (Directive 2011/7/EU Art. 2(7);
 * Civillikums 1765.1). Source: ECB, key interest rates; the series C of the Official Journal, first day of each half-year.
 * What comes after its last line is the shop's to enter; until then that rate goes on.
 */
const refinancing: readonly RateFrom[] = [
  { from: '2016-01-01', rate: basisPoints(5) },
  { from: '2016-07-01', rate: basisPoints(0) },
  { from: '2023-01-01', rate: basisPoints(250) },
  { from: '2023-07-01', rate: basisPoints(400) },
  { from: '2024-01-01', rate: basisPoints(450) },
  { from: '2024-07-01', rate: basisPoints(425) },
  { from: '2025-01-01', rate: basisPoints(315) },
  { from: '2025-07-01', rate: basisPoints(215) },
  { from: '2026-01-01', rate: basisPoints(215) },
]

/** Above the ECB's rate, between businesses (Civillikums 1765, second part; Directive 2011/7/EU Art. 2(6)). */
const aboveRefinancing = 800

/** What a business owes another for recovery, whatever it cost (Directive 2011/7/EU Art. 6(1)), in cents. */
export const companyCostsCents = 4000

/**
 * The most that recovery may cost a person, in cents: for the notice, and for all that follows it (MK 61, 2013). Sources
 * disagree on the amounts in force, so the shop says which; it may also ask for none.
 */
export const personCosts = {
  none: { notice: 0, further: 0 },
  '7-10': { notice: 700, further: 1000 },
  '15-15': { notice: 1500, further: 1500 },
} as const

/** Yearly rates of late interest for a kind of debtor, by their first day; what the shop has entered comes before the table. */
export function ratesFor(debtor: Debtor, { rates }: Pick<Settings['debts'], 'rates'>): RateFrom[] {
  if (debtor === 'person') return merged(persons, rates.person)
  return merged(refinancing, rates.refinancing).map(({ from, rate }) => ({
    from,
    rate: basisPoints(rate + aboveRefinancing),
  }))
}

/** The ECB's rates that count, by their first day. */
export function refinancingRates({ rates }: Pick<Settings['debts'], 'rates'>): RateFrom[] {
  return merged(refinancing, rates.refinancing)
}

/** The rate on a day; before the table begins, its first. */
export function rateOn(rates: readonly RateFrom[], day: string): BasisPoints {
  const begun = rates.filter(({ from }) => from <= day)
  return (begun.at(-1) ?? rates[0]!).rate
}

function merged(
  known: readonly RateFrom[],
  own: readonly { readonly from: string; readonly rate: number }[],
): RateFrom[] {
  const others = known.filter(({ from }) => !own.some((one) => one.from === from))
  return [...others, ...own.map(({ from, rate }) => ({ from, rate: basisPoints(rate) }))].sort(
    (one, other) => (one.from < other.from ? -1 : 1),
  )
}
