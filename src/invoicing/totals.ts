import { type BasisPoints, type Cents, cents, sum } from '../platform/money.ts'
import type { VatCategory, VatTreatment } from './vat.ts'

const MOST_PIECES = 100_000
const HIGHEST_UNIT_PRICE = 100_000_000
const HIGHEST_TOTAL = 100_000_000_000
const WHOLE = 10_000

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

/** One VAT breakdown (BG-23). Always taxable + vat = gross. */
export type VatGroup = {
  readonly category: VatCategory
  readonly rate: BasisPoints
  readonly taxableCents: Cents
  readonly vatCents: Cents
  readonly grossCents: Cents
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

  const groups = treatments(lines).map((treatment) => groupOf(treatment, lines, gross))
  const net = lineNets(lines, gross, groups)
  return {
    lines: lines.map((line, i) => lineTotal(line, gross[i]!, net[i]!)),
    groups,
    netCents: sum(groups.map((group) => group.taxableCents)),
    vatCents: sum(groups.map((group) => group.vatCents)),
    grossCents: sum(groups.map((group) => group.grossCents)),
  }
}

/** The VAT inside an amount that includes it, in cents, half a cent rounded up. The amount must not be negative. */
export function vatWithin(grossCents: Cents, rate: BasisPoints): Cents {
  const divisor = WHOLE + rate
  return cents(Math.floor((2 * grossCents * rate + divisor) / (2 * divisor)))
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

/** The allowance is what its price before VAT would have been more than it is. */
function lineTotal(line: PricedLine, grossCents: Cents, netCents: Cents): LineTotal {
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

function treatments(lines: readonly PricedLine[]): VatTreatment[] {
  const found = new Map<string, VatTreatment>()
  for (const { vatCategory, vatRate } of lines) {
    if (vatCategory !== 'S' && vatRate !== 0) throw new RangeError('only category S carries a rate')
    if (vatCategory === 'S' && vatRate === 0) throw new RangeError('category S needs a rate')
    found.set(`${vatCategory} ${vatRate}`, { category: vatCategory, rate: vatRate })
  }
  return [...found.values()].sort(
    (one, other) => other.rate - one.rate || (one.category < other.category ? -1 : 1),
  )
}

function groupOf(treatment: VatTreatment, lines: readonly PricedLine[], gross: readonly Cents[]): VatGroup {
  const grossCents = sum(gross.filter((_, i) => belongs(lines[i]!, treatment)))
  const vatCents = vatWithin(grossCents, treatment.rate)
  return { ...treatment, taxableCents: cents(grossCents - vatCents), vatCents, grossCents }
}

function belongs(line: PricedLine, { category, rate }: VatTreatment): boolean {
  return line.vatCategory === category && line.vatRate === rate
}

function lineNets(
  lines: readonly PricedLine[],
  gross: readonly Cents[],
  groups: readonly VatGroup[],
): Cents[] {
  const nets = new Array<Cents>(lines.length)
  for (const group of groups) {
    const members = lines.flatMap((line, i) => (belongs(line, group) ? [i] : []))
    const shares = apportioned(
      group,
      members.map((i) => gross[i]!),
    )
    members.forEach((i, at) => {
      nets[i] = shares[at]!
    })
  }
  return nets
}

/** Largest remainder: every line gets its net rounded down, the missing cents go where most was cut off. */
function apportioned(group: VatGroup, gross: readonly Cents[]): Cents[] {
  const divisor = WHOLE + group.rate
  const nets = gross.map((amount) => Math.floor((amount * WHOLE) / divisor))
  const cut = gross.map((amount) => (amount * WHOLE) % divisor)
  const missing = group.taxableCents - nets.reduce((total, net) => total + net, 0)
  const byCut = gross.map((_, i) => i).sort((one, other) => cut[other]! - cut[one]! || one - other)
  for (const i of byCut.slice(0, missing)) nets[i]! += 1
  return nets.map(cents)
}

function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor)
}

function decimal(amount: bigint, decimals: number): string {
  const digits = amount.toString().padStart(decimals + 1, '0')
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
