import { sql } from 'drizzle-orm'
import { enqueue } from '../../platform/jobs/jobs.ts'
import { keyedHash } from '../../platform/keys.ts'
import * as consents from '../consents.ts'
import { moment } from '../journal.ts'
import { type Purpose, type PurposeId, purposeList, purposes } from '../purposes.ts'
import { purposeEnd } from '../table.ts'
import type { Tx } from '../with-purpose.ts'

/**
 * Erasure on request (Art. 17): every purpose that gives way ends now for each order of the person whom this transaction
 * answers, every consent is taken back and marketing refused; then the eraser takes what nothing holds any longer.
 */
export async function request(
  tx: Tx<'rights-requests'>,
  { requestId, address, addressKey }: { requestId: string; address: string; addressKey: Buffer },
): Promise<void> {
  const yielding = purposeList.filter(({ erasure }) => erasure === 'yields').map(({ id }) => id)
  await endFor(tx, await ordersOf(tx), yielding, 'erasure', requestId)
  const hash = keyedHash(addressKey, address)
  await tx.under('objections', (no) => consents.object(no, hash, 'marketing'))
  const addresses = await addressesOf(tx)
  await tx.under('consent-evidence', (evidence) => consents.withdrawAll(evidence, addresses))
  await tx.execute(sql`select shop_forget_cart()`)
  await enqueue(tx, 'erase', { request: requestId }, `erase:${requestId}`)
}

/**
 * A purpose ends for the person's orders of which it rests on legitimate interests, a company's or a customer's own: the
 * objection was heard (Art. 21(1)).
 */
export async function objectTo(
  tx: Tx<'rights-requests'>,
  purpose: PurposeId,
  requestId: string,
): Promise<void> {
  const { basis }: Purpose = purposes[purpose]
  const objected = (await ordersOf(tx)).filter(
    ({ company }) => basis[company ? 'business-contact' : 'customer'] === 'f',
  )
  await endFor(tx, objected, [purpose], 'objection', requestId)
  await enqueue(tx, 'erase', { request: requestId }, `erase:${requestId}`)
}

/** The person's e-mail address and telephone numbers. */
async function addressesOf(tx: Tx<'rights-requests'>): Promise<string[]> {
  const [row] = await tx.execute<{ addresses: string[] }>(sql`select shop_subject_addresses() as addresses`)
  return row?.addresses ?? []
}

interface Ordered extends Record<string, unknown> {
  id: string
  company: boolean
}

async function ordersOf(tx: Tx<'rights-requests'>): Promise<readonly Ordered[]> {
  return tx.execute<Ordered>(sql`
    select order_id as id, kind = 'company' as company from order_party
     where order_id = any ((select shop_subject_orders())::uuid[])`)
}

async function endFor(
  tx: Tx<'rights-requests'>,
  orders: readonly Ordered[],
  ending: readonly PurposeId[],
  cause: 'erasure' | 'objection',
  requestId: string,
): Promise<void> {
  const ends = orders.flatMap(({ id }) =>
    ending.map((purpose) => ({ orderId: id, purpose, cause, requestId })),
  )
  if (ends.length === 0) return
  const at = await moment(tx)
  await tx.journal.append(
    ...ends.map(({ orderId, purpose }) => ({ kind: 'purpose-end', orderId, purpose, cause, at }) as const),
  )
  await tx.insert(purposeEnd).values(ends).onConflictDoNothing()
}
