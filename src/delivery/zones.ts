import type { Delivery, Rate, Service } from '../settings/delivery.ts'

/** Where a parcel goes; without a postcode, anywhere in the country. */
export interface Destination {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly postcode?: string | undefined
}

/** What a service costs there: the rate of the narrowest zone, or undefined where it does not go. */
export function rateFor(
  { zones, countries }: Pick<Delivery, 'zones' | 'countries'>,
  { rates }: Service,
  to: Destination,
): Rate | undefined {
  if (!countries.includes(to.country)) return undefined
  const reached = zones.filter((zone) => zone.countries.includes(to.country))
  const code = to.postcode === undefined ? undefined : bare(to.postcode)
  const narrow =
    code === undefined ? [] : reached.filter(({ postcodes }) => postcodes.some((one) => covers(one, code)))
  const wide = reached.filter(({ postcodes }) => postcodes.length === 0)
  const named = [...narrow, ...wide].map(({ key }) => rates.find(({ zone }) => zone === key))
  return named.find((rate) => rate !== undefined)
}

/** A postcode without what is only written: "LV-1010" is "1010", "2611 ab" is "2611AB". */
export function bare(postcode: string): string {
  return postcode
    .toUpperCase()
    .replace(/^[A-Z]{2}-/, '')
    .replace(/[\s-]/g, '')
}

/** A range ("1001-1084"), or the beginning of a postcode ("10"). */
function covers(pattern: string, code: string): boolean {
  const [, from, until] = /^(\d+)-(\d+)$/.exec(pattern) ?? []
  if (from === undefined || until === undefined) return code.startsWith(pattern)
  const figures = code.slice(0, from.length)
  return /^\d+$/.test(figures) && figures >= from && figures <= until
}
