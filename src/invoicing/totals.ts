import { type BasisPoints, type Cents, cents, sum } from '../platform/money.ts'
import { shares, type VatGroup, vatWithin } from './shares.ts'
import type { VatCategory } from './vat.ts'

const MOST_PIECES = 100_000
const HIGHEST_UNIT_PRICE = 100_000_000
const HIGHEST_TOTAL = 100_000_000_000

/** A thing sold, or its delivery: whole pieces at a unit price in cents that includes VAT. */
export type PricedLine = {
  readonly quantity: number
  readonly unitPriceCents: Cents
  /** Off all pieces together, VAT included. */
  readonly discountCents?: Cents
  readonly vatCategory: VatCategory
  readonly vatRate: BasisPoints
}

/**
 * `unitNet` is a decimal string in euros; times the quantity, rounded to the cent and less the allowance (BT-136,
 * before VAT; absent where there is none) it is exactly `netCents` (BT-131).
 */
export type LineTotal = {
  readonly grossCents: Cents
  readonly netCents: Cents
  readonly unitNet: string
  readonly allowanceCents?: Cents
}

export type Totals = {
  readonly lines: readonly LineTotal[]
  readonly groups: readonly VatGroup[]
  readonly netCents: Cents
  readonly vatCents: Cents
  readonly grossCents: Cents
}

/**
 * Totals of a document whose prices include VAT, in cents. The buyer pays the sum of the prices seen, less discounts; VAT is taken out
 * of it once for each category and rate (half a cent rounds up, PVN likums 125. pants; EN 16931 BG-23), and the
 * group's taxable amount is apportioned over its lines, so line nets add up to it exactly (BR-CO-10, BR-S-08).
 * Groups come by falling rate, then category. Throws RangeError for no lines, or a quantity or price out of bounds.
 */
export function totals(lines: readonly PricedLine[]): Totals {
  if (lines.length === 0) throw new RangeError('a document needs a line')
  const gross = lines.map(lineGross)
  if (gross.reduce((total: number, amount) => total + amount, 0) > HIGHEST_TOTAL)
    throw new RangeError('the total is too high')

  const { nets, groups } = shares(lines.map((line, i) => ({ ...line, grossCents: gross[i]! })))
  return {
    lines: lines.map((line, i) => lineTotal(line, gross[i]!, nets[i]!)),
    groups,
    netCents: sum(groups.map((group) => group.taxableCents)),
    vatCents: sum(groups.map((group) => group.vatCents)),
    grossCents: sum(groups.map((group) => group.grossCents)),
  }
}

/**
 * A net price in euros for one piece: the fewest decimals, at least two, that give the line's net again when
 * multiplied by the quantity and rounded to the cent (PEPPOL-EN16931-R120 without slack).
 */
export function unitNet(netCents: Cents, quantity: number): string {
  const net = BigInt(netCents)
  const pieces = BigInt(quantity)
  for (let extra = 0, scale = 1n; ; extra += 1, scale *= 10n) {
    const price = roundedQuotient(net * scale, pieces)
    if (roundedQuotient(price * pieces, scale) === net) return decimal(price, 2 + extra)
  }
}

/** A line at its own price with its discount; the allowance is what the price before VAT would have been more than it is. */
export function lineTotal(line: PricedLine, grossCents: Cents, netCents: Cents): LineTotal {
  const { quantity, unitPriceCents, discountCents, vatRate } = line
  if (!discountCents) return { grossCents, netCents, unitNet: unitNet(netCents, quantity) }
  const fullCents = cents(quantity * unitPriceCents)
  const fullNetCents = cents(fullCents - vatWithin(fullCents, vatRate))
  return {
    grossCents,
    netCents,
    unitNet: unitNet(fullNetCents, quantity),
    allowanceCents: cents(fullNetCents - netCents),
  }
}

function lineGross(line: PricedLine): Cents {
  const { quantity, unitPriceCents, discountCents = 0 } = line
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > MOST_PIECES)
    throw new RangeError('quantity out of bounds')
  if (!Number.isInteger(unitPriceCents) || unitPriceCents < 0 || unitPriceCents > HIGHEST_UNIT_PRICE)
    throw new RangeError('unit price out of bounds')
  if (!Number.isInteger(discountCents) || discountCents < 0 || discountCents > quantity * unitPriceCents)
    throw new RangeError('discount out of bounds')
  return cents(quantity * unitPriceCents - discountCents)
}

function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor)
}

function decimal(amount: bigint, decimals: number): string {
  const digits = amount.toString().padStart(decimals + 1, '0')
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
