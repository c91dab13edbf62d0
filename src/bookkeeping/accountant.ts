import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { officePage } from '../staff/admin-page.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { documentRoutes } from './accountant-documents.ts'
import { exportRoutes } from './accountant-exports.ts'
import { moneyRoutes } from './accountant-money.ts'
import { readMonths } from './accountant-months.ts'

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
  const { months, distance } = await readMonths(c, shop)
  return officePage(c, shop, c.get('staff'), 'accountant/months', {
    distance,
    months: months.map((row) => ({
      ...row,
      href: `${urlFor('accountantDocuments')}?month=${row.month}`,
    })),
  })
}
