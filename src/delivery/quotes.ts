import { type Cents, cents } from '../platform/money.ts'
import { addDays, type IsoDate } from '../platform/time.ts'
import type { Carrier, Delivery, Service } from '../settings/delivery.ts'
import type { Settings } from '../settings/settings.ts'
import type { Calendar } from '../settings/working-days.ts'
import { isOpenOn } from './hours.ts'
import { fitting, type Parcel, packedGrams } from './parcel.ts'
import { type Destination, rateFor } from './zones.ts'

export type Kind = 'courier' | 'locker' | 'collection'

/** What is known of the shop and the day: `calendar` is `await openCalendar()`, the rest `shop.known().settings`. */
export interface Around {
  readonly delivery: Delivery
  readonly closures: Settings['closures']
  readonly calendar: Calendar
  /** The day for which money counts that comes now: what is ready and arrives is counted from it. */
  readonly today: IsoDate
}

/** What is to be sent: its size (`parcelOf`), its worth, and when it is ready. */
export interface Sending extends Parcel {
  /** What the goods cost, in cents with VAT, after discounts: from some amount on delivery is free. */
  readonly goodsCents: number
  /** Working days until the slowest of the goods leaves. */
  readonly leadDays: number
}

/** A way in which goods can reach their buyer. */
export interface Quote {
  /** "dpd-courier", "omniva-locker", "collection": what a form carries. `chosen` reads it. */
  readonly key: string
  readonly kind: Kind
  /** By its key in the settings; null: collected from us. */
  readonly carrier: { readonly key: string; readonly name: string } | null
  /** With VAT. */
  readonly priceCents: Cents
  /** Free from this amount of goods (cents); null never. */
  readonly freeFromCents: Cents | null
  /** Working days on the way; for collection, until it is ready. */
  readonly days: { readonly from: number; readonly until: number }
  /** Between these days it arrives, if it is ordered today; for collection it is ready from the first on. */
  readonly arrives: { readonly from: IsoDate; readonly until: IsoDate }
  /** The carrier calls or sends a code. */
  readonly needsPhone: boolean
  /** Lockers only: names of the compartments that would take it, the smallest first. `points` asks for them. */
  readonly compartments: readonly string[]
}

/** Why a way that the shop has is not on offer. */
export interface Refusal {
  readonly key: string
  readonly kind: Kind
  readonly carrier: { readonly key: string; readonly name: string }
  readonly reason: 'too-heavy' | 'too-large' | 'not-there'
}

/**
 * The ways on offer for these goods to this place: couriers, lockers, collection, each kind from the cheapest. Pure:
 * no SQL, so that cart and order form may ask as often as they like.
 */
export function quotes(around: Around, sending: Sending, to: Destination): Quote[] {
  const carried = servicesOf(around.delivery).flatMap(
    (offer) => carriedQuote(around, offer, sending, to) ?? [],
  )
  return [...carried.toSorted(byKindAndPrice), ...collectionQuote(around, sending)]
}

/** What is not on offer for these goods to this place, though the shop has it, and why: a page may say so. */
export function refusals(around: Around, sending: Sending, to: Destination): Refusal[] {
  return servicesOf(around.delivery).flatMap((offer) => {
    const reason = reasonAgainst(around.delivery, offer.service, sending, reachedBy(offer, to))
    const { key, name } = offer.carrier
    return reason ? [{ key: keyOf(offer), kind: offer.kind, carrier: { key, name }, reason }] : []
  })
}

/** The quote of a key that a form sent, or undefined: it is not on offer (any more). */
export function chosen(all: readonly Quote[], key: string): Quote | undefined {
  return all.find((quote) => quote.key === key)
}

/** What delivery costs at least, in cents with VAT; undefined where nothing is on offer. */
export function cheapest(all: readonly Quote[]): Cents | undefined {
  return all.reduce<Cents | undefined>(
    (least, { priceCents }) => (least === undefined || priceCents < least ? priceCents : least),
    undefined,
  )
}

interface Offer {
  readonly kind: 'courier' | 'locker'
  readonly carrier: Carrier
  readonly service: Service
}

