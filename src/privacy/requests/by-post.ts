import { eq, sql } from 'drizzle-orm'
import { Conflict } from '../../platform/errors.ts'
import { keyedHash } from '../../platform/keys.ts'
import { subjectRequest } from '../table.ts'
import type { Tx } from '../with-purpose.ts'
import { lockOpen, note, type Request } from './requests.ts'

/** An address for somebody who has given none but the post's. */
export function postalAddress(): string {
  return `post:${crypto.randomUUID()}`
}

/** Whether somebody's data are found by an e-mail address; until then nothing is. */
export function isFound({ address }: Pick<Request, 'address'>): boolean {
  return !address.startsWith('post:')
}

/**
 * Somebody without e-mail named an order: by its e-mail everything of theirs is found, and that it is theirs is to be made
 * sure of from then on. Throws NotFound, Conflict `closed`, `found` where an address is known already, `no-order` where
 * there is none of this number that still names its buyer.
 */
export async function locate(
  tx: Tx<'rights-requests'>,
  id: string,
  { number, addressKey, by }: { number: string; addressKey: Buffer; by: string },
): Promise<void> {
  if (isFound(await lockOpen(tx, id))) throw new Conflict('found')
  const [row] = await tx.execute<{ address: string | null }>(
    sql`select shop_order_address(${number}) as address`,
  )
  const address = row?.address
  if (!address) throw new Conflict('no-order')
  await tx
    .update(subjectRequest)
    .set({
      address,
      addressHash: keyedHash(addressKey, address),
      identityCheckedAt: null,
      identityCheckedHow: null,
      identityCheckedBy: null,
    })
    .where(eq(subjectRequest.id, id))
  await note(tx, id, { step: 'noted', about: 'order', words: number, by })
}
