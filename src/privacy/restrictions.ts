import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { keyedHash } from '../platform/keys.ts'
import { moment } from './journal.ts'
import { restriction } from './table.ts'
import type { Tx } from './with-purpose.ts'

export type Ground = (typeof restriction.$inferInsert)['ground']

/**
 * From here on the person's data are stored and otherwise left alone (Art. 18): every purpose but claims and requests
 * sees none of it, for orders placed later too. Binds at once, in the database.
 */
export async function restrict(
  tx: Tx<'rights-requests'>,
  asked: { address: string; addressKey: Buffer; ground: Ground; requestId: string | null },
): Promise<void> {
  const { address, addressKey, ground, requestId } = asked
  const id = crypto.randomUUID()
  const addressHash = keyedHash(addressKey, address)
  await tx.journal.append({
    kind: 'restriction',
    id,
    addressHash: addressHash.toString('hex'),
    ground,
    at: await moment(tx),
  })
  await tx.insert(restriction).values({ id, address, addressHash, ground, requestId })
}

/** Ends every restriction of an address; the person is told before it (Art. 18(3)). `by` is the member of staff. */
export async function lift(tx: Tx<'rights-requests'>, address: string, by: string | null): Promise<void> {
  const rows = await tx.execute<{ id: string; at: string }>(sql`
    update restriction set lifted_at = now(), lifted_by = ${by} where address = ${address} and lifted_at is null
    returning id, to_char(lifted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`)
  for (const { id, at } of rows) await tx.journal.append({ kind: 'restriction-lifted', id, at })
}

/** The restriction of an address that is in force. */
export async function current(
  tx: Tx<'rights-requests'>,
  address: string,
): Promise<{ ground: Ground; madeAt: Date } | undefined> {
  const [row] = await tx
    .select({ ground: restriction.ground, madeAt: restriction.madeAt })
    .from(restriction)
    .where(and(eq(restriction.address, address), isNull(restriction.liftedAt)))
    .orderBy(desc(restriction.madeAt))
    .limit(1)
  return row
}
