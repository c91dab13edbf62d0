import type { OrderFacts } from '../orders/find.ts'
import { type Cents, cents } from '../platform/money.ts'
import { type Around, contentOf, draftFacts, type Sold, soldIn } from './drafting.ts'
import { advancesOf, type Earlier, goodsCredits, supplyOf, taken, units } from './earlier.ts'
import { shares } from './shares.ts'
import type { CreditCause, DocumentDraft, LineSnapshot } from './snapshot.ts'
import { unitNet } from './totals.ts'

/** What is to be credited: pieces of a line, or an amount off it (cents with VAT) where the buyer keeps them. */
export type Credited =
  | { readonly orderLineId: string; readonly quantity: number }
  | { readonly orderLineId: string; readonly amountCents: number }

export interface Credit {
  readonly lines: readonly Credited[]
  /** Of the delivery, in cents with VAT, or all that is left of it. */
  readonly delivery?: number | 'all'
  readonly cause: CreditCause
}

/** What of an order's line, or of its delivery, was not credited yet. */
export interface Left {
  readonly pieces: number
  /** Cents with VAT. */
  readonly grossCents: Cents
}

/** What its credit notes left of a thing sold. */
export function leftOf(sold: Sold, credits: readonly Earlier[]): Left {
  const lines = credits
    .flatMap((credit) => credit.lines)
    .filter(({ about, orderLineId }) => about === sold.about && (orderLineId ?? null) === sold.orderLineId)
  const whole = sold.quantity * sold.unitPriceCents - (sold.discountCents ?? 0)
  const pieces = lines.filter(({ unit }) => unit === units.piece)
  return {
    pieces: pieces.reduce((total, { quantity }) => total - quantity, sold.quantity),
    grossCents: cents(lines.reduce((total, { grossCents }) => total - grossCents, whole)),
  }
}

/** What can still be credited of an order: by the id of its line, and of its delivery. */
export function creditable(
  order: OrderFacts,
  earlier: readonly Earlier[],
  { t }: Pick<Around, 't'>,
): { readonly lines: ReadonlyMap<string, Left>; readonly deliveryCents: Cents } {
  const credits = goodsCredits(earlier)
  const sold = soldIn(order, t).map((one) => ({ ...one, ...leftOf(one, credits) }))
  const delivery = sold.find(({ about }) => about === 'delivery')
  return {
    lines: new Map(
      sold
        .filter((one) => one.orderLineId !== null)
        .map(({ orderLineId, pieces, grossCents }) => [orderLineId!, { pieces, grossCents }]),
    ),
    deliveryCents: delivery?.grossCents ?? cents(0),
  }
}

/**
 * A credit note on goods and delivery of an order that was invoiced. Pieces go at what was paid for them, discounts
 * included; the last pieces of a line take what is left of it, and the last credit note of a VAT group what is left of
 * its VAT, so that all of them together are the invoice to the cent. It is about the supply, or before that about the
 * last advance. Throws RangeError for more than is left, or where nothing was invoiced or nothing is credited.
 */
export function creditFor(
  order: OrderFacts,
  earlier: readonly Earlier[],
  credit: Credit,
  around: Around,
): DocumentDraft {
  const preceding = supplyOf(earlier) ?? advancesOf(earlier).at(-1)
  if (!preceding) throw new RangeError('nothing was invoiced')
  const credits = goodsCredits(earlier)
  const parts = soldIn(order, around.t).flatMap((sold) => partsOf(sold, leftOf(sold, credits), credit))
  if (parts.length < new Set(credit.lines.map((line) => line.orderLineId)).size)
    throw new RangeError('no such line')
  if (!parts.some(({ grossCents }) => grossCents > 0)) throw new RangeError('nothing is credited')
  const { nets, groups } = shares(parts, taken(credits))
  const lines = parts.map(
    (
      { about, orderLineId, description, quantity, unit, grossCents, vatCategory, vatRate },
      i,
    ): LineSnapshot => ({
      position: i + 1,
      about,
      orderLineId,
      description,
      quantity,
      unit,
      unitNet: unitNet(nets[i]!, quantity),
      netCents: nets[i]!,
      grossCents,
      vatCategory,
      vatRate,
    }),
  )
  return {
    ...draftFacts(order, 'credit-note', around),
    ...contentOf(order, lines, groups, around),
    suppliedOn: preceding.suppliedOn,
    cause: credit.cause,
    precedingId: preceding.id,
  }
}

type Part = Omit<Sold, 'quantity'> & {
  readonly quantity: number
  readonly unit: string
  readonly grossCents: Cents
}

function partsOf(sold: Sold, left: Left, credit: Credit): Part[] {
  if (sold.about === 'delivery') {
    const amount = credit.delivery === 'all' ? left.grossCents : (credit.delivery ?? 0)
    return amount > 0 ? [amountOff(sold, left, amount)] : []
  }
  return credit.lines
    .filter(({ orderLineId }) => orderLineId === sold.orderLineId)
    .map((line) =>
      'quantity' in line ? piecesOf(sold, left, line.quantity) : amountOff(sold, left, line.amountCents),
    )
}

function piecesOf(sold: Sold, left: Left, quantity: number): Part {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > left.pieces)
    throw new RangeError('more pieces than are left')
  const share = BigInt(left.grossCents) * BigInt(quantity)
  const half = 2n * BigInt(left.pieces)
  const grossCents = cents(Number((2n * share + BigInt(left.pieces)) / half))
  return { ...sold, quantity, unit: units.piece, grossCents }
}

function amountOff(sold: Sold, left: Left, amountCents: number): Part {
  if (!Number.isInteger(amountCents) || amountCents < 1 || amountCents > left.grossCents)
    throw new RangeError('a larger amount than is left')
  return { ...sold, quantity: 1, unit: units.amount, grossCents: cents(amountCents) }
}
