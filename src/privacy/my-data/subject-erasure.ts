import type { Erased, Kept, Piece } from '../requests/request-steps.ts'
import type { Holding } from './holdings.ts'
import { preview } from './holdings.ts'
import type { OwnOrder } from './subject-orders.ts'

/** What an erasure takes away and leaves, without anybody's name: the preview, and afterwards the certificate. */
export function piecesOf(holdings: readonly Holding[], orders: readonly OwnOrder[]): Erased {
  const { goes, stays } = preview(holdings)
  const known = new Map(orders.map((order) => [order.id, order]))
  return { gone: gonePieces(goes, known), stays: keptPieces(stays, known) }
}

type Known = ReadonlyMap<string, OwnOrder>

function gonePieces(goes: readonly Holding[], known: Known): Piece[] {
  return [...Map.groupBy(goes, ({ orderId }) => orderId)].map(([orderId, same]) => ({
    ...named(orderId, known),
    categories: categoriesOf(same),
  }))
}

/** One line for each order and purpose, the orders first and each with its own together. */
function keptPieces(stays: readonly Holding[], known: Known): Kept[] {
  const lines = stays.flatMap((holding) => holding.held.map((held) => ({ ...holding, ...held })))
  const ordered = lines.toSorted((one, other) => (other.orderId ?? '').localeCompare(one.orderId ?? ''))
  return [...Map.groupBy(ordered, ({ orderId, purpose }) => `${orderId} ${purpose}`).values()].map((same) => {
    const { orderId, purpose, until } = same[0]!
    return { ...named(orderId, known), purpose, until, categories: categoriesOf(same) }
  })
}

function named(orderId: string | null, known: Known): Pick<Piece, 'unit' | 'number' | 'company'> {
  const order = orderId === null ? undefined : known.get(orderId)
  if (!order) return { unit: 'other' }
  return { unit: 'order', number: order.number, ...(order.company && { company: true }) }
}

function categoriesOf(holdings: readonly Holding[]): string[] {
  return [...new Set(holdings.map(({ category }) => category))]
}
