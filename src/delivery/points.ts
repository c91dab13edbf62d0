import { and, asc, count, eq, isNull, max, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../platform/database/client.ts'
import { pickupPoint } from './table.ts'

/** A parcel locker. */
export interface Point {
  readonly id: string
  /** The carrier's key in the settings. */
  readonly carrier: string
  readonly code: string
  readonly country: string
  readonly town: string
  readonly name: string
  readonly street: string
  readonly postcode: string
}

/** The lockers of a town. */
export interface Town {
  readonly town: string
  readonly points: readonly Point[]
}

/** Which lockers are asked for: those of a carrier that have one of these compartments (`Quote.compartments`). */
export interface Asked {
  readonly carrier: string
  readonly compartments: readonly string[]
}

const columns = {
  id: pickupPoint.id,
  carrier: pickupPoint.carrier,
  code: pickupPoint.code,
  country: pickupPoint.country,
  town: pickupPoint.town,
  name: pickupPoint.name,
  street: pickupPoint.street,
  postcode: pickupPoint.postcode,
}

/**
 * Lockers on offer, by town in alphabetical order. `search` finds by town, name, street or postcode, in any order of
 * words and without diacritics. An order form asks for the carriers of its locker quotes:
 * `points(tx, lockers.map(({ carrier, compartments }) => ({ carrier: carrier!.key, compartments })), { country: 'LV' })`.
 */
export async function points(
  reader: Reader,
  asked: readonly Asked[],
  { country, search = '' }: { country: string; search?: string },
): Promise<Town[]> {
  if (asked.length === 0) return []
  const rows = await reader
    .select(columns)
    .from(pickupPoint)
    .where(
      and(isNull(pickupPoint.goneAt), eq(pickupPoint.country, country), oneOf(asked), ...wordsIn(search)),
    )
  const towns = Map.groupBy(rows, ({ town }) => town)
  return [...towns]
    .map(([town, found]) => ({ town, points: found.toSorted((a, b) => order.compare(a.name, b.name)) }))
    .toSorted((a, b) => order.compare(a.town, b.town))
}

/** The locker that a form names, if it may be chosen; undefined if it is gone, of another carrier or country, or too small. */
export async function offered(
  reader: Reader,
  id: string,
  asked: readonly Asked[],
  { country }: { readonly country: string },
): Promise<Point | undefined> {
  if (asked.length === 0) return undefined
  const [row] = await reader
    .select(columns)
    .from(pickupPoint)
    .where(
      and(eq(pickupPoint.id, id), isNull(pickupPoint.goneAt), eq(pickupPoint.country, country), oneOf(asked)),
    )
  return row
}

/** A locker, also one that is gone: an old order names it. */
export async function find(reader: Reader, id: string): Promise<Point | undefined> {
  const [row] = await reader.select(columns).from(pickupPoint).where(eq(pickupPoint.id, id))
  return row
}

/** A locker on one line, as the order keeps it: name, street, town, postcode. */
export function pointLine({ name, street, town, postcode }: Point): string {
  return [name, street, town, postcode].filter(Boolean).join(', ')
}

/** How many lockers each carrier has, and when its list last changed. */
export async function counts(reader: Reader): Promise<Map<string, { points: number; changedAt: Date }>> {
  const rows = await reader
    .select({ carrier: pickupPoint.carrier, points: count(), changedAt: max(pickupPoint.changedAt) })
    .from(pickupPoint)
    .where(isNull(pickupPoint.goneAt))
    .groupBy(pickupPoint.carrier)
    .orderBy(asc(pickupPoint.carrier))
  return new Map(
    rows.map(({ carrier, points: found, changedAt }) => [carrier, { points: found, changedAt: changedAt! }]),
  )
}

const order = new Intl.Collator('lv', { numeric: true })

function oneOf(asked: readonly Asked[]): SQL {
  const each = asked.map(({ carrier, compartments }) => {
    const named = sql.param([...compartments])
    return sql`(${pickupPoint.carrier} = ${carrier}
      and (${pickupPoint.compartments} is null or ${pickupPoint.compartments} && ${named}::text[]))`
  })
  return sql`(${sql.join(each, sql` or `)})`
}

function wordsIn(search: string): SQL[] {
  return search
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 6)
    .map((word) => sql`position(shop_plain_letters(${word}) in ${pickupPoint.words}) > 0`)
}
