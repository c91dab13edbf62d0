import { Hono } from 'hono'
import { accountingRoutes } from '../bookkeeping/accountant.ts'
import type { Shop } from '../shop.ts'
import { requireStaff, type StaffEnv } from '../staff/guard.ts'
import { pattern } from '../urls.ts'
import { openAdmin } from './admin-page.ts'

/** The accountant's rooms; the owner may look in, too. */
export function accountantFace(shop: Shop): Hono<StaffEnv> {
  const office = openAdmin(shop)
  const face = new Hono<StaffEnv>()
  face.use(`${pattern('accountant')}/*`, requireStaff(office, ['owner', 'accountant']))
  face.route('/', accountingRoutes(office))
  return face
}
