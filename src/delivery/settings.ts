import { isDeepStrictEqual } from 'node:util'
import type { Transaction } from '../platform/database/client.ts'
import { Unavailable } from '../platform/errors.ts'
import type { Access } from '../privacy/with-purpose.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import type { Delivery } from '../settings/delivery.ts'
import * as settings from '../settings/settings.ts'

/**
 * Changes the delivery settings: `decide` gets them as they stand now, under a lock, so that two people who change
 * different carriers both keep what they did. What it throws leaves everything as it was.
 */
export function changeDelivery<T>(
  backoffice: Access<'backoffice'>,
  memberId: string,
  decide: (now: Delivery, tx: Transaction) => readonly [next: Delivery, result: T],
): Promise<T> {
  return withoutPurpose(backoffice, `staff:${memberId}`, async (tx) => {
    await settings.lock(tx, 'delivery')
    const found = await settings.read(tx)
    if (!found) throw new Unavailable('the shop is not set up')
    const [next, result] = decide(found.delivery, tx)
    // What stands as it stood is not written: nothing was changed.
    if (!isDeepStrictEqual(next, found.delivery)) await settings.change(tx, 'delivery', next, memberId)
    return result
  })
}

/**
 * The delivery settings as they are kept: the shop's own memory of them may be a moment old, and whoever has just saved
 * wants to see that. Throws Unavailable.
 */
export async function currentDelivery({ client }: Access<'backoffice'>): Promise<Delivery> {
  const found = await settings.read(client.orm)
  if (!found) throw new Unavailable('the shop is not set up')
  return found.delivery
}

/** A key for addresses and rows, from a name: "Ātrais kurjers" is "atrais-kurjers". */
export function keyFrom(name: string, taken: readonly string[]): string {
  const plain =
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 30)
      .replace(/-$/, '') || 'x'
  if (!taken.includes(plain)) return plain
  for (let at = 2; ; at += 1) if (!taken.includes(`${plain}-${at}`)) return `${plain}-${at}`
}
