import { eq, inArray } from 'drizzle-orm'
import { product, variant } from '../catalogue/table.ts'
import { dayIn, type IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import { openCalendar } from '../settings/working-days.ts'
import { readyOn } from './due-days.ts'
import { daysOnTheWay } from './elsewhere.ts'
import type { LineFacts, OrderFacts } from './find.ts'
import type { Proof } from './proofs.ts'
import type { Step } from './steps.ts'

/** By when a step that is still to come is expected. */
export type Expected = Partial<Record<Step['key'], IsoDate>>

interface Known extends OrderFacts {
  readonly proofs: ReadonlyMap<string, Proof>
  readonly payments: readonly { readonly receivedOn: string }[]
}

interface Around {
  readonly today: IsoDate
  readonly closures: Settings['closures']
  readonly zone: string
  readonly delivery: Settings['delivery']
}

/**
 * When an order's next steps may be expected. A step whose beginning still waits for the buyer has no day, and a day
 * that has passed is told to nobody: it would be a promise broken.
 */
export async function expectedDays(
  tx: Tx<'order-contract'>,
  order: Known,
  { today, closures, zone, delivery }: Around,
): Promise<Expected> {
  if (order.cancellation || order.deliveredOn) return {}
  if (!order.settled) return coming({ paid: (order.dueOn as IsoDate | null) ?? undefined }, today)
  const calendar = await openCalendar()
  const days = daysOnTheWay(order, delivery)
  // Carriers rest on public holidays, not with the shop.
  const arrives = (sent: IsoDate | undefined) =>
    sent && days !== undefined ? calendar.addWorkingDays(sent, days, { closures: [] }) : undefined
  if (order.dispatch) return coming({ delivered: arrives(dayIn(zone, order.dispatch.at)) }, today)
  const paidOn = order.payments.at(-1)?.receivedOn as IsoDate | undefined
  const leads = await leadDays(tx, order.lines)
  const ends = order.lines.map((line) => {
    const approved = line.madeToOrder ? approvedOn(order.proofs.get(line.id), zone) : undefined
    if (!paidOn || (line.madeToOrder && !approved)) return { line, end: undefined }
    const begun = { paidOn, approvedOn: approved, leadDays: leads.get(line.variantId) ?? 0 }
    return { line, end: readyOn(calendar, closures, begun) }
  })
  const made = lastOf(ends.filter(({ line }) => line.toMake && !line.madeAt).map(({ end }) => end))
  const left = lastOf(ends.map(({ end }) => end))
  const sending =
    order.delivery.method === 'collection' ? { ready: left } : { sent: left, delivered: arrives(left) }
  return coming({ made, ...sending }, today)
}

/** Working days that goods take, by variant. */
async function leadDays(
  tx: Tx<'order-contract'>,
  lines: readonly LineFacts[],
): Promise<ReadonlyMap<string, number>> {
  const ids = lines.map(({ variantId }) => variantId)
  const rows = await tx
    .select({ id: variant.id, days: product.leadDays })
    .from(variant)
    .innerJoin(product, eq(product.id, variant.productId))
    .where(inArray(variant.id, ids))
  return new Map(rows.map(({ id, days }) => [id, days]))
}

function approvedOn(proof: Proof | undefined, zone: string): IsoDate | undefined {
  return proof?.approved && proof.answeredAt ? dayIn(zone, proof.answeredAt) : undefined
}

/** The last of these days, or none while one is not known. */
function lastOf(days: readonly (IsoDate | undefined)[]): IsoDate | undefined {
  const known = days.filter((day) => day !== undefined)
  if (known.length < days.length) return undefined
  return known.reduce<IsoDate | undefined>(
    (last, day) => (last === undefined || day > last ? day : last),
    undefined,
  )
}

function coming(days: Readonly<Record<string, IsoDate | undefined>>, today: IsoDate): Expected {
  return Object.fromEntries(Object.entries(days).filter(([, day]) => day !== undefined && day >= today))
}
