import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { NotFound } from '../platform/errors.ts'
import { failedJobs, retryJob } from '../platform/jobs/jobs.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'

/** Jobs that used up their attempts: no area's own, so they stand in the face. */
export function jobRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminJobs'), async (c) => {
      const member = c.get('staff')
      const jobs = await withoutPurpose(shop.database.backoffice, actorOf(member), failedJobs)
      return officePage(c, shop, member, 'admin/jobs/jobs', {
        retried: c.req.query('done') === 'retried',
        jobs: jobs.map(({ id, task, error, attempts, failedAt }) => ({
          id,
          task,
          code: error,
          attempts,
          at: failedAt,
        })),
      })
    })
    .post(pattern('adminJobRetry'), async (c) => {
      const id = jobId(c)
      const found = await withoutPurpose(shop.database.backoffice, actorOf(c.get('staff')), (tx) =>
        retryJob(tx, id),
      )
      if (!found) throw new NotFound()
      return c.redirect(`${urlFor('adminJobs')}?done=retried`, 303)
    })
}

function jobId(c: Context): string {
  const id = c.req.param('id') ?? ''
  if (!/^\d{1,18}$/.test(id)) throw new NotFound()
  return id
}
