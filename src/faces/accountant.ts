import { Hono } from 'hono'
import { accountingRoutes } from '../invoicing/accountant.ts'
import type { Shop } from '../shop.ts'
import { requireStaff, type StaffEnv } from '../staff/guard.ts'
import { openAdmin } from './admin-page.ts'

/** The accountant's rooms; the owner may look in, too. */
export function accountantFace(shop: Shop): Hono {
  const office = openAdmin(shop)
  const rooms = new Hono<StaffEnv>()
  rooms.use(requireStaff(office, ['owner', 'accountant']))
  rooms.route('/', accountingRoutes(office))
  return new Hono().route('/accountant', rooms)
}
