import type { OrderFacts } from '../orders/find.ts'
import { formats } from '../platform/i18n/format.ts'
import { type Cents, cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import { zone } from '../shop.ts'
import { leftOf } from './credit-notes.ts'
import { type Around, contentOf, draftFacts, type Sold, soldIn } from './drafting.ts'
import { advanceCredits, advancesOf, type Earlier, goodsCredits, taken, takenOf, units } from './earlier.ts'
import { byRate, sameTreatment, shares, type Taken, type VatGroup } from './shares.ts'
import type { DocumentDraft, LineSnapshot, VatGroupSnapshot } from './snapshot.ts'
import { lineTotal, unitNet } from './totals.ts'

/** The part of an advance in one VAT group, as the final invoice clears it; in cents. */
interface Cleared {
  readonly advance: Earlier
  readonly group: Taken & { readonly taxableCents: Cents }
}

/**
 * The final invoice of an order with advances: its goods and delivery, and in negative lines what the advances have
 * taxed already; what is left may be nothing. What was credited before the supply is neither in the one nor in the
 * other. Throws RangeError where all of it was credited.
 */
export function finalFor(
  order: OrderFacts,
  earlier: readonly Earlier[],
  days: { readonly suppliedOn: IsoDate; readonly dueOn: IsoDate | null },
  around: Around,
): DocumentDraft {
  const supplied = suppliedLines(order, earlier, around)
  if (supplied.lines.length === 0) throw new RangeError('all of the order was credited')
  const cleared = clearedBy(earlier)
  const clearing = cleared.map((one, i) => clearingLine(one, supplied.lines.length + i + 1, around, order))
  const lines = [...supplied.lines, ...clearing]
  const content = contentOf(order, lines, less(supplied.groups, cleared), around)
  return {
    ...draftFacts(order, 'final', around),
    ...content,
    suppliedOn: days.suppliedOn,
    dueOn: content.grossCents > 0 ? days.dueOn : null,
  }
}

/** Goods and delivery of the order without what was credited of them. */
function suppliedLines(order: OrderFacts, earlier: readonly Earlier[], { t }: Around) {
  const credits = goodsCredits(earlier)
  const left = soldIn(order, t)
    .map((sold) => ({ ...sold, ...leftOf(sold, credits) }))
    .filter(({ pieces, grossCents }) => pieces > 0 || grossCents > 0)
  const { nets, groups } = shares(left, taken(credits))
  const lines = left.map(({ pieces, ...sold }, i): LineSnapshot => {
    const { about, orderLineId, description, vatCategory, vatRate } = sold
    const quantity = Math.max(pieces, 1)
    return {
      position: i + 1,
      about,
      orderLineId,
      description,
      quantity,
      unit: pieces > 0 ? units.piece : units.amount,
      vatCategory,
      vatRate,
      ...pricedAs(order, sold, nets[i]!, quantity, t),
    }
  })
  return { lines, groups }
}

/** A line of which nothing was credited shows its price and discount; any other what is left of both. */
function pricedAs(
  { discountCode }: OrderFacts,
  sold: Sold & { readonly grossCents: Cents },
  netCents: Cents,
  quantity: number,
  t: Around['t'],
) {
  const { grossCents } = sold
  const whole = sold.quantity * sold.unitPriceCents - (sold.discountCents ?? 0)
  if (quantity !== sold.quantity || grossCents !== whole)
    return { grossCents, netCents, unitNet: unitNet(netCents, quantity) }
  const line = lineTotal(sold, grossCents, netCents)
  return {
    ...line,
    ...(line.allowanceCents && { allowanceReason: t('document.discount', { code: discountCode }) }),
  }
}

/**
 * By advance and group, the oldest first, each less what was credited of it. Credits on goods, which are about no single
 * advance, come off the youngest: it clears what is left, VAT included.
 */
function clearedBy(earlier: readonly Earlier[]): Cleared[] {
  const back = advanceCredits(earlier)
  let left = taken(advancesOf(earlier), [...back, ...goodsCredits(earlier)])
  const cleared: Cleared[] = []
  for (const advance of advancesOf(earlier)) {
    const own = taken(
      [advance],
      back.filter(({ precedingId }) => precedingId === advance.id),
    )
    for (const group of [...own].sort(byRate)) {
      const open = takenOf(left, group)
      const now = group.grossCents < open.grossCents ? group : open
      if (now.grossCents <= 0) continue
      cleared.push({ advance, group: { ...now, taxableCents: cents(now.grossCents - now.vatCents) } })
      left = left.map((one) => (one === open ? without(one, now) : one))
    }
  }
  return cleared
}

function without(group: Taken, part: Taken): Taken {
  const { grossCents, vatCents } = group
  return { ...group, grossCents: grossCents - part.grossCents, vatCents: vatCents - part.vatCents }
}

function clearingLine(
  { advance, group }: Cleared,
  position: number,
  { t }: Around,
  { language }: OrderFacts,
): LineSnapshot {
  const day = formats(language, zone).date(advance.issuedOn)
  return {
    position,
    about: 'advance',
    clearsId: advance.id,
    description: t('document.clearedAdvance', { number: advance.number, day }),
    quantity: -1,
    unit: units.amount,
    unitNet: unitNet(group.taxableCents, 1),
    netCents: cents(-group.taxableCents),
    grossCents: cents(-group.grossCents),
    vatCategory: group.category,
    vatRate: group.rate,
  }
}

function less(groups: readonly VatGroup[], cleared: readonly Cleared[]): VatGroupSnapshot[] {
  return groups.map(({ category, rate, taxableCents, vatCents }) => {
    const same = cleared.filter(({ group }) => sameTreatment(group, { category, rate }))
    return {
      category,
      rate,
      taxableCents: cents(
        same.reduce((total: number, { group }) => total - group.taxableCents, taxableCents),
      ),
      vatCents: cents(same.reduce((total: number, { group }) => total - group.vatCents, vatCents)),
    }
  })
}
