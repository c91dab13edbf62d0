import { cents } from '../platform/money.ts'
import { sameTreatment, type Taken } from './shares.ts'
import { type DocumentKind, isOfCharge, type LineSnapshot, type VatGroupSnapshot } from './snapshot.ts'
import type { VatTreatment } from './vat.ts'

/** UN/ECE Recommendation 20: a piece, and one that is no piece but an amount. */
export const units = { piece: 'H87', amount: 'C62' } as const

/** A document that was issued on an order, as far as the next one must know it; `invoices.earlierOf` reads them. */
export type Earlier = {
  readonly id: string
  readonly kind: DocumentKind
  readonly number: string
  readonly issuedOn: string
  readonly suppliedOn: string | null
  readonly precedingId: string | null
  readonly lines: readonly EarlierLine[]
  readonly vatGroups: readonly VatGroupSnapshot[]
}

export type EarlierLine = Pick<
  LineSnapshot,
  'about' | 'orderLineId' | 'quantity' | 'unit' | 'grossCents' | 'vatCategory' | 'vatRate'
>

/** The invoice or final invoice of an order, once it was issued; here, or in a former system. */
export function supplyOf(earlier: readonly Earlier[]): Earlier | undefined {
  return earlier.find(({ kind }) => kind === 'invoice' || kind === 'final' || kind === 'taken-over')
}

/** An order's advance invoices, oldest first. */
export function advancesOf(earlier: readonly Earlier[]): Earlier[] {
  return earlier.filter(({ kind }) => kind === 'advance')
}

/** Credit notes on goods and delivery; those on advances are another thing. */
export function goodsCredits(earlier: readonly Earlier[]): Earlier[] {
  return credits(earlier).filter((one) => !onAdvance(one) && !isOfCharge(one))
}

/** Credit notes that gave advances back. */
export function advanceCredits(earlier: readonly Earlier[]): Earlier[] {
  return credits(earlier).filter(onAdvance)
}

function credits(earlier: readonly Earlier[]): Earlier[] {
  return earlier.filter(({ kind }) => kind === 'credit-note')
}

function onAdvance({ lines }: Earlier): boolean {
  return lines.every(({ about }) => about === 'advance')
}

type Taxed = Pick<Earlier, 'vatGroups'>

/** What documents took by VAT group, less what others gave back; in cents. */
export function taken(plus: readonly Taxed[], minus: readonly Taxed[] = []): Taken[] {
  const groups: Taken[] = []
  for (const [documents, sign] of [
    [plus, 1],
    [minus, -1],
  ] as const)
    for (const { vatGroups } of documents) for (const group of vatGroups) add(groups, group, sign)
  return groups
}

/** The part of one treatment; nothing where it was never taken. */
export function takenOf(groups: readonly Taken[], treatment: VatTreatment): Taken {
  const found = groups.find((group) => sameTreatment(group, treatment))
  return found ?? { ...treatment, grossCents: 0, vatCents: 0 }
}

function add(groups: Taken[], group: VatGroupSnapshot, sign: 1 | -1): void {
  const { category, rate, taxableCents, vatCents } = group
  const before = takenOf(groups, group)
  const now = {
    category,
    rate,
    grossCents: cents(before.grossCents + sign * (taxableCents + vatCents)),
    vatCents: cents(before.vatCents + sign * vatCents),
  }
  const at = groups.findIndex((one) => sameTreatment(one, group))
  groups.splice(at < 0 ? groups.length : at, at < 0 ? 0 : 1, now)
}
