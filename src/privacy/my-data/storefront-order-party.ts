import { eq } from 'drizzle-orm'
import * as corrections from '../../orders/corrections.ts'
import { atHomeIn } from '../../orders/destinations.ts'
import { elsewhereOf } from '../../orders/elsewhere.ts'
import * as orders from '../../orders/find.ts'
import { lockOrder } from '../../orders/fulfilment.ts'
import { orderParty } from '../../orders/table.ts'
import { Conflict } from '../../platform/errors.ts'
import { enqueueAt } from '../../platform/jobs/jobs.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Tx } from '../with-purpose.ts'

type Contract = Tx<'order-contract'>

/** How it should be; what is not there stays as it is. */
export type Wanted = Partial<
  Record<'name' | 'email' | 'phone' | 'street' | 'town' | 'postcode' | 'country', string>
>

/**
 * Puts an open order right as far as that is safe without a person: `left` is what somebody must look at, a packed
 * parcel on its way, an address to which delivery has another price.
 */
export async function putRight(
  tx: Contract,
  orderId: string,
  wanted: Wanted,
  { delivery, now }: { readonly delivery: Settings['delivery']; readonly now: Date },
): Promise<{ changed: boolean; left: boolean; invoiced: boolean }> {
  await lockOrder(tx, orderId)
  const order = await orders.find(tx, orderId)
  const own = await inParty(tx, order, wanted, { delivery, now })
  const reached = await inContact(tx, order, wanted)
  return { changed: own.changed || reached.changed, left: own.left || reached.left, invoiced: own.invoiced }
}

/** Name and own address stand on what was issued: its correction follows by documents of their own. */
async function inParty(
  tx: Contract,
  order: orders.OrderFacts,
  { name, street, town, postcode, country }: Wanted,
  { delivery, now }: { readonly delivery: Settings['delivery']; readonly now: Date },
): Promise<{ changed: boolean; left: boolean; invoiced: boolean }> {
  const { party } = order
  const asked = { ...present({ name, street, town, postcode }), ...movedTo(order, country) }
  if (!party || Object.keys(asked).length === 0) return { changed: false, left: false, invoiced: false }
  const moved = [street, town, postcode, country].some((part) => part !== undefined)
  const goesThere = order.delivery.method === 'courier' && party.deliveryStreet === null
  const { costsTheSame } = await elsewhereOf(tx, order, delivery)
  // Another country has prices and taxes of its own.
  const asBefore = country === undefined && costsTheSame(postcode ?? party.postcode ?? '')
  // A parcel on its way carries the old words; one that came does not mind the new ones.
  const still = order.deliveredOn !== null || (order.packedAt === null && (!moved || !goesThere || asBefore))
  const may = still && order.cancellation === null
  if (may) {
    await tx.update(orderParty).set(asked).where(eq(orderParty.orderId, order.id))
    await correctDocuments(tx, order.id, now)
  }
  return { changed: may, left: !may, invoiced: may && (order.settled || order.dispatch !== null) }
}

/** The buyer's own country; where the goods go, or went, stays. */
function movedTo({ party, delivery }: orders.OrderFacts, country: string | undefined) {
  if (!party || country === undefined) return {}
  return delivery.method === 'collection' ? { country } : atHomeIn(country, party)
}

/** Minutes in which somebody may correct their correction before documents say it: they stay in the books for ever. */
const calmMinutes = 15

/** One job for an order: what is put right meanwhile is in the same document. */
function correctDocuments(tx: Contract, orderId: string, now: Date): Promise<void> {
  const at = new Date(now.getTime() + calmMinutes * 60_000).toISOString()
  return enqueueAt(tx, 'correct-documents', { order: orderId }, `correct-documents:${orderId}`, at)
}

/** E-mail and telephone go the way of the order's own page, with its letters to both addresses. */
async function inContact(tx: Contract, order: orders.OrderFacts, { email, phone }: Wanted) {
  const asked = present({ email, phone })
  if (Object.keys(asked).length === 0) return { changed: false, left: false }
  try {
    // By savepoint: what is refused takes nothing else back.
    const parts = await tx.transaction(() => corrections.correct(tx, order.id, asked, 'buyer'))
    return { changed: parts.length > 0, left: false }
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return { changed: false, left: true }
  }
}

function present<T extends Record<string, string | undefined>>(values: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: string
  }
}
