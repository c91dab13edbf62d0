import { NotFound, Restricted } from '../platform/errors.ts'
import type { JobHandler } from '../platform/jobs/jobs.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import { bookWaiting } from './receipts.ts'
import { surroundingsOf } from './surroundings.ts'

/** A restriction has ended, and money came meanwhile; the database asks for this itself. */
export function waitingJobs(
  shop: Pick<Shop, 'database' | 'known' | 'clock' | 't'>,
): Record<string, JobHandler> {
  return {
    'book-payments': ({ order = '' }) =>
      unlessGone(
        withPurpose(shop.database.worker, 'order-contract', 'job:book-payments', (tx) =>
          bookWaiting(tx, order, surroundingsOf(shop)),
        ),
      ),
  }
}

/** Restricted still or anew: its end asks again. Gone: nothing is left to book. */
async function unlessGone(booking: Promise<void>): Promise<void> {
  try {
    await booking
  } catch (error) {
    if (!(error instanceof NotFound || error instanceof Restricted)) throw error
  }
}
