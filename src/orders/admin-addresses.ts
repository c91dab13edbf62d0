import { carrierOf, trackingHref } from '../delivery/carriers.ts'
import type { Settings } from '../settings/settings.ts'
import type { StaffLanguage } from '../staff/table.ts'
import { abroad, destinationCountry } from './destinations.ts'
import type { OrderFacts, PartyFacts } from './find.ts'

/** Who ordered, as the order's page shows it. */
export function buyerModel(party: PartyFacts, language: StaffLanguage) {
  const { name, companyName, registrationNumber, vatNumber, street, town, postcode } = party
  return {
    buyer: {
      name,
      companyName,
      registrationNumber,
      vatNumber,
      address: street ? { street, town, postcode, country: abroad(party.country, language) } : undefined,
    },
    email: party.email,
    phone: party.phone,
    invoiceEmail: party.invoiceEmail,
    orderReference: party.buyerReference,
  }
}

/** How and where it goes. */
export function deliveryModel(
  { delivery, party, dispatch }: OrderFacts,
  ways: Settings['delivery'],
  language: StaffLanguage,
) {
  const carried = delivery.method !== 'collection' && dispatch
  return {
    method: delivery.method,
    address: delivery.method === 'courier' && party ? deliveryAddress(party, language) : undefined,
    place: party?.locker,
    carrier: carried ? carried.carrier : carrierOf(ways, delivery.carrier)?.name,
    trackingNumber: carried ? carried.trackingNumber : undefined,
    trackingHref: carried ? trackingHref(ways, carried.carrier, carried.trackingNumber) : undefined,
  }
}

function deliveryAddress(party: PartyFacts, language: StaffLanguage) {
  const named = {
    name: party.deliveryName ?? party.name,
    country: abroad(destinationCountry(party), language),
  }
  if (!party.deliveryStreet)
    return { ...named, street: party.street, town: party.town, postcode: party.postcode }
  return {
    ...named,
    street: party.deliveryStreet,
    town: party.deliveryTown,
    postcode: party.deliveryPostcode,
  }
}
