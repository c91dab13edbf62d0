import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { counts as goodsCounts } from '../catalogue/goods-lists.ts'
import { countOf, listHref, roomCounts, rowModel } from '../orders/admin-list.ts'
import * as lists from '../orders/lists.ts'
import { failedJobs } from '../platform/jobs/jobs.ts'
import { withoutPurpose, withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { urlFor } from '../urls.ts'

const waiting = ['awaiting-payment', 'awaiting-proof', 'to-make', 'to-send', 'sent'] as const

/** What waits for somebody, what came in last, what went wrong. */
export async function todayPage(c: Context<StaffEnv>, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const { backoffice } = shop.database
  const { failed, goods } = await withoutPurpose(backoffice, actorOf(member), async (tx) => ({
    failed: await failedJobs(tx),
    goods: await goodsCounts(tx),
  }))
  const { counts, recent, rooms } = await withPurpose(
    backoffice,
    'order-contract',
    actorOf(member),
    async (tx) => ({
      counts: await lists.counts(tx),
      rooms: await roomCounts(tx, shop, member.language),
      recent: (await lists.list(tx, undefined, { limit: 10, offset: 0 })).orders,
    }),
  )
  return officePage(c, shop, member, 'admin/today/today', {
    waiting: waiting.map((state) => ({ state, count: countOf(counts, state), href: listHref(state) })),
    rooms,
    recent: recent.map(rowModel),
    failedJobs: failed.length,
    low: { count: goods.low, href: `${urlFor('adminGoods')}?state=low` },
  })
}
