import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { variant } from '../catalogue/table.ts'
import { type Parcel, parcelOf } from '../delivery/parcel.ts'
import { pickupPoint } from '../delivery/table.ts'
import { Conflict } from '../platform/errors.ts'
import * as disclosures from '../privacy/accountability/disclosures.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { stateOf } from './states.ts'
import { correction, order, orderLine, orderParty, parcelFile, parcelFileOrder, shipment } from './table.ts'

type Contract = Tx<'order-contract'>

/** An order whose parcel can be packed or has been, and has not left. */
export interface Waiting {
  readonly id: string
  readonly number: string
  readonly placedAt: Date
  readonly method: 'courier' | 'locker' | 'collection'
  /** The carrier's key; null: collected, or nobody chose one. */
  readonly carrier: string | null
  readonly recipient: string
  /** On one line: the locker, or the town. */
  readonly place: string
  readonly packedAt: Date | null
  /** When a carrier was last told of it as it stands now. */
  readonly toldAt: Date | null
  /** The goods, without packaging. */
  readonly weightGrams: number
  readonly gift: boolean
}

/** What a carrier is told of a parcel. */
export interface ParcelFacts {
  readonly orderId: string
  readonly number: string
  readonly method: 'courier' | 'locker'
  readonly name: string
  readonly company: string
  readonly phone: string
  readonly email: string
  readonly street: string
  readonly town: string
  readonly postcode: string
  readonly country: string
  readonly pointCode: string
  readonly pointName: string
  /** The goods, without packaging. */
  readonly weightGrams: number
}

/** A file that was made for a carrier. */
export interface MadeFile {
  readonly id: string
  readonly carrier: string
  readonly madeAt: Date
  readonly madeBy: string
  readonly orders: number
}

const weight = sql<number>`(select coalesce(sum(${orderLine.quantity} * ${variant.weightGrams}), 0)::int
  from ${orderLine} join ${variant} on ${variant.id} = ${orderLine.variantId} where ${orderLine.orderId} = "order".id)`

/** Everything that is to be sent, the oldest first. */
export async function waiting(tx: Contract): Promise<Waiting[]> {
  return tx
    .select({
      id: order.id,
      number: order.number,
      placedAt: order.placedAt,
      method: order.deliveryMethod,
      carrier: order.carrier,
      recipient: sql<string>`coalesce(${orderParty.deliveryName}, ${orderParty.companyName}, ${orderParty.name}, '')`,
      place: sql<string>`case ${order.deliveryMethod} when 'locker' then coalesce(${orderParty.locker}, '')
        else coalesce(${orderParty.deliveryTown}, ${orderParty.town}, '') end`,
      packedAt: shipment.packedAt,
      toldAt: sql<Date | null>`(select max(${parcelFile.madeAt}) from ${parcelFileOrder}
        join ${parcelFile} on ${parcelFile.id} = ${parcelFileOrder.parcelFileId}
        where ${parcelFileOrder.orderId} = "order".id and not exists (select from ${correction}
          where ${correction.orderId} = "order".id and ${correction.correctedAt} > ${parcelFile.madeAt}
            and ${correction.parts} <> array['reference']))`.mapWith(parcelFile.madeAt),
      weightGrams: weight,
      gift: order.gift,
    })
    .from(order)
    .leftJoin(orderParty, eq(orderParty.orderId, order.id))
    .leftJoin(shipment, eq(shipment.orderId, order.id))
    .where(eq(stateOf, sql`'to-send'`))
    .orderBy(asc(order.placedAt), asc(order.id))
}

/**
 * Tells a carrier of parcels: the one way in which addresses leave the shop for a carrier (GDPR Art. 4(9)), so the one
 * place where that is noted. Orders that have left, were cancelled, are collected or go with another carrier are not
 * among the answer.
 * Throws Conflict `no-parcels` where nothing is left to tell.
 */
export async function tellCarrier(
  tx: Contract,
  {
    carrier,
    called,
    orderIds,
    by,
  }: { carrier: string; called: string; orderIds: readonly string[]; by: string },
): Promise<ParcelFacts[]> {
  const facts = await factsOf(tx, carriedAmong(orderIds, carrier))
  if (facts.length === 0) throw new Conflict('no-parcels')
  const [file] = await tx.insert(parcelFile).values({ carrier, madeBy: by }).returning({ id: parcelFile.id })
  const ids = facts.map(({ orderId }) => orderId)
  await tx.insert(parcelFileOrder).values(ids.map((orderId) => ({ parcelFileId: file!.id, orderId })))
  await disclosures.note(tx, {
    to: 'carrier',
    called,
    unit: 'order',
    ids,
    categories: ['name', 'contact'],
    what: 'parcel-file',
    thing: file!.id,
  })
  return facts
}

