import type { VatClass } from '../catalogue/vat-class.ts'
import { type BasisPoints, basisPoints } from '../platform/money.ts'
import type { Settings } from '../settings/settings.ts'
import { memberStates, vatRate } from './vat-rates.ts'

export type { VatClass }

/** UNCL 5305, the codes that EN 16931 allows: standard, zero, exempt, reverse charge, intra-Community, export, outside. */
export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O'

export type VatTreatment = { readonly category: VatCategory; readonly rate: BasisPoints }

/** From which day the seller is (or is no longer) in the VAT register. */
export type VatRegistration = readonly { readonly from: string; readonly registered: boolean }[]

/** What is sold to whom, as far as VAT depends on it. Countries are ISO 3166-1 alpha-2. */
export interface Sale {
  /** The day of supply, or of the money where that came first (ISO date). */
  readonly day: string
  readonly vatClass: VatClass
  /** Delivery is no service of its own: it shares the goods' treatment. */
  readonly what: 'goods' | 'service'
  readonly buyer: {
    readonly kind: 'person' | 'company'
    /** Where the buyer is at home. */
    readonly country: string
    /** With its country prefix; null where none was given. */
    readonly vatNumber: string | null
    /** VIES said that it is in use. */
    readonly confirmed: boolean
  }
  /** Where the goods arrive; the shop's own country where they are collected. */
  readonly arrival: string
}

export interface VatRules {
  readonly registration: VatRegistration
  /** Consumers elsewhere in the Union pay their own country's VAT: the One-Stop-Shop is used, or the threshold passed. */
  readonly destination: boolean
}

/** How a sale is taxed, in which member state, and the message key of the reason where the shop charges no VAT. */
export type Taxed = VatTreatment & { readonly country: string; readonly note: string | null }

/** Distance sales to consumers elsewhere in the Union above which their country's VAT applies: cents without VAT in a calendar year (Directive 2006/112 Art. 59c). */
export const DISTANCE_THRESHOLD_CENTS = 1_000_000

/**
 * How a sale is taxed (law.md "Money"). Goods that leave for a business in another member state: category K with a number
 * that VIES confirmed, otherwise Latvian VAT; for a consumer there: their country's rate or, below the threshold, the
 * Latvian one; outside the Union: G. What stays here is taxed here, whoever buys. A service to a business in another
 * member state with a confirmed number: AE. Throws RangeError for a country or day without a known rate.
 */
export function vatFor(sale: Sale, rules: VatRules): Taxed {
  const { day, vatClass, what, buyer, arrival } = sale
  const domestic = domesticVat(vatClass, day, rules.registration)
  const home = { ...domestic, country: 'LV', note: reasonFor(domestic.category) }
  if (domestic.category === 'O') return home
  const confirmedAbroad =
    buyer.confirmed && numberCountry(buyer.vatNumber) !== 'LV' && buyer.vatNumber !== null
  if (what === 'service') return confirmedAbroad ? untaxed('AE') : home
  if (arrival === 'LV') return home
  if (!memberStates.includes(arrival)) return untaxed('G')
  if (buyer.kind === 'company') return confirmedAbroad ? untaxed('K') : home
  if (!rules.destination) return home
  return { category: 'S', rate: vatRate(vatClass, day, arrival), country: arrival, note: null }
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

/** The message that says why no VAT is charged (BT-120; PVN likums 125. pants), or null where some is, or the rate is 0. */
export function reasonFor(category: VatCategory): string | null {
  return reasons[category] ?? null
}

/** Whether VAT of another member state is inside: those sales are declared by One-Stop-Shop. */
export function isDestination({ category, country }: Pick<Taxed, 'category' | 'country'>): boolean {
  return category === 'S' && country !== 'LV'
}

/** The member state of a VAT number's prefix; Greece writes EL there. */
export function numberCountry(vatNumber: string | null): string | null {
  const prefix = vatNumber?.slice(0, 2).toUpperCase() ?? null
  return prefix === 'EL' ? 'GR' : prefix
}

/** A shop without a VAT number is not registered; one with it since the days that its settings tell, or always. */
export function registrationOf({ identity, vat }: Pick<Settings, 'identity' | 'vat'>): VatRegistration {
  if (identity.vatNumber === null) return []
  return vat.periods.length > 0 ? vat.periods : [{ from: '0001-01-01', registered: true }]
}

/** Whether the seller is registered for VAT on a day; before the first entry it is not (PVN likums 59. pants). */
export function vatRegistered(periods: VatRegistration, day: string): boolean {
  const begun = periods
    .filter(({ from }) => from <= day)
    .sort((one, other) => (one.from < other.from ? -1 : 1))
  return begun.at(-1)?.registered ?? false
}

function untaxed(category: 'K' | 'AE' | 'G'): Taxed {
  return { category, rate: basisPoints(0), country: 'LV', note: reasonFor(category) }
}

const reasons: { readonly [category in VatCategory]?: string } = {
  K: 'document.intraCommunity',
  AE: 'document.reverseCharge',
  G: 'document.export',
  E: 'document.exempt',
  O: 'document.outsideVat',
}
