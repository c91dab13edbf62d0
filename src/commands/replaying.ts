import { sql } from 'drizzle-orm'
import { loginOptions } from '../open-shop.ts'
import { clientOptions } from '../platform/database/address.ts'
import { openClient, type Transaction } from '../platform/database/client.ts'
import { keyedHash } from '../platform/keys.ts'
import { type Appliers, type JournalEntry, openJournal } from '../privacy/journal.ts'
import { type Run, run } from '../privacy/retention/eraser.ts'
import { rolesFor } from '../privacy/roles.ts'
import { register } from '../register.ts'

/** Who lifted it is not in the journal. */
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * How the owner does again what the journal says, in a database that is as it was at `madeAt`: the facts alone, by which
 * the purposes lose the rows at once. What has since become of an order that the backup does not know needs nothing.
 * A restriction in force of somebody whom the backup does not know cannot be made: its id is put into `unknown`.
 */
export function appliers(addressKey: Buffer, madeAt: string, unknown: Set<string>): Appliers {
  return {
    async erasure(tx, { unit, unitId, purposes, at }) {
      if (unit !== 'order') return
      for (const purpose of purposes) await endPurpose(tx, { orderId: unitId, purpose, cause: 'restore', at })
      await letGo(tx, unitId, at, madeAt)
    },
    'purpose-end': endPurpose,
    async restriction(tx, { id, addressHash, at, ground = 'claims' }) {
      const addresses = await addressesOf(tx, addressKey, addressHash)
      if (addresses.length === 0) unknown.add(id)
      for (const address of addresses)
        await tx.execute(sql`
          insert into restriction (id, address, address_hash, ground, made_at)
            values (${id}, ${address}, ${Buffer.from(addressHash, 'hex')}, ${ground}, ${at}) on conflict do nothing`)
    },
    async 'restriction-lifted'(tx, { id, at }) {
      unknown.delete(id)
      await tx.execute(sql`update restriction set lifted_at = ${at} where id = ${id} and lifted_at is null`)
    },
    async objection(tx, { addressHash, purpose, at }) {
      await tx.execute(sql`
        insert into objection (address_hash, purpose, made_at)
          values (${Buffer.from(addressHash, 'hex')}, ${purpose}, ${at}) on conflict do nothing`)
    },
    async withdrawal(tx, { consentId, at }) {
      await tx.execute(sql`
        insert into consent_withdrawal (consent_id, withdrawn_at)
          select id, ${at} from consent where id = ${consentId} on conflict do nothing`)
    },
    async 'request-closed'(tx, { id, outcome, at }) {
      await tx.execute(sql`
        update subject_request set closed_at = ${at}, outcome = ${outcome} where id = ${id} and closed_at is null`)
    },
  }
}

async function endPurpose(
  tx: Transaction,
  { orderId, purpose, cause, at }: { orderId: string; purpose: string; cause: string; at: string },
): Promise<void> {
  await tx.execute(sql`
    insert into purpose_end (order_id, purpose, cause, ended_at)
      select id, ${purpose}, ${cause}, ${at} from "order" where id = ${orderId} on conflict do nothing`)
}

/**
 * The eraser leaves alone what is held: whatever held the order in the backup, a hold or a request that was not answered
 * yet, had let go of it by then, and would now keep what was erased.
 */
async function letGo(tx: Transaction, orderId: string, at: string, madeAt: string): Promise<void> {
  await tx.execute(sql`
    update hold set lifted_at = ${at}, lifted_by = ${nobody}
     where order_id = ${orderId} and lifted_at is null and placed_at <= ${at}::timestamptz`)
  await tx.execute(sql`
    update subject_request set closed_at = ${at}, outcome = 'done'
     where closed_at is null and kind <> 'erasure' and ${at}::timestamptz > ${madeAt}::timestamptz
       and address in (select lower(email) from order_party where order_id = ${orderId})`)
}

/** The addresses behind a keyed hash, of those that the database knows; one at most, as a person is an address. */
async function addressesOf(tx: Transaction, key: Buffer, hash: string): Promise<string[]> {
  const rows = await tx.execute<{ address: string }>(sql`
    select lower(email) as address from order_party where email is not null
    union select lower(address) from subscription union select lower(address) from consent`)
  return rows
    .map(({ address }) => address)
    .filter((address) => keyedHash(key, address).toString('hex') === hash)
}

/** The one eraser takes away what the purposes of these orders hold no longer. */
export async function eraseAgain(
  databaseUrl: string,
  secret: Buffer,
  journalPath: string,
  entries: readonly JournalEntry[],
): Promise<Run> {
  const orders = entries.flatMap((entry) =>
    entry.kind === 'erasure' && entry.unit === 'order'
      ? [entry.unitId]
      : entry.kind === 'purpose-end'
        ? [entry.orderId]
        : [],
  )
  const client = openClient({ ...loginOptions(databaseUrl, secret, 'worker'), max: 2 })
  try {
    const roles = rolesFor(clientOptions(databaseUrl).database)
    const access = { login: 'worker', roles, client, journal: openJournal(journalPath) } as const
    return await run(
      { access, register },
      { cause: 'restore', actor: 'command', orders: [...new Set(orders)] },
    )
  } finally {
    await client.end()
  }
}
