import type { Delivery, Rate, Zone } from './delivery.ts'

/** A way in which goods are sent, with what it costs where. */
export interface WayToReceive {
  readonly kind: 'courier' | 'locker'
  readonly carrier: string
  /** Told only where prices differ by place. */
  readonly zone: Zone | undefined
  /** What a parcel up to so many kilograms costs, in cents with VAT. */
  readonly prices: readonly { readonly kilograms: number; readonly priceCents: number }[]
  readonly freeFromCents: number | null
  /** Working days on the way, at most. */
  readonly days: number
}

/** What the shop offers to send its goods by, couriers first. */
export function waysToReceive({ carriers, zones }: Pick<Delivery, 'carriers' | 'zones'>): WayToReceive[] {
  const zoneOf = (key: string) => (zones.length > 1 ? zones.find((zone) => zone.key === key) : undefined)
  return (['courier', 'locker'] as const).flatMap((kind) =>
    carriers.flatMap(({ name, [kind]: service }) =>
      service?.offered ? service.rates.map((rate) => wayOf(kind, name, zoneOf(rate.zone), rate)) : [],
    ),
  )
}

/** How a buyer can get goods at all, the usual first. */
export function kindsOffered({
  collection,
  ...sent
}: Pick<Delivery, 'carriers' | 'zones' | 'collection'>): ('courier' | 'locker' | 'collection')[] {
  const kinds = new Set(waysToReceive(sent).map(({ kind }) => kind))
  return [...kinds, ...(collection.offered ? (['collection'] as const) : [])]
}

/** The countries (ISO 3166-1 alpha-2) that goods are sent to in some way on offer, in the shop's order. */
export function countriesSentTo({
  carriers,
  zones,
  countries,
}: Pick<Delivery, 'carriers' | 'zones' | 'countries'>): string[] {
  const services = carriers.flatMap(({ courier, locker }) => [courier, locker])
  const priced = services.flatMap((service) =>
    service?.offered ? service.rates.map(({ zone }) => zone) : [],
  )
  const reached = zones.filter(({ key }) => priced.includes(key)).flatMap((zone) => zone.countries)
  return countries.filter((country) => reached.includes(country))
}

/** The amount (cents) from which goods travel free, where it is the same for every way. */
export function freeFrom(ways: readonly WayToReceive[]): number | undefined {
  const [amount, ...others] = new Set(ways.map(({ freeFromCents }) => freeFromCents))
  return others.length > 0 ? undefined : (amount ?? undefined)
}

function wayOf(
  kind: WayToReceive['kind'],
  carrier: string,
  zone: Zone | undefined,
  { bands, freeFromCents, days }: Rate,
): WayToReceive {
  return {
    kind,
    carrier,
    zone,
    prices: bands.map(({ upToGrams, priceCents }) => ({ kilograms: upToGrams / 1000, priceCents })),
    freeFromCents,
    days: days.until,
  }
}
