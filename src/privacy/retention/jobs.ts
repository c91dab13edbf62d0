import { eq } from 'drizzle-orm'
import type { JobHandler } from '../../platform/jobs/jobs.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Shop } from '../../shop.ts'
import { settleErasure } from '../requests/jobs-requests.ts'
import { purposeEnd } from '../table.ts'
import * as eraser from './eraser.ts'
import { foresee } from './foreseeing.ts'
import * as looks from './looks.ts'

/** Each night, after the day has ended in the shop's zone; a night that was missed is made up for. */
export const retentionCrontab = '17 1 * * * retention ?fill=1d&max=5'

/** Worker handlers of the register: the eraser's nightly run, and what somebody asked to be erased. */
export function privacyJobs(shop: Shop): Record<string, JobHandler> {
  const house = { access: shop.database.worker, register: shop.register }
  return {
    retention: async () => {
      await eraser.run(house, { cause: 'retention', actor: 'job:retention' })
      await foresee(house, 'job:retention')
    },
    'retention-look': async ({ day }) => looks.take(house, day as IsoDate),
    erase: async ({ request = '' }) => {
      const orders = await shop.database.worker.client.orm
        .select({ id: purposeEnd.orderId })
        .from(purposeEnd)
        .where(eq(purposeEnd.requestId, request))
      await eraser.run(house, {
        cause: 'request',
        actor: 'job:erase',
        orders: [...new Set(orders.map(({ id }) => id))],
      })
      await settleErasure(shop, request)
    },
  }
}
