import { type BasisPoints, type Cents, cents, sum } from '../platform/money.ts'
import type { VatCategory, VatTreatment } from './vat.ts'

const WHOLE = 10_000

/** What a line costs with VAT, in cents, and how it is taxed. */
export type TaxedLine = {
  readonly vatCategory: VatCategory
  readonly vatRate: BasisPoints
  readonly grossCents: Cents
}

/** What documents before this one took of a VAT group, in cents. */
export type Taken = VatTreatment & { readonly grossCents: number; readonly vatCents: number }

/** One VAT breakdown (BG-23). Always taxable + vat = gross. */
export type VatGroup = VatTreatment & {
  readonly taxableCents: Cents
  readonly vatCents: Cents
  readonly grossCents: Cents
}

/**
 * VAT by category and rate, and each line's part before VAT. Documents that take a sale piece by piece say in `before`
 * what was taken of each group: VAT is rounded once on all that is taken so far, and this document has what the former
 * ones did not, so the last one makes the sale's VAT whole to the cent. Line nets add up to the taxable amount of their
 * group exactly (BR-CO-10, BR-S-08), each within a cent of its exact part. Groups come by falling rate, then category.
 * Throws RangeError for a negative amount, a rate on a category that has none, or category S without one.
 */
export function shares(
  lines: readonly TaxedLine[],
  before: readonly Taken[] = [],
): { readonly nets: readonly Cents[]; readonly groups: readonly VatGroup[] } {
  const groups = treatments(lines).map((treatment) => groupOf(treatment, lines, before))
  return { nets: lineNets(lines, groups), groups }
}

/** The VAT inside an amount that includes it, in cents, half a cent rounded up. The amount must not be negative. */
export function vatWithin(grossCents: number, rate: BasisPoints): Cents {
  const divisor = WHOLE + rate
  return cents(Math.floor((2 * grossCents * rate + divisor) / (2 * divisor)))
}

/**
 * An amount divided over what is left of several wholes, in proportion to it: no part exceeds its whole, and all that is
 * left is given out to the cent (largest remainder; the earlier first among equals). Throws RangeError for more than
 * there is.
 */
export function divided(amount: number, left: readonly number[]): Cents[] {
  const all = left.reduce((total, one) => total + one, 0)
  if (!Number.isInteger(amount) || amount < 0 || amount > all)
    throw new RangeError('there is less left than is to be divided')
  if (all === 0) return left.map(() => cents(0))
  const exact = left.map((one) => BigInt(amount) * BigInt(one))
  const parts = exact.map((one) => Number(one / BigInt(all)))
  const cut = exact.map((one) => Number(one % BigInt(all)))
  return withMissing(parts, cut, left, amount)
}

/** Whether two are taxed alike. */
export function sameTreatment(one: VatTreatment, other: VatTreatment): boolean {
  return one.category === other.category && one.rate === other.rate
}

function treatments(lines: readonly TaxedLine[]): VatTreatment[] {
  const found = new Map<string, VatTreatment>()
  for (const { vatCategory, vatRate, grossCents } of lines) {
    if (grossCents < 0) throw new RangeError('an amount below nothing has no VAT')
    if (vatCategory !== 'S' && vatRate !== 0) throw new RangeError('only category S carries a rate')
    if (vatCategory === 'S' && vatRate === 0) throw new RangeError('category S needs a rate')
    found.set(`${vatCategory} ${vatRate}`, { category: vatCategory, rate: vatRate })
  }
  return [...found.values()].sort(byRate)
}

/** The order of VAT groups on every document: by falling rate, then category. */
export function byRate(one: VatTreatment, other: VatTreatment): number {
  return other.rate - one.rate || (one.category < other.category ? -1 : 1)
}

function groupOf(treatment: VatTreatment, lines: readonly TaxedLine[], before: readonly Taken[]): VatGroup {
  const grossCents = sum(lines.filter((line) => belongs(line, treatment)).map((line) => line.grossCents))
  const taken = before.filter((one) => sameTreatment(one, treatment))
  const takenGross = taken.reduce((total, one) => total + one.grossCents, 0)
  const takenVat = taken.reduce((total, one) => total + one.vatCents, 0)
  const soFar = vatWithin(takenGross + grossCents, treatment.rate) - takenVat
  const vatCents = cents(Math.min(Math.max(soFar, 0), grossCents))
  return { ...treatment, taxableCents: cents(grossCents - vatCents), vatCents, grossCents }
}

function belongs(line: TaxedLine, { category, rate }: VatTreatment): boolean {
  return line.vatCategory === category && line.vatRate === rate
}

function lineNets(lines: readonly TaxedLine[], groups: readonly VatGroup[]): Cents[] {
  const nets = new Array<Cents>(lines.length)
  for (const group of groups) {
    const members = lines.flatMap((line, i) => (belongs(line, group) ? [i] : []))
    const parts = apportioned(
      group,
      members.map((i) => lines[i]!.grossCents),
    )
    members.forEach((i, at) => {
      nets[i] = parts[at]!
    })
  }
  return nets
}

/** Largest remainder: every line gets its net rounded down, the missing cents go where most was cut off. */
function apportioned(group: VatGroup, gross: readonly Cents[]): Cents[] {
  const divisor = WHOLE + group.rate
  const nets = gross.map((amount) => Math.floor((amount * WHOLE) / divisor))
  const cut = gross.map((amount) => (amount * WHOLE) % divisor)
  return withMissing(nets, cut, gross, group.taxableCents)
}

/** What former documents rounded up may leave a cent too much: it comes off where most stands. */
function withMissing(
  parts: readonly number[],
  cut: readonly number[],
  wholes: readonly number[],
  wanted: number,
): Cents[] {
  const amounts = [...parts]
  const missing = wanted - amounts.reduce((total, part) => total + part, 0)
  const byCut = amounts
    .map((_, i) => i)
    .filter((i) => wholes[i]! > amounts[i]!)
    .sort((one, other) => cut[other]! - cut[one]! || one - other)
  for (const i of byCut.slice(0, Math.max(missing, 0))) amounts[i]! += 1
  if (missing < 0) amounts[amounts.indexOf(Math.max(...amounts))]! += missing
  return amounts.map(cents)
}
