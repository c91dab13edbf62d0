import type { Settings } from '../settings/settings.ts'
import type { OrderFacts } from './find.ts'

/** Where the goods go, on one line: the locker, the other address, the buyer's own, or our door. */
export function deliveryPlace({ delivery, party }: OrderFacts, identity: Settings['identity']): string {
  if (delivery.method === 'collection') return joined([identity.name, identity.street, identity.town, identity.postcode])
  if (!party) return ''
  if (delivery.method === 'locker') return joined([party.locker])
  return party.deliveryStreet
    ? joined([party.deliveryName, party.deliveryStreet, party.deliveryTown, party.deliveryPostcode])
    : joined([party.name, party.street, party.town, party.postcode])
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter(Boolean).join(', ')
}
