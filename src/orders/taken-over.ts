import { sql } from 'drizzle-orm'
import type { Language } from '../platform/i18n/languages.ts'
import type { Cents } from '../platform/money.ts'
import { addDays, type IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { openCalendar } from '../settings/working-days.ts'
import type { Party } from './orders.ts'
import { order, orderParty, shipment, shipmentDelivery, shipmentDispatch, takenOver } from './table.ts'

/** What an order knows that was placed, sent and invoiced in a former system. */
export interface FormerOrder {
  readonly number: string
  readonly language: Language
  readonly party: Party
  /** ISO 11649. */
  readonly paymentReference: string
  /** The day of its invoice, which stands for that of the order. */
  readonly issuedOn: IsoDate
  readonly dueOn: IsoDate
  /** The day on which the buyer had the goods; null while nobody has said. */
  readonly deliveredOn: IsoDate | null
  /** What is still to be paid, with VAT. */
  readonly openCents: Cents
}

const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Opens an order for an invoice of a former system: its buyer, what is open, and that the goods have left. No stock, no
 * mail, no consent. Returns its id. SQLSTATE 23505 where the order's number is given out.
 */
export async function open(
  tx: Tx<'order-contract'>,
  former: FormerOrder,
  today: IsoDate,
  by: string | null,
): Promise<string> {
  const id = crypto.randomUUID()
  const placedAt = sql`${former.issuedOn}::date + time '12:00'`
  await tx.insert(order).values({
    id,
    number: former.number,
    formKeyHash: Buffer.from(crypto.getRandomValues(new Uint8Array(32))),
    language: former.language,
    placedAt: placedAt as unknown as Date,
    currency: 'EUR',
    deliveryMethod: 'courier',
    deliveryPriceCents: 0,
    totalCents: former.openCents,
    paymentMethod: 'later',
    paymentReference: former.paymentReference,
    payBy: former.dueOn,
  })
  await tx.insert(orderParty).values({ ...former.party, orderId: id })
  await tx.insert(takenOver).values({ orderId: id, takenOn: today, takenBy: by })
  await sent(tx, id, former, by ?? nobody)
  return id
}

/** The parcel is a fact of the former system; whether it arrived may be noted here later. */
async function sent(
  tx: Tx<'order-contract'>,
  orderId: string,
  { issuedOn, deliveredOn }: FormerOrder,
  by: string,
): Promise<void> {
  const shipmentId = crypto.randomUUID()
  const at = sql`${deliveredOn ?? issuedOn}::date + time '12:00'` as unknown as Date
  await tx.insert(shipment).values({ id: shipmentId, orderId, packedAt: at, packedBy: by })
  await tx
    .insert(shipmentDispatch)
    .values({ shipmentId, orderId, carrier: '', dispatchedAt: at, dispatchedBy: by })
  if (deliveredOn === null) return
  const calendar = await openCalendar()
  const withdrawalUntil = calendar.workingDayFrom(addDays(deliveredOn, 14), { closures: [] })
  await tx.insert(shipmentDelivery).values({
    shipmentId,
    orderId,
    deliveredOn,
    withdrawalUntil,
    source: 'staff',
    notedBy: by === nobody ? null : by,
  })
}

/** Which of these payment references orders have already. */
export async function knownReferences(
  tx: Tx<'order-contract'>,
  references: readonly string[],
): Promise<ReadonlySet<string>> {
  if (references.length === 0) return new Set()
  const rows = await tx.execute<{ reference: string }>(sql`
    select payment_reference as reference from "order"
     where payment_reference = any (${sql.param([...references])}::text[])`)
  return new Set(rows.map(({ reference }) => reference))
}
