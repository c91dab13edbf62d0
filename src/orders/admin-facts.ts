import type { AdminShop } from '../admin-shop.ts'
import * as copies from '../correspondence/copies.ts'
import * as invoices from '../invoicing/invoices.ts'
import * as payments from '../payments/payments.ts'
import { type Trace, tracesOf } from '../privacy/audit.ts'
import { type Tx, withoutPurpose, withPurpose } from '../privacy/with-purpose.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import * as staff from '../staff/staff.ts'
import * as orders from './find.ts'
import * as proofs from './proofs.ts'

/** Under which purpose staff look at an order. */
export type SeenUnder = 'order-contract' | 'conformity-claims'

/** All that the page of an order shows, each part read under its own purpose. */
export interface Opened {
  readonly order: orders.OrderFacts
  readonly seenUnder: SeenUnder
  /** Once the contract has ended: whether the order may be opened for claims. */
  readonly claimsLast: boolean
  readonly note: string | null
  readonly proofs: ReadonlyMap<string, proofs.Proof>
  readonly payments: readonly payments.Payment[]
  readonly invoices: readonly { id: string; number: string; issuedOn: string }[]
  readonly mails: readonly copies.MailRow[]
  readonly traces: readonly Trace[]
  readonly names: ReadonlyMap<string, string>
}

/** Throws NotFound. */
export async function openOrder(
  shop: AdminShop,
  member: StaffMember,
  id: string,
  asked: SeenUnder,
): Promise<Opened> {
  const { backoffice } = shop.database
  const actor = actorOf(member)
  const failed = await withoutPurpose(backoffice, actor, copies.failedMails)
  const people = await shop.staffAuth.under('staff-accounts', actor, (tx) => staff.list(tx))
  return withPurpose(backoffice, 'order-contract', actor, async (tx) => {
    const own = await orders.find(tx, id)
    const claimsLast = !own.contractOpen && (await orders.claimsLast(tx, id))
    const seenUnder = claimsLast ? asked : 'order-contract'
    const order =
      seenUnder === 'order-contract' ? own : await tx.under(seenUnder, (claims) => orders.find(claims, id))
    const received = await payments.ofOrder(tx, id)
    const issued = await invoices.ofOrder(tx, id)
    return {
      order,
      seenUnder,
      claimsLast,
      note: await orders.noteOf(tx, id),
      proofs: await proofs.latest(tx, id),
      payments: received,
      invoices: issued,
      mails: await tx.under('service-messages', (messages) => copies.ofOrder(messages, id, failed)),
      traces: await traces(tx, order, received, issued),
      names: new Map(people.map((person) => [person.id, person.name])),
    }
  })
}

/** The rows of an order by table; what happens without personal data leaves no trace in the audit and is added. */
async function traces(
  tx: Tx<'order-contract'>,
  order: orders.OrderFacts,
  received: readonly { id: string }[],
  issued: readonly { id: string }[],
): Promise<Trace[]> {
  const drawn = await proofs.idsOf(tx, order.id)
  const parcel = order.shipmentId ? [order.shipmentId] : []
  const noted = await tx.under('accountability', (trail) =>
    tracesOf(trail, {
      order: [order.id],
      order_party: [order.id],
      cancellation: [order.id],
      artwork: order.lines.map(({ id }) => id),
      proof: drawn,
      proof_answer: drawn,
      payment: received.map(({ id }) => id),
      invoice: issued.map(({ id }) => id),
      shipment_dispatch: parcel,
      shipment_delivery: parcel,
    }),
  )
  const made = order.lines.flatMap(({ madeAt, madeBy }) => traceOf('making', madeAt, madeBy))
  const packed = traceOf('shipment', order.packedAt, order.packedBy)
  return [...noted, ...made, ...packed].sort((a, b) => a.at.getTime() - b.at.getTime())
}

function traceOf(table: string, at: Date | null, by: string | null): Trace[] {
  return at ? [{ at, table, action: 'insert', actor: `staff:${by}` }] : []
}
