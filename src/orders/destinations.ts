import type { Destination } from '../delivery/zones.ts'
import { countryName } from '../platform/i18n/country-names.ts'
import { type Language, locales } from '../platform/i18n/languages.ts'
import type { orderParty } from './table.ts'

type Countries = Pick<typeof orderParty.$inferInsert, 'country' | 'deliveryCountry'>
type Sent = Countries & Pick<typeof orderParty.$inferInsert, 'postcode' | 'deliveryPostcode'>

/** The country that goods are sent to (ISO 3166-1 alpha-2): the buyer's own, unless they go to another one. */
export function destinationCountry({ country, deliveryCountry }: Countries): string {
  return deliveryCountry ?? country
}

/** The buyer's own country put right: the goods go, or went, where they did. */
export function atHomeIn(
  country: string,
  party: Countries,
): Pick<typeof orderParty.$inferSelect, 'country' | 'deliveryCountry'> {
  const sentTo = destinationCountry(party)
  return { country, deliveryCountry: sentTo === country ? null : sentTo }
}

/** Where a parcel goes as far as its price depends on it; a postcode of the buyer's own says nothing about another country. */
export function destinationOf({ postcode, deliveryPostcode, ...countries }: Sent): Destination {
  const own = countries.deliveryCountry ? undefined : postcode
  return { country: destinationCountry(countries), postcode: deliveryPostcode ?? own ?? undefined }
}

/** The last line of an address in another country; null at home. */
export function abroad(country: string, language: Language): string | null {
  return country === 'LV' ? null : countryName(country, locales[language])
}
