import { Conflict, NotFound, Restricted } from '../platform/errors.ts'
import type { JobHandler } from '../platform/jobs/jobs.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import { find } from './find.ts'
import * as fulfilment from './fulfilment.ts'
import * as reservations from './reservations.ts'

/** Each morning, before the shop opens. */
export const reservationsCrontab = '30 5 * * * lapse-reservations ?fill=1d'

/** Worker handlers of orders: what nobody pays is reminded of, then released. */
export function orderJobs(shop: Shop): Record<string, JobHandler> {
  return {
    'lapse-reservations': async () => {
      const { paying } = shop.known().settings
      const today = shop.clock.today()
      for (const id of await acting(shop, (tx) => reservations.toRelease(tx, paying, today)))
        await unlessChanged(() => acting(shop, (tx) => release(shop, tx, id)))
      for (const id of await acting(shop, (tx) => reservations.toRemind(tx, paying, today)))
        await unlessChanged(() => acting(shop, (tx) => reservations.remind(tx, id)))
    },
  }
}

/** The words are the buyer's: the reason stands in the letter. */
async function release(shop: Shop, tx: Tx<'order-contract'>, id: string): Promise<void> {
  const { language } = await find(tx, id)
  await fulfilment.cancel(tx, id, shop.t(language)('cancellation.unpaid'), null)
}

function acting<T>(shop: Shop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.worker, 'order-contract', 'job:lapse-reservations', work)
}

/** Somebody paid, cancelled or asked for restriction a moment ago: then there is nothing to do. */
async function unlessChanged(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Conflict || error instanceof Restricted || error instanceof NotFound)) throw error
  }
}
