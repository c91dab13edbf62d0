import { and, count, desc, eq, isNull, sql } from 'drizzle-orm'
import * as mails from '../correspondence/mails.ts'
import { Conflict } from '../platform/errors.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { find, type OrderFacts, type PartyFacts } from './find.ts'
import { lockOpenOrder } from './fulfilment.ts'
import { type CorrectedPart, correction, orderParty } from './table.ts'

/** Who corrects: the buyer behind the link of a mail, or somebody of the staff. */
export type Corrector = { readonly staff: string } | 'buyer'

/** What of an order may still be put right, by whom. */
export type Correctable = Readonly<Record<CorrectedPart, boolean>>

/** What a correction may change; what is left out stays as it is. */
export type Corrected = Partial<
  Pick<
    PartyFacts,
    | 'email'
    | 'phone'
    | 'buyerReference'
    | 'deliveryName'
    | 'deliveryStreet'
    | 'deliveryTown'
    | 'deliveryPostcode'
    | 'locker'
    | 'pointId'
  >
>

// Each change of address sends two letters: nobody may have this shop write to addresses without end.
const most = { emails: 3, altogether: 20 }

const partOf: Readonly<Record<keyof Corrected, CorrectedPart>> = {
  email: 'email',
  phone: 'phone',
  buyerReference: 'reference',
  deliveryName: 'delivery',
  deliveryStreet: 'delivery',
  deliveryTown: 'delivery',
  deliveryPostcode: 'delivery',
  locker: 'delivery',
  pointId: 'delivery',
}

/** What may still be put right: the parcel until it is packed, a company's reference until its invoice is issued. */
export function correctable(order: OrderFacts, by: Corrector): Correctable {
  const open = order.contractOpen && !order.cancellation && order.party !== null
  const unpacked = open && order.packedAt === null
  return {
    delivery: unpacked && order.delivery.method !== 'collection',
    phone: unpacked,
    email: open && (unpacked || by !== 'buyer'),
    reference: open && !order.settled && order.party?.kind === 'company',
  }
}

/**
 * Puts an order right and tells its buyer: at a new address with the whole confirmation, at the former one that it is
 * not written to any more. Returns what changed; nothing is no correction. Throws NotFound, Conflict `cancelled`,
 * `packed` or `invoiced` where it is too late, `corrected-often` where a buyer has changed it too many times.
 */
export async function correct(
  tx: Tx<'order-contract'>,
  orderId: string,
  wanted: Corrected,
  by: Corrector,
): Promise<readonly CorrectedPart[]> {
  await lockOpenOrder(tx, orderId)
  const order = await find(tx, orderId)
  const changes = changesOf(order.party, wanted)
  const parts = [...new Set((Object.keys(changes) as (keyof Corrected)[]).map((key) => partOf[key]))]
  if (parts.length === 0) return parts
  const allowed = correctable(order, by)
  for (const part of parts)
    if (!allowed[part]) throw new Conflict(part === 'reference' ? 'invoiced' : 'packed')
  if (by === 'buyer') await refuseTooMany(tx, orderId, parts)
  await tx.update(orderParty).set(changes).where(eq(orderParty.orderId, orderId))
  await note(tx, order, parts, by)
  return parts
}

/** Only what is really different. */
function changesOf(party: PartyFacts | null, wanted: Corrected): Corrected {
  const entries = Object.entries(wanted) as [keyof Corrected, string | null][]
  return Object.fromEntries(entries.filter(([key, value]) => party?.[key] !== value))
}

async function refuseTooMany(
  tx: Tx<'order-contract'>,
  orderId: string,
  parts: readonly CorrectedPart[],
): Promise<void> {
  const [made] = await tx
    .select({
      altogether: count(),
      emails: sql<number>`(count(*) filter (where 'email' = any (${correction.parts})))::int`,
    })
    .from(correction)
    .where(and(eq(correction.orderId, orderId), isNull(correction.correctedBy)))
  const again = parts.includes('email') && made!.emails >= most.emails
  if (again || made!.altogether >= most.altogether) throw new Conflict('corrected-often')
}

async function note(
  tx: Tx<'order-contract'>,
  { id: orderId, party }: OrderFacts,
  parts: readonly CorrectedPart[],
  by: Corrector,
): Promise<void> {
  const id = crypto.randomUUID()
  const moved = parts.includes('email')
  await tx.insert(correction).values({
    id,
    orderId,
    parts: [...parts],
    formerEmail: moved ? party!.email : null,
    correctedBy: by === 'buyer' ? null : by.staff,
  })
  await mails.queue(tx, 'order-corrected', { id, orderId })
  if (moved) await mails.queue(tx, 'order-confirmation', { id: orderId, orderId })
}

/** What a letter about a correction says. Undefined where it is forgotten. */
export async function correctionOf(
  tx: Tx<'service-messages'>,
  id: string,
): Promise<{ parts: readonly CorrectedPart[]; formerEmail: string | null; at: Date } | undefined> {
  const [row] = await tx
    .select({ parts: correction.parts, formerEmail: correction.formerEmail, at: correction.correctedAt })
    .from(correction)
    .where(eq(correction.id, id))
  return row
}

/** When something was last put right on an order. */
export async function lastAt(tx: Tx<'order-contract'>, orderId: string): Promise<Date | null> {
  const [row] = await tx
    .select({ at: correction.correctedAt })
    .from(correction)
    .where(eq(correction.orderId, orderId))
    .orderBy(desc(correction.correctedAt))
    .limit(1)
  return row?.at ?? null
}
