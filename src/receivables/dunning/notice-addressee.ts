import { abroad, destinationCountry } from '../../orders/destinations.ts'
import type { PartyFacts } from '../../orders/find.ts'
import type { Language } from '../../platform/i18n/languages.ts'

/**
 * Where a letter goes, in the lines of an envelope's window: never more than six (DIN 5008). Whoever gave no address of
 * their own is reached where the goods went.
 */
export function addresseeOf(party: PartyFacts, language: Language): string[] {
  const { companyName, name } = party
  const own = [party.street, [party.postcode, party.town]] as const
  const delivery = [party.deliveryStreet, [party.deliveryPostcode, party.deliveryTown]] as const
  const [street, place] = own[0] ? own : delivery
  const country = abroad(own[0] ? party.country : destinationCountry(party), language)?.toUpperCase()
  return [companyName, name, street, place.filter(Boolean).join(' '), country]
    .filter((line) => line)
    .map(String)
}
