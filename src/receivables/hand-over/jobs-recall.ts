import type { JobHandler } from '../../platform/jobs/jobs.ts'
import { withoutPurpose, withPurpose } from '../../privacy/with-purpose.ts'
import type { Shop } from '../../shop.ts'
import * as recalls from './recalls.ts'

/** Before the eraser's run of the same night: until the collector was told, the data of what is time-barred stay. */
export const recallsCrontab = '47 0 * * * recall-barred ?fill=1d&max=5&jobKey=recall-barred'

/** Something happened to a debt that is with a collector (the database asks for this look itself), or its years are over. */
export function recallJobs(shop: Pick<Shop, 'database'>): Record<string, JobHandler> {
  const { worker } = shop.database
  return {
    'recall-debt': ({ case: id = '' }) =>
      withPurpose(worker, 'order-contract', 'job:recall-debt', (tx) => recalls.look(tx, id)),
    'recall-barred': async () => {
      await withoutPurpose(worker, 'job:recall-barred', recalls.recallBarred)
    },
  }
}
