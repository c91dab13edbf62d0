import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { NotFound, Restricted } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { restrictedOrder } from '../privacy/table.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { ArtworkFacts } from './artwork.ts'
import { type OrderState, stateOf } from './states.ts'
import {
  artwork,
  cancellation,
  making,
  order,
  orderArtwork,
  orderLine,
  orderParty,
  type PaymentMethod,
  shipment,
  shipmentDispatch,
  takenOver,
} from './table.ts'

export type Seen = Tx<'order-contract'> | Tx<'conformity-claims'> | Tx<'legal-claims'>

/** Who ordered, as long as the purpose may know it. */
export type PartyFacts = Omit<typeof orderParty.$inferSelect, 'note' | 'orderId'>

export interface LineFacts {
  readonly id: string
  readonly sku: string
  readonly name: string
  readonly label: string
  readonly quantity: number
  /** Cents with VAT. */
  readonly unitPriceCents: number
  /** Cents with VAT off all of its pieces together. */
  readonly discountCents: number
  readonly vatCategory: (typeof orderLine.$inferSelect)['vatCategory']
  /** Basis points. */
  readonly vatRate: number
  /** Carries something of the buyer's own: a drawing to approve, no right of withdrawal. */
  readonly madeToOrder: boolean
  /** Made after it was ordered; false once it was credited whole. */
  readonly toMake: boolean
  readonly variantId: string
  readonly words: string | null
  /** The buyer's own file. */
  readonly artwork: ArtworkFacts | null
  readonly madeAt: Date | null
  readonly madeBy: string | null
}

export interface OrderFacts {
  readonly id: string
  readonly number: string
  readonly language: Language
  readonly placedAt: Date
  readonly state: OrderState
  readonly settled: boolean
  readonly contractOpen: boolean
  readonly delivery: {
    readonly method: 'courier' | 'locker' | 'collection'
    readonly priceCents: number
    /** The key of the carrier that was chosen; null: collected from us, or ordered before there was a choice. */
    readonly carrier: string | null
  }
  /** Cents with VAT. */
  readonly totalCents: number
  readonly paymentMethod: PaymentMethod
  /** The member state whose VAT is in the prices. */
  readonly vatCountry: string
  readonly paymentReference: string
  readonly payBy: string
  /** Until when it is to be paid; null while nobody asks, because it is paid later or over the counter. */
  readonly dueOn: string | null
  /** What the buyer was shown; null where the order was placed in a former system. */
  readonly noticeVersionId: string | null
  readonly termsVersionId: string | null
  /** For somebody else: no prices in the parcel. */
  readonly gift: boolean
  readonly discountCode: string | null
  /** It stands for an open invoice of a former system, and holds no goods. */
  readonly takenOver: boolean
  readonly party: PartyFacts | null
  readonly lines: readonly LineFacts[]
  readonly shipmentId: string | null
  readonly packedAt: Date | null
  readonly packedBy: string | null
  /** Gone with the contract, as is how the parcel went. */
  readonly dispatch: {
    readonly at: Date
    readonly carrier: string
    readonly trackingNumber: string | null
  } | null
  readonly deliveredOn: string | null
  /** The words of it go with the contract. */
  readonly cancellation: { readonly at: Date; readonly reason: string | null } | null
}

/** An order with what this purpose may see of it. Throws NotFound, or Restricted where its person asked for that. */
export async function find(tx: Seen, id: string): Promise<OrderFacts> {
  const [facts] = await tx
    .select({
      id: order.id,
      number: order.number,
      language: order.language,
      placedAt: order.placedAt,
      state: stateOf,
      settled: sql<boolean>`shop_settled("order".id)`,
      contractOpen: sql<boolean>`shop_contract_open("order".id)`,
      deliveryMethod: order.deliveryMethod,
      chosenCarrier: order.carrier,
      deliveryPriceCents: order.deliveryPriceCents,
      totalCents: order.totalCents,
      vatCountry: order.vatCountry,
      paymentMethod: order.paymentMethod,
      paymentReference: order.paymentReference,
      payBy: order.payBy,
      dueOn: sql<string | null>`shop_due_on("order".id)::text`,
      noticeVersionId: order.noticeVersionId,
      termsVersionId: order.termsVersionId,
      gift: order.gift,
      discountCode: order.discountCode,
      takenOver: sql<boolean>`exists (select from ${takenOver} where ${takenOver.orderId} = "order".id)`,
      shipmentId: shipment.id,
      packedAt: shipment.packedAt,
      packedBy: shipment.packedBy,
      dispatchedAt: shipmentDispatch.dispatchedAt,
      carrier: shipmentDispatch.carrier,
      trackingNumber: shipmentDispatch.trackingNumber,
      deliveredOn: sql<string | null>`shop_delivered_on("order".id)`,
      cancelledAt: sql<Date | null>`shop_cancelled_at("order".id)`.mapWith(cancellation.cancelledAt),
      reason: cancellation.reason,
    })
    .from(order)
    .leftJoin(shipment, eq(shipment.orderId, order.id))
    .leftJoin(shipmentDispatch, eq(shipmentDispatch.shipmentId, shipment.id))
    .leftJoin(cancellation, eq(cancellation.orderId, order.id))
    .where(eq(order.id, id))
  if (!facts) throw (await isRestricted(tx, id)) ? new Restricted() : new NotFound()
  const {
    deliveryMethod,
    chosenCarrier,
    deliveryPriceCents,
    dispatchedAt,
    carrier,
    trackingNumber,
    cancelledAt,
    reason,
    ...plain
  } = facts
  return {
    ...plain,
    language: facts.language as Language,
    delivery: { method: deliveryMethod, priceCents: deliveryPriceCents, carrier: chosenCarrier },
    party: await partyOf(tx, id),
    lines: await linesOf(tx, id),
    dispatch: dispatchedAt && { at: dispatchedAt, carrier: carrier!, trackingNumber },
    cancellation: cancelledAt && { at: cancelledAt, reason },
  }
}

