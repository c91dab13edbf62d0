import { fitting } from '../delivery/parcel.ts'
import * as points from '../delivery/points.ts'
import { type Destination, rateFor } from '../delivery/zones.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import { destinationCountry, destinationOf } from './destinations.ts'
import type { OrderFacts } from './find.ts'
import * as parcels from './parcels.ts'

/** Where else a placed order may go in the way that was chosen, at the price that was agreed. */
export interface Elsewhere {
  /** The carrier's other lockers that take the parcel, by town; absent where there is no list of them. */
  readonly towns?: readonly points.Town[]
  /** Whether whoever brings it calls or sends a code. */
  readonly needsPhone: boolean
  /** Whether the courier asks the same there. */
  costsTheSame(postcode: string): boolean
}

/** Reads lockers only where the order goes to one. */
export async function elsewhereOf(
  tx: Tx<'order-contract'>,
  order: OrderFacts,
  delivery: Settings['delivery'],
): Promise<Elsewhere> {
  const carrier = delivery.carriers.find(({ key }) => key === order.delivery.carrier)
  const { party } = order
  // Two zones may ask the same.
  const agreedFor: Destination = party ? destinationOf(party) : { country: '' }
  const askedAt = (postcode: string | undefined) => {
    const to = { ...agreedFor, postcode }
    const rate = carrier?.courier ? rateFor(delivery, carrier.courier, to) : undefined
    return JSON.stringify([rate?.bands, rate?.freeFromCents])
  }
  const agreed = askedAt(agreedFor.postcode)
  return {
    needsPhone: order.delivery.method !== 'collection' && (carrier?.needsPhone ?? true),
    costsTheSame: (postcode) => askedAt(postcode) === agreed,
    ...(order.delivery.method === 'locker' && party && carrier?.locker
      ? await otherLockers(
          tx,
          order,
          destinationCountry(party),
          carrier.key,
          carrier.locker.compartments,
          delivery,
        )
      : {}),
  }
}

/** Working days that an order is on its way at most; undefined where nobody carries it, or nobody knows. */
export function daysOnTheWay(
  { delivery: { method, carrier: key }, party }: OrderFacts,
  delivery: Settings['delivery'],
): number | undefined {
  const carrier = delivery.carriers.find((each) => each.key === key)
  const service = method === 'collection' ? null : carrier?.[method]
  if (!service || !party) return undefined
  const to = method === 'courier' ? destinationOf(party) : { country: destinationCountry(party) }
  return rateFor(delivery, service, to)?.days.until
}

async function otherLockers(
  tx: Tx<'order-contract'>,
  { lines }: OrderFacts,
  country: string,
  carrier: string,
  all: Parameters<typeof fitting>[1],
  delivery: Settings['delivery'],
): Promise<Pick<Elsewhere, 'towns'>> {
  const compartments = fitting(await parcels.packed(tx, lines), all, delivery).map(({ name }) => name)
  const towns = await points.points(tx, [{ carrier, compartments }], { country })
  return towns.length > 0 ? { towns } : {}
}
