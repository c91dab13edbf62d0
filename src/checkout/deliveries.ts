import { parcelOf } from '../delivery/parcel.ts'
import { type Kind, type Quote, quotes, type Sending } from '../delivery/quotes.ts'
import type { Destination } from '../delivery/zones.ts'
import type { Clock, IsoDate } from '../platform/time.ts'
import { daysToLeave, moneyDay } from '../settings/sending.ts'
import type { Settings } from '../settings/settings.ts'
import { openCalendar } from '../settings/working-days.ts'
import type { CartLine, Contents } from './carts.ts'

/** A way of delivery as a form knows it before anybody has looked into the cart. */
export interface Way {
  /** As `Quote.key`. */
  readonly key: string
  readonly kind: Kind
  readonly needsPhone: boolean
}

/** The ways that the shop has at all; which of them take a parcel, and for how much, its quotes say. */
export function waysOf({ delivery }: Pick<Settings, 'delivery'>): Way[] {
  const carried = delivery.carriers.flatMap((carrier) =>
    (['courier', 'locker'] as const).flatMap((kind) =>
      carrier[kind]?.offered ? [{ key: `${carrier.key}-${kind}`, kind, needsPhone: carrier.needsPhone }] : [],
    ),
  )
  const collected = { key: 'collection', kind: 'collection', needsPhone: false } as const
  return [...carried, ...(delivery.collection.offered ? [collected] : [])]
}

/** What a cart makes as a parcel. */
export function sendingOf(lines: readonly CartLine[], goodsCents: number): Sending {
  const days = lines.map(({ leadDays, words, artwork }) =>
    daysToLeave({ leadDays, drawn: words !== null || artwork !== null }),
  )
  return { ...parcelOf(lines), goodsCents, leadDays: Math.max(0, ...days) }
}

/** The day from which delivery is reckoned, as the pages of goods reckon it: that for which money counts that comes now. */
export async function deliveryFrom(
  clock: Clock,
  settings: Pick<Settings, 'closures' | 'ordering'>,
): Promise<IsoDate> {
  return moneyDay(clock, await openCalendar(), settings)
}

/**
 * The ways on offer for a cart to this place. Their days count `from` the money's (`deliveryFrom`); prices and keys are the same
 * on any day. Free delivery counts what the goods cost after a discount.
 */
export async function quotesFor(
  { lines, discount }: Contents,
  { delivery, closures }: Pick<Settings, 'delivery' | 'closures'>,
  from: IsoDate,
  to: Destination,
): Promise<Quote[]> {
  const sending = sendingOf(lines, goodsOf(lines) - (discount?.cents ?? 0))
  return quotes({ delivery, closures, today: from, calendar: await openCalendar() }, sending, to)
}

/** What goods cost before a discount, in cents with VAT: what the least order is counted from. */
export function goodsOf(lines: readonly Pick<CartLine, 'quantity' | 'priceCents'>[]): number {
  return lines.reduce((total, line) => total + line.quantity * line.priceCents, 0)
}

/** Cents that these goods lack to be ordered at all; 0 where they suffice. */
export function missingToOrder(goodsCents: number, { ordering }: Pick<Settings, 'ordering'>): number {
  return Math.max(0, (ordering.minimumCents ?? 0) - goodsCents)
}

/** The least that goods lack for a free way (cents), where they have come half way; undefined where one is free already. */
export function missingToFree(all: readonly Quote[], goodsCents: number): number | undefined {
  const carried = all.filter(({ carrier }) => carrier !== null)
  if (carried.some(({ priceCents }) => priceCents === 0)) return undefined
  const lacking = carried.flatMap(({ freeFromCents }) =>
    freeFromCents !== null && goodsCents * 2 >= freeFromCents ? [freeFromCents - goodsCents] : [],
  )
  return lacking.length > 0 ? Math.min(...lacking) : undefined
}
