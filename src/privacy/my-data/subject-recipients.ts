import { sql } from 'drizzle-orm'
import * as requests from '../requests/requests.ts'
import type { Tx } from '../with-purpose.ts'

/**
 * Notes who has the data of the person whom this transaction answers from us and keeps them for itself: they are to be
 * told of a correction, an erasure or a restriction (Art. 19). False where there is nobody to tell.
 */
export async function noteToTell(tx: Tx<'rights-requests'>, requestId: string): Promise<boolean> {
  const rows = await tx.execute<{ called: string }>(sql`
    select distinct coalesce(recipient, recipient_kind) as called from disclosure
     where recipient_kind not in ('hosting', 'mail-provider') order by 1`)
  if (rows.length === 0) return false
  const words = rows.map(({ called }) => called).join('\n')
  await requests.note(tx, requestId, { step: 'recipients', words, by: null })
  return true
}
