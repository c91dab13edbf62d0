import type { LineFacts, OrderFacts } from '../orders/find.ts'
import type { Typed } from '../platform/web/forms.ts'
import type { FormModel } from '../storefront-shop.ts'
import { type Countable, piecesField } from './forms.ts'
import { piecesLeft } from './withdrawals.ts'

/** An order that this browser opened, and how many pieces of its lines were withdrawn before. */
export interface Opened {
  readonly order: OrderFacts
  readonly before: ReadonlyMap<string, number>
}

/** The lines that may be chosen: what carries the buyer's own words is excepted (CRD Art. 16(c)). */
export function countable({ order, before }: Opened): Countable[] {
  const open = order.lines.filter(({ madeToOrder }) => !madeToOrder)
  return piecesLeft(open, before).map(({ orderLineId, quantity }) => ({ id: orderLineId, most: quantity }))
}

/** What stands in the form before anything was typed: the buyer, and the whole order. */
export function valuesOf(opened: Opened | undefined): Typed {
  if (!opened) return {}
  const { order } = opened
  const counts = countable(opened).map(({ id, most }) => [piecesField(id), String(most)])
  return {
    contract: order.number,
    ...(order.party && { name: order.party.name, email: order.party.email }),
    ...Object.fromEntries(counts),
  }
}

/** The order as the two pages show it: what may be chosen, what may not, and what was chosen. */
export function linesModel(opened: Opened | undefined, choosable: boolean, { values }: FormModel) {
  if (!opened) return {}
  const { order, before } = opened
  const most = new Map(countable(opened).map((one) => [one.id, one.most]))
  const named = (line: LineFacts) => ({ name: line.name, variant: line.label })
  const lines = order.lines.filter(({ id }) => most.has(id))
  return {
    order: { id: order.id, number: order.number, language: order.language },
    choosable,
    lines: lines.map((line) => ({
      ...named(line),
      field: piecesField(line.id),
      most: most.get(line.id),
      count: countOf(values[piecesField(line.id)]),
    })),
    chosen: lines
      .map((line) => ({ ...named(line), quantity: countOf(values[piecesField(line.id)]) }))
      .filter(({ quantity }) => quantity > 0),
    excepted: order.lines.filter(({ madeToOrder }) => madeToOrder).map(named),
    before: order.lines
      .filter(({ id }) => before.has(id))
      .map((line) => ({ ...named(line), quantity: before.get(line.id) })),
  }
}

function countOf(typed: string | string[] | undefined): number {
  const count = Number(typed ?? 0)
  return Number.isInteger(count) ? count : 0
}