function servicesOf({ carriers }: Delivery): Offer[] {
  return carriers.flatMap((carrier) =>
    (['courier', 'locker'] as const).flatMap((kind) => {
      const service = carrier[kind]
      return service?.offered ? [{ kind, carrier, service }] : []
    }),
  )
}

function keyOf({ carrier, kind }: Offer): string {
  return `${carrier.key}-${kind}`
}

/** A locker stands somewhere in the country: where its buyer lives says nothing about its price. */
function reachedBy({ kind }: Offer, to: Destination): Destination {
  return kind === 'locker' ? { country: to.country } : to
}

function reasonAgainst(
  delivery: Delivery,
  service: Service,
  sending: Sending,
  to: Destination,
): Refusal['reason'] | undefined {
  const rate = rateFor(delivery, service, to)
  if (!rate) return 'not-there'
  const grams = packedGrams(sending, delivery)
  if (!rate.bands.some(({ upToGrams }) => grams <= upToGrams)) return 'too-heavy'
  return fitting(sending, service.compartments, delivery).length === 0 ? 'too-large' : undefined
}

function carriedQuote(around: Around, offer: Offer, sending: Sending, to: Destination): Quote | undefined {
  const { delivery } = around
  const { kind, carrier, service } = offer
  const there = reachedBy(offer, to)
  const rate = rateFor(delivery, service, there)
  if (!rate || reasonAgainst(delivery, service, sending, there)) return undefined
  const grams = packedGrams(sending, delivery)
  const band = rate.bands
    .toSorted((a, b) => a.upToGrams - b.upToGrams)
    .find(({ upToGrams }) => grams <= upToGrams)!
  const free = rate.freeFromCents !== null && sending.goodsCents >= rate.freeFromCents
  return {
    key: keyOf(offer),
    kind,
    carrier: { key: carrier.key, name: carrier.name },
    priceCents: cents(free ? 0 : band.priceCents),
    freeFromCents: rate.freeFromCents === null ? null : cents(rate.freeFromCents),
    days: rate.days,
    arrives: arrival(around, sending, rate.days),
    needsPhone: carrier.needsPhone,
    compartments: fitting(sending, service.compartments, delivery).map(({ name }) => name),
  }
}

function collectionQuote(around: Around, sending: Sending): Quote[] {
  const { offered, priceCents, days } = around.delivery.collection
  if (!offered) return []
  const ready = readyFrom(around, Math.max(sending.leadDays, days))
  return [
    {
      key: 'collection',
      kind: 'collection',
      carrier: null,
      priceCents: cents(priceCents),
      freeFromCents: null,
      days: { from: days, until: days },
      arrives: { from: ready, until: ready },
      needsPhone: false,
      compartments: [],
    },
  ]
}

/** The goods leave on a day on which the shop works; carriers rest on public holidays, not with the shop. */
function arrival(
  { calendar, closures, today }: Around,
  { leadDays }: Sending,
  days: Quote['days'],
): Quote['arrives'] {
  const leaves = calendar.addWorkingDays(today, Math.max(leadDays, 1), closures)
  const after = (count: number) => calendar.addWorkingDays(leaves, count, { closures: [] })
  return { from: after(days.from), until: after(days.until) }
}

/** The first day on which the door is open once the goods are ready. */
function readyFrom({ calendar, closures, today, delivery }: Around, workingDays: number): IsoDate {
  const ready = calendar.addWorkingDays(today, workingDays, closures)
  const week = Array.from({ length: 14 }, (_, later) => addDays(ready, later))
  const open = week.find((day) => isOpenOn(delivery.collection, day) && calendar.isWorkingDay(day, closures))
  return open ?? ready
}

const kinds: readonly Kind[] = ['locker', 'courier', 'collection']

function byKindAndPrice(one: Quote, other: Quote): number {
  return (
    kinds.indexOf(one.kind) - kinds.indexOf(other.kind) ||
    one.priceCents - other.priceCents ||
    one.key.localeCompare(other.key)
  )
}
