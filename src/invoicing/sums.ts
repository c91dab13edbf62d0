import { basisPoints, type Cents, cents } from '../platform/money.ts'
import { type PricedLine, totals } from './totals.ts'
import type { VatCategory } from './vat.ts'

/** Something ordered or about to be, as its area knows it. */
export interface Priced {
  readonly quantity: number
  /** Cents with VAT. */
  readonly unitPriceCents: number
  /** Cents with VAT off all of its pieces together. */
  readonly discountCents?: number
  readonly vatCategory: VatCategory
  /** Basis points. */
  readonly vatRate: number
}

/** What goods cost, in cents with VAT, as `views/parts/totals.hbs` shows it; without a delivery while none is chosen. */
export interface Sums {
  readonly goods: number
  /** Off the goods; absent where there is none. */
  readonly discount?: number
  readonly delivery?: number
  readonly total: number
  /** By rate, as the invoice will have it; nothing where the shop charges none. */
  readonly vat: readonly { readonly rate: number; readonly amount: Cents }[]
}

/** The sums under goods and their delivery: a discount takes from the goods alone. No goods cost nothing. */
export function sumsOf(goods: readonly Priced[], deliveryCents?: number): Sums {
  const goodsCents = goods.reduce((total, line) => total + line.quantity * line.unitPriceCents, 0)
  const discountCents = goods.reduce((total, line) => total + (line.discountCents ?? 0), 0)
  return {
    goods: goodsCents,
    ...(discountCents === 0 ? {} : { discount: discountCents }),
    ...(deliveryCents === undefined ? {} : { delivery: deliveryCents }),
    total: goodsCents - discountCents + (deliveryCents ?? 0),
    vat: goods.length > 0 ? vatIn(withDelivery(goods, deliveryCents ?? 0)) : [],
  }
}

/**
 * Goods with their delivery as lines of a document; a delivery without a price is no line. It shares the goods' rate;
 * with several, the highest, which is never too little tax.
 */
export function withDelivery(goods: readonly Priced[], deliveryCents: number): PricedLine[] {
  const highest = goods.reduce((one, other) => (other.vatRate > one.vatRate ? other : one))
  const delivery = { ...highest, quantity: 1, unitPriceCents: deliveryCents, discountCents: 0 }
  return [...goods, ...(deliveryCents > 0 ? [delivery] : [])].map(
    ({ quantity, unitPriceCents, discountCents = 0, vatCategory, vatRate }) => ({
      quantity,
      unitPriceCents: cents(unitPriceCents),
      discountCents: cents(discountCents),
      vatCategory,
      vatRate: basisPoints(vatRate),
    }),
  )
}

function vatIn(lines: readonly PricedLine[]): Sums['vat'] {
  const taxed = totals(lines).groups.filter(({ category }) => category !== 'O')
  return taxed.map(({ rate, vatCents }) => ({ rate, amount: vatCents }))
}
