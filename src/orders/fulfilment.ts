import { and, eq, sql } from 'drizzle-orm'
import * as mails from '../correspondence/mails.ts'
import { sqlState } from '../platform/database/client.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { addDays, type IsoDate } from '../platform/time.ts'
import * as disclosures from '../privacy/accountability/disclosures.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { openCalendar } from '../settings/working-days.ts'
import { returnToStock } from './orders.ts'
import { paidOrTrusted } from './pay-later.ts'
import {
  cancellation,
  making,
  order,
  orderLine,
  parcelFileOrder,
  shipment,
  shipmentDelivery,
  shipmentDispatch,
} from './table.ts'

type Contract = Tx<'order-contract'>

/**
 * Notes that a line has been made. Money comes first: throws Conflict `cancelled`, `unpaid`, `proof-missing` before the
 * drawing of the buyer's own is approved, `withdrawn` for what is being given back; NotFound for what is not to be made.
 */
export async function make(tx: Contract, orderId: string, lineId: string, by: string): Promise<void> {
  await lockOpenOrder(tx, orderId)
  const [line] = await tx
    .select({
      settled: paidOrTrusted(orderId),
      undrawn: sql<boolean>`made_to_order and not shop_proof_approved(${lineId})`,
      may: sql<boolean>`shop_may_make(${lineId})`,
    })
    .from(orderLine)
    .where(and(eq(orderLine.id, lineId), eq(orderLine.orderId, orderId), sql`shop_to_make(${lineId})`))
  if (!line) throw new NotFound()
  if (!line.settled) throw new Conflict('unpaid')
  if (line.undrawn) throw new Conflict('proof-missing')
  if (!line.may) throw new Conflict('withdrawn')
  await tx.insert(making).values({ orderLineId: lineId, orderId, madeBy: by }).onConflictDoNothing()
}

/** Packs the whole order. Throws Conflict `not-ready` while it is unpaid, unmade, cancelled or packed already; NotFound. */
export async function pack(tx: Contract, orderId: string, by: string): Promise<void> {
  if ((await parcel(tx, orderId)).id) throw new Conflict('not-ready')
  await refusedAs('not-ready', tx.insert(shipment).values({ orderId, packedBy: by }))
}

/** Hands the parcel to a carrier, or lays it ready for collection, and tells the buyer. Throws Conflict `not-ready`, `withdrawn`, NotFound. */
export async function dispatch(
  tx: Contract,
  orderId: string,
  parcelFacts: { carrier: string; trackingNumber: string | null; by: string },
): Promise<void> {
  const { id, dispatched } = await parcel(tx, orderId)
  if (!id || dispatched) throw new Conflict('not-ready')
  const { carrier, trackingNumber, by } = parcelFacts
  const left = { shipmentId: id, orderId, carrier, trackingNumber, dispatchedBy: by }
  await refusedAs('withdrawn', tx.insert(shipmentDispatch).values(left))
  await noteHandedOver(tx, orderId, { id, carrier })
  await mails.queue(tx, 'order-dispatched', { id: orderId, orderId })
}

/** A parcel that was entered at its carrier by hand tells the carrier as much as a file does (GDPR Art. 4(9), 15(1)(c)). */
async function noteHandedOver(
  tx: Contract,
  orderId: string,
  { id, carrier }: { id: string; carrier: string },
): Promise<void> {
  const [known] = await tx
    .select({
      carried: sql<boolean>`${order.deliveryMethod} <> 'collection'`,
      told: sql<boolean>`exists (select from ${parcelFileOrder} where ${parcelFileOrder.orderId} = "order".id)`,
    })
    .from(order)
    .where(eq(order.id, orderId))
  if (!known?.carried || known.told) return
  await disclosures.note(tx, {
    to: 'carrier',
    called: carrier,
    unit: 'order',
    ids: [orderId],
    categories: ['name', 'contact'],
    what: 'parcel',
    thing: id,
  })
}

/** Notes the day the buyer received the parcel, and with it the last day to withdraw. Throws Conflict `not-ready`, `unpaid`, NotFound. */
export async function deliver(
  tx: Contract,
  orderId: string,
  deliveredOn: IsoDate,
  by: string,
): Promise<void> {
  const { id, dispatched, delivered } = await parcel(tx, orderId)
  if (!id || !dispatched || delivered) throw new Conflict('not-ready')
  const delivery = {
    shipmentId: id,
    orderId,
    deliveredOn,
    withdrawalUntil: await withdrawalUntil(deliveredOn),
    source: 'staff' as const,
    notedBy: by,
  }
  await refusedAs('unpaid', tx.insert(shipmentDelivery).values(delivery))
}

/** 14 days from receipt; a period that ends on a day off runs on, whether or not the shop itself works that day. */
async function withdrawalUntil(deliveredOn: IsoDate): Promise<IsoDate> {
  const calendar = await openCalendar()
  return calendar.workingDayFrom(addDays(deliveredOn, 14), { closures: [] })
}

/** Cancels an order without money or parcel (`by` null: the last day to pay has passed), puts its pieces back and tells the buyer. Throws Conflict `not-cancellable`, NotFound. */
export async function cancel(
  tx: Contract,
  orderId: string,
  reason: string,
  by: string | null,
): Promise<void> {
  await lockOrder(tx, orderId)
  // Goods before the code of a discount, which the cancellation gives back: in the order in which placing takes them.
  await returnToStock(tx, orderId)
  await refusedAs('not-cancellable', tx.insert(cancellation).values({ orderId, reason, cancelledBy: by }))
  await mails.queue(tx, 'order-cancelled', { id: orderId, orderId })
}

/** Two people working on the same order wait for each other until the transaction ends. Throws NotFound. */
export async function lockOrder(tx: Contract, orderId: string): Promise<void> {
  const [row] = await tx.execute<{ id: string | null }>(sql`select shop_lock_order(${orderId}) as id`)
  if (!row?.id) throw new NotFound()
}

/** The same for what a cancelled order no longer takes. Throws NotFound, Conflict `cancelled`. */
export async function lockOpenOrder(tx: Contract, orderId: string): Promise<void> {
  await lockOrder(tx, orderId)
  // A statement of its own: it sees what was committed while the lock was awaited.
  const [cancelled] = await tx
    .select({ orderId: cancellation.orderId })
    .from(cancellation)
    .where(eq(cancellation.orderId, orderId))
  if (cancelled) throw new Conflict('cancelled')
}

/** The order's one parcel, and how far it has come; locked, so that two clicks do one thing. */
async function parcel(
  tx: Contract,
  orderId: string,
): Promise<{ id: string | null; dispatched: boolean; delivered: boolean }> {
  await lockOrder(tx, orderId)
  const [row] = await tx
    .select({
      id: shipment.id,
      dispatched: sql<boolean>`${shipmentDispatch.shipmentId} is not null`,
      delivered: sql<boolean>`${shipmentDelivery.shipmentId} is not null`,
    })
    .from(shipment)
    .leftJoin(shipmentDispatch, eq(shipmentDispatch.shipmentId, shipment.id))
    .leftJoin(shipmentDelivery, eq(shipmentDelivery.shipmentId, shipment.id))
    .where(eq(shipment.orderId, orderId))
  return row ?? { id: null, dispatched: false, delivered: false }
}

/** The database's own rules refuse with a check or a second row; here that becomes a message for a person. */
async function refusedAs(code: string, statement: PromiseLike<unknown>): Promise<void> {
  try {
    await statement
  } catch (error) {
    const state = sqlState(error)
    if (state === '23514' || state === '23505') throw new Conflict(code)
    throw error
  }
}
