import type { Stock } from './catalogue.ts'
import type { MeasureUnit } from './table.ts'

/** From here on the page says how many are left. */
const few = 3

/** The reduction, computed from the lowest price of 30 days (C-330/23); whole percents, never more than it is. */
export function reduction(priceCents: number, lowestCents: number | null): { lowest?: number; off?: number } {
  if (lowestCents === null || lowestCents <= priceCents) return {}
  const percents = Math.floor(((lowestCents - priceCents) * 100) / lowestCents)
  return percents < 1 ? { lowest: lowestCents } : { lowest: lowestCents, off: percents * 100 }
}

/** What a page says about how many can be had; when they leave is said on the product's own page, by the day. */
export function stockWords({ left, leadDays }: Stock) {
  if (left === null) return { kind: 'made', days: leadDays }
  if (left === 0) return { kind: 'out' }
  return left <= few ? { kind: 'few', left } : { kind: 'shelf' }
}

/** What a metre, a square metre, a kilogram or a litre costs, in cents, where goods are sold by measure (MK 178). */
export function unitPrice({
  priceCents,
  measure,
  measureUnit,
}: {
  readonly priceCents: number
  readonly measure: number | null
  readonly measureUnit: MeasureUnit | null
}): { unit: MeasureUnit; cents: number } | undefined {
  if (measure === null || measureUnit === null) return undefined
  return { unit: measureUnit, cents: Math.round(priceCents / measure) }
}
