import { Conflict, NotFound, Restricted } from '../../platform/errors.ts'
import type { JobHandler } from '../../platform/jobs/jobs.ts'
import { type Tx, withPurpose } from '../../privacy/with-purpose.ts'
import type { Shop } from '../../shop.ts'
import * as presumptions from './presumptions.ts'
import * as reminders from './reminders.ts'

/** Each morning, after the bank's statements of the day before can have been read. */
export const dunningCrontab = '10 6 * * * remind-debtors ?fill=1d&max=5&jobKey=remind-debtors'

const batch = 500

/** Worker handlers of dunning. The notice of a debt is not theirs to give: a person does. */
export function dunningJobs(shop: Shop): Record<string, JobHandler> {
  return {
    'remind-debtors': async (_ids, { signal }) => {
      const { settings } = shop.known()
      const today = shop.clock.today()
      await acting(shop, (tx) => presumptions.presume(tx, settings, today))
      if (settings.debts.automatic) await remindAll(shop, signal)
    },
  }
}

/** A batch at a time, and each letter in a transaction of its own: nobody who pays meanwhile waits for the run. */
async function remindAll(shop: Shop, signal: AbortSignal): Promise<void> {
  const { settings } = shop.known()
  const today = shop.clock.today()
  let last: reminders.Due | undefined
  do {
    const after = last
    const due = await acting(shop, (tx) => reminders.due(tx, settings, today, { after, most: batch }))
    for (const { invoiceId, level } of due) {
      if (signal.aborted) throw Object.assign(new Error('the shop stops'), { code: 'INTERRUPTED' })
      await unlessSettled(() => acting(shop, (tx) => reminders.remind(tx, invoiceId, null, level)))
    }
    last = due.length === batch ? due.at(-1) : undefined
  } while (last)
}

function acting<T>(shop: Shop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.worker, 'order-contract', 'job:remind-debtors', work)
}

/** Somebody paid, objected, asked for restriction or sent the same letter a moment ago: then there is nothing to do. */
async function unlessSettled(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof Conflict || error instanceof NotFound || error instanceof Restricted) return
    throw error
  }
}
