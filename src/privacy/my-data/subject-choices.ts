import { sql } from 'drizzle-orm'
import { keyedHash } from '../../platform/keys.ts'
import * as consents from '../consents.ts'
import type { MarketingPurpose } from '../purposes.ts'
import type { Refused } from '../table.ts'
import type { Tx } from '../with-purpose.ts'

/** Whether the person whose page is open may be told of goods in one way. */
export interface Choice {
  readonly purpose: MarketingPurpose
  readonly on: boolean
  /** Since when it is so; null where nothing was ever said. */
  readonly since: Date | null
  /** Where the news goes: the e-mail address, or a telephone number. */
  readonly address: string
  /** All of them, where somebody has several numbers. */
  readonly addresses: readonly string[]
  /** Whether there was ever anything to choose. */
  readonly known: boolean
}

interface Row extends Record<string, unknown> {
  purpose: MarketingPurpose
  live: boolean
  since: string | null
  address: string
  known: boolean
}

/** The newest state of each choice, as the senders of news meet it. */
export async function read(tx: Tx<'rights-requests'>): Promise<Choice[]> {
  const rows = await tx.execute<Row>(sql`
    select purpose, live, to_json(since) #>> '{}' as since, address, asked_ever as known from shop_subject_choices()
     order by live desc, since desc nulls last`)
  return [...Map.groupBy(rows, ({ purpose }) => purpose).values()].map((same) => {
    const [{ purpose, live, since, address, known }] = same as [Row, ...Row[]]
    return {
      purpose,
      on: live,
      since: since === null ? null : new Date(since),
      address,
      addresses: same.map((row) => row.address),
      known,
    }
  })
}

/** The person's newest order with a telephone number: a consent to calls points to it, which makes the number theirs. */
export async function orderWith(tx: Tx<'rights-requests'>, phone: string): Promise<string | null> {
  const rows = await tx.execute<{ id: string }>(sql`
    select "order".id from "order" join order_party on order_id = "order".id
     where "order".id = any (shop_subject_orders()) and lower(phone) = ${phone.toLowerCase()}
     order by placed_at desc limit 1`)
  return rows[0]?.id ?? null
}

/** The ids of the person's consents to a purpose, or to all marketing, that were not taken back. */
export async function liveConsents(tx: Tx<'rights-requests'>, purpose: Refused): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(
    sql`select id from shop_subject_live_consents(${purpose}) as consents (id)`,
  )
  return rows.map(({ id }) => id)
}

/** A no to all that the shop could tell of goods: consents end, and the address is on the list of those who said no. */
export async function refuse(
  tx: Tx<'rights-requests'>,
  addressKey: Buffer,
  refused: Refused,
  addresses: readonly string[],
): Promise<void> {
  const live = await liveConsents(tx, refused)
  await tx.under('consent-evidence', async (evidence) => {
    for (const consentId of live) await consents.withdraw(evidence, consentId)
  })
  await tx.under('objections', async (no) => {
    for (const address of new Set(addresses))
      await consents.object(no, keyedHash(addressKey, address), refused)
  })
}

/** The same for everything, by every address of the person. */
export async function refuseAll(
  tx: Tx<'rights-requests'>,
  addressKey: Buffer,
  address: string,
): Promise<void> {
  const phones = (await read(tx)).flatMap(({ addresses }) => addresses)
  await refuse(tx, addressKey, 'marketing', [address, ...phones])
}