/** Nobody but the carrier that the buyer chose is told where it goes. */
function carriedAmong(orderIds: readonly string[], carrier: string): SQL | undefined {
  return and(
    inArray(order.id, [...orderIds]),
    eq(order.carrier, carrier),
    sql`${order.deliveryMethod} <> 'collection'`,
    eq(stateOf, sql`'to-send'`),
  )
}

/** The files made last, the newest first. */
export async function filesMade(tx: Contract, limit: number): Promise<MadeFile[]> {
  return tx
    .select({
      id: parcelFile.id,
      carrier: parcelFile.carrier,
      madeAt: parcelFile.madeAt,
      madeBy: parcelFile.madeBy,
      orders: sql<number>`(select count(*)::int from ${parcelFileOrder} where ${parcelFileOrder.parcelFileId} = ${parcelFile.id})`,
    })
    .from(parcelFile)
    .orderBy(desc(parcelFile.madeAt))
    .limit(limit)
}

/** For whom a file was made and of which orders; undefined where there is none. */
export async function fileMade(
  tx: Contract,
  id: string,
): Promise<{ carrier: string; orderIds: string[] } | undefined> {
  const rows = await tx
    .select({ carrier: parcelFile.carrier, orderId: parcelFileOrder.orderId })
    .from(parcelFile)
    .innerJoin(parcelFileOrder, eq(parcelFileOrder.parcelFileId, parcelFile.id))
    .where(eq(parcelFile.id, id))
  return rows[0] && { carrier: rows[0].carrier, orderIds: rows.map(({ orderId }) => orderId) }
}

async function factsOf(tx: Contract, which: SQL | undefined): Promise<ParcelFacts[]> {
  const rows = await tx
    .select({
      orderId: order.id,
      number: order.number,
      method: order.deliveryMethod,
      kind: orderParty.kind,
      name: orderParty.name,
      companyName: orderParty.companyName,
      phone: orderParty.phone,
      email: orderParty.email,
      street: orderParty.street,
      town: orderParty.town,
      postcode: orderParty.postcode,
      country: sql<string>`coalesce(${orderParty.deliveryCountry}, ${orderParty.country})`,
      deliveryName: orderParty.deliveryName,
      deliveryStreet: orderParty.deliveryStreet,
      deliveryTown: orderParty.deliveryTown,
      deliveryPostcode: orderParty.deliveryPostcode,
      locker: orderParty.locker,
      pointCode: pickupPoint.code,
      pointName: pickupPoint.name,
      weightGrams: weight,
    })
    .from(order)
    .innerJoin(orderParty, eq(orderParty.orderId, order.id))
    .leftJoin(pickupPoint, eq(pickupPoint.id, orderParty.pointId))
    .where(which)
    .orderBy(asc(order.placedAt), asc(order.id))
  return rows.map((row) => {
    const { orderId, number, phone, email, country, weightGrams } = row
    const method = row.method === 'locker' ? 'locker' : 'courier'
    return {
      orderId,
      number,
      method,
      phone: phone ?? '',
      email,
      country,
      weightGrams,
      ...recipientOf(row),
      ...(method === 'locker' ? noAddress : addressOf(row)),
      pointCode: row.pointCode ?? '',
      pointName: method === 'locker' ? (row.pointName ?? row.locker ?? '') : '',
    }
  })
}

/** A locker is no street: the buyer's own address is none of the carrier's business then. */
const noAddress = { street: '', town: '', postcode: '' }

interface Addressed {
  readonly name: string
  readonly companyName: string | null
  readonly deliveryName: string | null
  readonly street: string | null
  readonly town: string | null
  readonly postcode: string | null
  readonly deliveryStreet: string | null
  readonly deliveryTown: string | null
  readonly deliveryPostcode: string | null
}

function recipientOf({ name, companyName, deliveryName }: Addressed) {
  return deliveryName ? { name: deliveryName, company: '' } : { name, company: companyName ?? '' }
}

function addressOf(party: Addressed) {
  const elsewhere = party.deliveryStreet !== null
  return {
    street: (elsewhere ? party.deliveryStreet : party.street) ?? '',
    town: (elsewhere ? party.deliveryTown : party.town) ?? '',
    postcode: (elsewhere ? party.deliveryPostcode : party.postcode) ?? '',
  }
}

/** These lines as they are packed, by what the catalogue says of their goods. */
export async function packed(
  tx: Contract,
  lines: readonly { readonly variantId: string; readonly quantity: number }[],
): Promise<Parcel> {
  const ids = lines.map(({ variantId }) => variantId)
  const measures = await tx
    .select({
      id: variant.id,
      weightGrams: variant.weightGrams,
      widthMm: variant.widthMm,
      heightMm: variant.heightMm,
      depthMm: variant.depthMm,
    })
    .from(variant)
    .where(inArray(variant.id, ids))
  const known = new Map(measures.map(({ id, ...one }) => [id, one]))
  const pieces = lines.flatMap(({ variantId, quantity }) => {
    const one = known.get(variantId)
    return one ? [{ ...one, quantity }] : []
  })
  return parcelOf(pieces)
}
