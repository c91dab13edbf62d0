import { abroad, destinationCountry } from '../orders/destinations.ts'
import type { OrderFacts } from '../orders/find.ts'
import type { Settings } from '../settings/settings.ts'
import type { Buyer, Seller } from './snapshot.ts'

/** The shop as it stands on its documents. */
export function sellerOf({ identity, bank }: Settings): Seller {
  const { street, town, postcode, country } = identity
  return {
    name: identity.legalName,
    registrationNumber: identity.registrationNumber,
    vatNumber: identity.vatNumber,
    address: [street, `${town}, ${postcode}`],
    place: { street, town, postcode, country },
    phone: identity.phone,
    email: identity.email,
    iban: bank.iban,
    bankName: bank.bank,
    accountName: bank.accountHolder,
  }
}

/** Who ordered, as on a document. Throws RangeError once the order's contract has ended. */
export function buyerOf({ party, language }: OrderFacts): Buyer {
  if (!party) throw new RangeError('an order whose contract has ended is not invoiced')
  // Their own address or none: goods may go to somebody else, or to another country, which is no part of the invoice.
  const { street, town, postcode, country } = party
  const foreign = [abroad(country, language) ?? []].flat()
  return {
    name: party.name,
    companyName: party.companyName,
    registrationNumber: party.registrationNumber,
    vatNumber: party.vatNumber,
    address: street ? [street, [town, postcode, ...foreign].filter(Boolean).join(', ')] : foreign,
    place: { street, town, postcode, country },
    reference: party.buyerReference,
  }
}

/** Where the goods arrive (ISO 3166-1 alpha-2): what is collected stays where the shop is. */
export function arrivalOf({ party, delivery }: OrderFacts, { identity }: Settings): string {
  return delivery.method === 'collection' || !party ? identity.country : destinationCountry(party)
}
