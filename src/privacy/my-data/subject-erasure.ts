import type { Erased, Kept, Piece } from '../requests/request-steps.ts'
import * as requests from '../requests/requests.ts'
import * as erasures from '../retention/erasures.ts'
import type { Declarations } from '../tags.ts'
import type { Tx } from '../with-purpose.ts'
import type { Holding } from './holdings.ts'
import * as holdings from './holdings.ts'
import type { OwnOrder } from './subject-orders.ts'
import * as subjectOrders from './subject-orders.ts'
import * as recipients from './subject-recipients.ts'

/** What an erasure takes away and leaves of the person whom this transaction answers, without anybody's name. */
export async function preview(tx: Tx<'rights-requests'>, register: Declarations): Promise<Erased> {
  return piecesOf(await holdings.of(tx, register), await subjectOrders.read(tx))
}

/** Ends every purpose that gives way; the preview becomes the certificate, and who has the data from us is to be told. */
export async function begin(
  tx: Tx<'rights-requests'>,
  { id, address }: { readonly id: string; readonly address: string },
  { erased, by, addressKey }: { erased: Erased; by: string | null; addressKey: Buffer },
): Promise<void> {
  await requests.note(tx, id, { step: 'erased', erased, by })
  await recipients.noteToTell(tx, id)
  await erasures.request(tx, { requestId: id, address, addressKey })
}

function piecesOf(found: readonly Holding[], orders: readonly OwnOrder[]): Erased {
  const { goes, stays } = holdings.preview(found)
  const known = new Map(orders.map((order) => [order.id, order]))
  return { gone: gonePieces(goes, stays, known), stays: keptPieces(stays, known) }
}

type Known = ReadonlyMap<string, OwnOrder>

/** What goes whole of each order, and of which kinds of data something else stays. */
function gonePieces(goes: readonly Holding[], stays: readonly Holding[], known: Known): Piece[] {
  return [...Map.groupBy(goes, ({ orderId }) => orderId)].map(([orderId, same]) => {
    const kept = new Set(categoriesOf(stays.filter((holding) => holding.orderId === orderId)))
    const [whole, partly] = [false, true].map((stay) =>
      categoriesOf(same).filter((category) => kept.has(category) === stay),
    )
    return { ...named(orderId, known), categories: whole!, ...(partly!.length > 0 && { partly: partly! }) }
  })
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
