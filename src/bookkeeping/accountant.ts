import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { documentRoutes } from './accountant-documents.ts'
import { exportRoutes } from './accountant-exports.ts'
import { moneyRoutes } from './accountant-money.ts'
import { monthRows } from './accountant-months.ts'
import { monthSums } from './months.ts'
import { distanceSales } from './vat-return.ts'

type C = Context<StaffEnv>

/** What the accountant reads: everything under the purpose accounting, nothing else, and nothing to change. */
export function accountingRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('accountant'), (c) => monthsPage(c, shop))
    .route('/', documentRoutes(shop))
    .route('/', moneyRoutes(shop))
    .route('/', exportRoutes(shop))
}

async function monthsPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const { identity } = shop.known().settings
  const today = shop.clock.today()
  const read = await withPurpose(shop.database.backoffice, 'accounting', actorOf(member), async (tx) => ({
    months: await monthRows(tx, await monthSums(tx)),
    distance: await distanceSales(tx, Number(today.slice(0, 4)), identity.country),
  }))
  return officePage(c, shop, member, 'accountant/months', {
    distance: read.distance,
    months: read.months.map((row) => ({
      ...row,
      href: `${urlFor('accountantDocuments')}?month=${row.month}`,
    })),
  })
}