/** The party, or null once this purpose has ended for it. */
async function partyOf(tx: Seen, orderId: string): Promise<PartyFacts | null> {
  const [row] = await tx
    .select({
      kind: orderParty.kind,
      name: orderParty.name,
      companyName: orderParty.companyName,
      registrationNumber: orderParty.registrationNumber,
      vatNumber: orderParty.vatNumber,
      buyerReference: orderParty.buyerReference,
      email: orderParty.email,
      invoiceEmail: orderParty.invoiceEmail,
      phone: orderParty.phone,
      street: orderParty.street,
      town: orderParty.town,
      postcode: orderParty.postcode,
      country: orderParty.country,
      deliveryName: orderParty.deliveryName,
      deliveryStreet: orderParty.deliveryStreet,
      deliveryTown: orderParty.deliveryTown,
      deliveryPostcode: orderParty.deliveryPostcode,
      deliveryCountry: orderParty.deliveryCountry,
      locker: orderParty.locker,
      pointId: orderParty.pointId,
    })
    .from(orderParty)
    .where(eq(orderParty.orderId, orderId))
  return row ?? null
}

async function isRestricted(tx: Seen, id: string): Promise<boolean> {
  const rows = await tx.select().from(restrictedOrder).where(eq(restrictedOrder.orderId, id))
  return rows.length > 0
}

/** Whether claims about goods that do not conform may still arise. */
export async function claimsLast(tx: Seen, id: string): Promise<boolean> {
  const [row] = await tx.execute<{ last: boolean }>(
    sql`select shop_claims_open(${id}, 'conformity-claims') as last`,
  )
  return row!.last
}

/** The buyer's note, which belongs to the contract alone. */
export async function noteOf(tx: Tx<'order-contract'>, orderId: string): Promise<string | null> {
  const [row] = await tx
    .select({ note: orderParty.note })
    .from(orderParty)
    .where(eq(orderParty.orderId, orderId))
  return row?.note ?? null
}

async function linesOf(tx: Seen, orderId: string): Promise<LineFacts[]> {
  return (
    tx
      .select({
        id: orderLine.id,
        variantId: orderLine.variantId,
        sku: orderLine.sku,
        name: orderLine.name,
        label: orderLine.label,
        quantity: orderLine.quantity,
        unitPriceCents: orderLine.unitPriceCents,
        discountCents: orderLine.discountCents,
        vatCategory: orderLine.vatCategory,
        vatRate: orderLine.vatRate,
        madeToOrder: orderLine.madeToOrder,
        toMake: sql<boolean>`shop_to_make(${orderLine.id})`,
        words: artwork.words,
        artwork: {
          contentType: orderArtwork.contentType,
          size: orderArtwork.size,
          width: orderArtwork.width,
          height: orderArtwork.height,
        },
        madeAt: making.madeAt,
        madeBy: making.madeBy,
      })
      .from(orderLine)
      .leftJoin(artwork, eq(artwork.orderLineId, orderLine.id))
      .leftJoin(orderArtwork, eq(orderArtwork.orderLineId, orderLine.id))
      .leftJoin(making, eq(making.orderLineId, orderLine.id))
      // What was taken out whole is no part of the order any more.
      .where(and(eq(orderLine.orderId, orderId), gt(orderLine.quantity, 0)))
      .orderBy(asc(orderLine.position))
  )
}
