import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import type { IsoDate } from '../platform/time.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { daysUntil } from '../privacy/requests/due-dates.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { creditPage, creditRoutes } from './admin-credit.ts'
import { withdrawalPage } from './admin-page.ts'
import { settle, takeStep } from './admin-steps.ts'
import { listQuery } from './office-forms.ts'
import { orderStandings } from './order-standings.ts'
import { standingOf } from './standing.ts'
import * as steps from './steps.ts'
import * as withdrawals from './withdrawals.ts'

type C = Context<StaffEnv>

const soon = 3

/** Withdrawals in the back office, and what is credited and paid back on an order; the face guards it. */
export function withdrawalRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminWithdrawals'), (c) => listPage(c, shop))
    .get(pattern('adminWithdrawal'), (c) => withdrawalPage(c, shop))
    .post(pattern('adminWithdrawalStep'), (c) => takeStep(c, shop))
    .post(pattern('adminWithdrawalSettlement'), (c) => settle(c, shop))
    .get(pattern('adminOrderCredit'), (c) => creditPage(c, shop))
    .route('/', creditRoutes(shop))
}

/** The queue, what is due first at its top. */
async function listPage(c: C, shop: AdminShop): Promise<Response> {
  const { show } = listQuery.parse(c.req.query())
  const member = c.get('staff')
  const { zone } = shop.clock
  const today = shop.clock.today()
  const rows = await withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), async (tx) => {
    const found = await withdrawals.listed(tx, show)
    const ids = found.map(({ id }) => id)
    const orderIds = found.flatMap(({ orderId }) => orderId ?? [])
    const orders = await orderStandings(tx, orderIds)
    const refunded = await steps.refunded(tx, ids)
    const restricted = await withdrawals.areRestricted(tx, orderIds)
    await openings.note(tx, { unit: 'order', ids: orderIds, page: 'withdrawal' })
    return found.map((one) => {
      const order = one.orderId ? orders.get(one.orderId) : undefined
      const standing = standingOf(one, order, {
        zone,
        refunded: refunded.has(one.id),
        restricted: restricted.has(one.orderId ?? ''),
      })
      return {
        id: one.id,
        name: one.name,
        receivedAt: one.receivedAt,
        orderId: one.orderId,
        number: order?.number ?? one.contract,
        href: urlFor('adminWithdrawal', { id: one.id }),
        ...standing,
        ...clockOf(standing.dueOn, today),
      }
    })
  })
  return officePage(c, shop, member, 'admin/money/withdrawals', { show, withdrawals: rows })
}

/** How many days are left, for whoever looks down the list. */
function clockOf(dueOn: IsoDate, today: IsoDate) {
  const days = daysUntil(dueOn, today)
  return { days, late: days < 0, soon: days <= soon }
}
