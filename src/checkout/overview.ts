import { totals } from '../invoicing/totals.ts'
import { vatRate } from '../invoicing/vat.ts'
import { type BasisPoints, basisPoints, cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import type { CartLine } from './carts.ts'

/** What a cart costs, in cents with VAT; without a delivery while none is chosen. */
export interface Overview {
  readonly goods: number
  readonly delivery?: number
  readonly total: number
  readonly vat: readonly { readonly rate: number; readonly amount: number }[]
}

/** The sums that stand above the order button, with the VAT in them as the invoice will have it. */
export function overviewOf(lines: readonly CartLine[], today: IsoDate, deliveryCents?: number): Overview {
  const goods = lines.reduce((total, line) => total + line.quantity * line.priceCents, 0)
  const total = goods + (deliveryCents ?? 0)
  const delivery = deliveryCents === undefined ? {} : { delivery: deliveryCents }
  return { goods, ...delivery, total, vat: vatIn(lines, today, deliveryCents ?? 0) }
}

function vatIn(lines: readonly CartLine[], today: IsoDate, deliveryCents: number): Overview['vat'] {
  if (lines.length === 0) return []
  const rates = lines.map((line) => vatRate(line.vatClass, today))
  // Delivery shares the goods' rate; with several, the highest.
  const deliveryRate = basisPoints(Math.max(...rates))
  const priced = lines.map((line, index) => pricedLine(line.quantity, line.priceCents, rates[index]!))
  const delivered = deliveryCents > 0 ? [pricedLine(1, deliveryCents, deliveryRate)] : []
  return totals([...priced, ...delivered]).groups.map(({ rate, vatCents }) => ({ rate, amount: vatCents }))
}

function pricedLine(quantity: number, unitPriceCents: number, rate: BasisPoints) {
  const vatCategory = rate === 0 ? ('Z' as const) : ('S' as const)
  return { quantity, unitPriceCents: cents(unitPriceCents), vatCategory, vatRate: rate }
}
