import type { OrderFacts } from '../orders/find.ts'
import { type Cents, cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import { type Around, contentOf, draftFacts, soldIn } from './drafting.ts'
import { advanceCredits, advancesOf, type Earlier, supplyOf, taken, takenOf, units } from './earlier.ts'
import { divided, shares, type Taken, type TaxedLine, type VatGroup } from './shares.ts'
import type { CreditCause, DocumentDraft, LineSnapshot, PaidMeans } from './snapshot.ts'
import { totals, unitNet } from './totals.ts'

/** Money that came before the goods left. */
export interface Receipt {
  /** With VAT. */
  readonly amountCents: number
  readonly paidOn: IsoDate
  readonly means?: PaidMeans
}

/** What of an order has no advance invoice yet, in cents with VAT; nothing once it was supplied. */
export function toAdvance(order: OrderFacts, earlier: readonly Earlier[], { t }: Pick<Around, 't'>): Cents {
  const left = supplyOf(earlier) ? [] : leftByGroup(order, earlier, t)
  return cents(left.reduce((total, one) => total + one.leftCents, 0))
}

/**
 * The advance invoice for money that came before the goods: VAT is due on receipt (Directive 2006/112 Art. 65). The
 * amount is divided over the order's VAT rates in proportion to what is left of each, so the last advance takes the
 * remainder of each to the cent. Throws RangeError for more than `toAdvance`.
 */
export function advanceFor(
  order: OrderFacts,
  earlier: readonly Earlier[],
  { amountCents, paidOn, means }: Receipt,
  around: Around,
): DocumentDraft {
  if (amountCents <= 0 || supplyOf(earlier)) throw new RangeError('nothing is left to pay in advance')
  const left = leftByGroup(order, earlier, around.t)
  const parts = divided(
    amountCents,
    left.map(({ leftCents }) => leftCents),
  )
  const lines = left
    .map(({ category, rate }, i) => ({ vatCategory: category, vatRate: rate, grossCents: parts[i]! }))
    .filter(({ grossCents }) => grossCents > 0)
  const before = taken(advancesOf(earlier), advanceCredits(earlier))
  const { nets, groups } = shares(lines, before)
  const description = around.t('document.advanceLine', { order: order.number })
  const document = documentOfAdvance(order, around, lines, nets, groups, description)
  return {
    ...draftFacts(order, 'advance', around),
    ...document,
    paidOn,
    paidMeans: means ?? null,
    prepaidCents: document.grossCents,
  }
}

/**
 * A credit note on one advance, in whole or in part: the order was cancelled, or its money never came. In part it is
 * divided over the advance's VAT groups; the last one takes the remainder. Throws RangeError for more than is left of it.
 */
export function advanceCreditFor(
  order: OrderFacts,
  earlier: readonly Earlier[],
  credit: { readonly advanceId: string; readonly amountCents: number | 'all'; readonly cause: CreditCause },
  around: Around,
): DocumentDraft {
  const advance = earlier.find(({ id, kind }) => id === credit.advanceId && kind === 'advance')
  if (!advance) throw new RangeError('no such advance')
  const left = taken(
    [advance],
    advanceCredits(earlier).filter(({ precedingId }) => precedingId === advance.id),
  )
  const whole = left.reduce((total, one) => total + one.grossCents, 0)
  const amountCents = credit.amountCents === 'all' ? whole : credit.amountCents
  if (amountCents <= 0) throw new RangeError('nothing is left to credit')
  const parts = divided(
    amountCents,
    left.map(({ grossCents }) => grossCents),
  )
  const groups = left.map((group, i) => partOf(group, parts[i]!)).filter(({ grossCents }) => grossCents > 0)
  const lines = groups.map(({ category, rate, grossCents }) => ({
    vatCategory: category,
    vatRate: rate,
    grossCents,
  }))
  const nets = groups.map(({ taxableCents }) => taxableCents)
  const description = around.t('document.advanceBack', { number: advance.number })
  return {
    ...draftFacts(order, 'credit-note', around),
    ...documentOfAdvance(order, around, lines, nets, groups, description),
    cause: credit.cause,
    precedingId: advance.id,
  }
}

/** The order's price by VAT group less its advances; credits on goods lower both alike. */
function leftByGroup(order: OrderFacts, earlier: readonly Earlier[], t: Around['t']) {
  const advanced = taken(advancesOf(earlier), advanceCredits(earlier))
  return totals(soldIn(order, t)).groups.map((group) => ({
    ...group,
    leftCents: group.grossCents - takenOf(advanced, group).grossCents,
  }))
}

/** A part of what is left of a group, with its part of the VAT: all of it has all of its VAT. */
function partOf({ category, rate, ...left }: Taken, grossCents: Cents): VatGroup {
  const vatCents = divided(grossCents, [left.vatCents, left.grossCents - left.vatCents])[0]!
  return { category, rate, grossCents, vatCents, taxableCents: cents(grossCents - vatCents) }
}

function documentOfAdvance(
  order: OrderFacts,
  around: Around,
  taxed: readonly TaxedLine[],
  nets: readonly Cents[],
  groups: readonly VatGroup[],
  description: string,
) {
  const lines = taxed.map(
    (line, i): LineSnapshot => ({
      ...line,
      position: i + 1,
      about: 'advance',
      description,
      quantity: 1,
      unit: units.amount,
      unitNet: unitNet(nets[i]!, 1),
      netCents: nets[i]!,
    }),
  )
  return contentOf(order, lines, groups, around)
}
