import type { Carrier, Delivery } from '../settings/delivery.ts'

/** Where a parcel is followed, by the carrier's name as its dispatch has it; undefined where nobody can say. */
export function trackingHref(
  { carriers }: Pick<Delivery, 'carriers'>,
  name: string,
  trackingNumber: string | null,
): string | undefined {
  const link = carriers.find((carrier) => carrier.name === name)?.trackingLink
  return link && trackingNumber ? link.replace('{number}', encodeURIComponent(trackingNumber)) : undefined
}

/** A carrier by its key; undefined for one that is no longer in the settings. */
export function carrierOf({ carriers }: Pick<Delivery, 'carriers'>, key: string | null): Carrier | undefined {
  return carriers.find((carrier) => carrier.key === key)
}

/** Who may carry an order's parcel: whom its buyer chose comes first; then all that offer this way, then the rest. */
export function carriersFor(
  { carriers }: Pick<Delivery, 'carriers'>,
  kind: 'courier' | 'locker',
  chosen: string | null,
): Carrier[] {
  const rank = (carrier: Carrier) =>
    carrier.key === chosen ? 0 : carrier[kind]?.offered ? 1 : carrier[kind] ? 2 : 3
  return carriers.toSorted((a, b) => rank(a) - rank(b))
}
