import type { JobHandler } from '../../platform/jobs/jobs.ts'
import { withPurpose } from '../../privacy/with-purpose.ts'
import type { Shop } from '../../shop.ts'
import * as recalls from './recalls.ts'

/** Something happened to a debt that is with a collector; the database asks for this look itself. */
export function recallJobs(shop: Pick<Shop, 'database'>): Record<string, JobHandler> {
  return {
    'recall-debt': ({ case: id = '' }) =>
      withPurpose(shop.database.worker, 'order-contract', 'job:recall-debt', (tx) => recalls.look(tx, id)),
  }
}
