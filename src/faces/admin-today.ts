import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { distanceSales } from '../bookkeeping/vat-return.ts'
import { counts as goodsCounts } from '../catalogue/goods-lists.ts'
import { countOf, listHref, roomCounts, rowModel } from '../orders/admin-list.ts'
import * as lists from '../orders/lists.ts'
import * as payments from '../payments/lists.ts'
import * as refunds from '../payments/refunds-waiting.ts'
import * as entries from '../payments/statements/entries.ts'
import { failedJobs } from '../platform/jobs/jobs.ts'
import * as breaches from '../privacy/accountability/breaches.ts'
import { clockOf } from '../privacy/accountability/breaches-clock.ts'
import { purposeList } from '../privacy/purposes.ts'
import { warnings } from '../privacy/register/recipients.ts'
import * as requests from '../privacy/requests/requests.ts'
import { withoutPurpose, withPurpose } from '../privacy/with-purpose.ts'
import { choresOf } from '../receivables/admin-morning.ts'
import { lastProblem } from '../settings/backups.ts'
import { unsaid } from '../settings/settings.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { urlFor } from '../urls.ts'
import * as withdrawals from '../withdrawals/withdrawals.ts'

const waiting = ['awaiting-payment', 'awaiting-proof', 'to-make', 'to-send', 'sent'] as const

/** What waits for somebody, what came in last, what went wrong. */
export async function todayPage(c: Context<StaffEnv>, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const { backoffice } = shop.database
  const { failed, goods, backupProblem } = await withoutPurpose(backoffice, actorOf(member), async (tx) => ({
    failed: await failedJobs(tx),
    backupProblem: await lastProblem(tx),
    goods: await goodsCounts(tx),
  }))
  const running = await withPurpose(backoffice, 'accountability', actorOf(member), breaches.running)
  const asked = await withPurpose(backoffice, 'rights-requests', actorOf(member), (tx) =>
    requests.waiting(tx, shop.clock.today()),
  )
  const { counts, drawings, refundsWaiting, recent, rooms, withdrawn, debts } = await withPurpose(
    backoffice,
    'order-contract',
    actorOf(member),
    async (tx) => ({
      counts: await lists.counts(tx),
      drawings: await lists.countDrawings(tx),
      refundsWaiting: await refunds.countWaiting(tx),
      withdrawn: await withdrawals.countWaiting(tx),
      debts: await choresOf(tx, shop),
      rooms: await roomCounts(tx, shop, member.language),
      recent: (await lists.list(tx, undefined, { limit: 10, offset: 0 })).orders,
    }),
  )
  const { distance, bankEntries, unused } = await withPurpose(
    backoffice,
    'accounting',
    actorOf(member),
    async (tx) => ({
      distance: await distanceSales(
        tx,
        Number(shop.clock.today().slice(0, 4)),
        shop.known().settings.identity.country,
      ),
      bankEntries: await entries.countWaiting(tx),
      unused: await payments.countUnused(tx),
    }),
  )
  return officePage(c, shop, member, 'admin/today/today', {
    unsaid: unsaidTo(member, shop),
    waiting: waiting.map((state) => ({
      state,
      count: state === 'awaiting-proof' ? drawings.shop : countOf(counts, state),
      href: listHref(state),
    })),
    proofsSent: { count: drawings.buyer, href: listHref('awaiting-proof') },
    unused: { count: unused, href: `${urlFor('adminPayments')}?means=unused` },
    refundsWaiting,
    rooms,
    withdrawn,
    debts,
    recent: recent.map(rowModel),
    failedJobs: failed.length,
    breaches: running.map(({ id, title, awareAt }) => ({
      title,
      href: urlFor('adminBreach', { id }),
      clock: clockOf(awareAt, shop.clock.now()),
    })),
    requests: asked,
    bankEntries,
    distance: distance.find(({ warns }) => warns),
    backupFailed: backupProblem !== undefined,
    recipients: recipientWarnings(shop),
    low: { count: goods.low, href: `${urlFor('adminGoods')}?state=low` },
  })
}

/** What must be said before anybody can order, with the way there; where money goes is the owner's to say. */
function unsaidTo({ role }: StaffMember, shop: AdminShop) {
  return unsaid(shop.known().settings).map((key) => ({
    key,
    href: key === 'bank' && role !== 'owner' ? undefined : urlFor('adminSettings', { section: key }),
  }))
}

/** Recipients of personal data that the owner should look at. */
function recipientWarnings(shop: AdminShop): number {
  const { register, purposesOn } = shop.known()
  return warnings(
    register.recipients,
    purposeList.filter(({ id }) => purposesOn.has(id)),
  )
}
