import { Hono } from 'hono'
import { mailRoutes } from '../correspondence/admin.ts'
import { orderRoutes } from '../orders/admin.ts'
import { settingsRoutes } from '../settings/admin.ts'
import type { Shop } from '../shop.ts'
import { staffRoutes } from '../staff/admin.ts'
import { requireStaff, type StaffEnv } from '../staff/guard.ts'
import { urlFor } from '../urls.ts'
import { jobRoutes } from './admin-jobs.ts'
import { openAdmin } from './admin-page.ts'
import { todayPage } from './admin-today.ts'

/** The back office. Who may come in is decided here once; only staff's own pages bring their guards themselves. */
export function adminFace(shop: Shop): Hono {
  const office = openAdmin(shop)
  const desk = requireStaff(office, ['owner', 'administrator'])
  const rooms = new Hono<StaffEnv>()
  for (const room of ['orders', 'mails', 'jobs', 'settings']) rooms.use(`/${room}/*`, desk)
  rooms.get('/', requireStaff(office), async (c) => {
    if (c.get('staff').role === 'accountant') return c.redirect(urlFor('accountant', 'lv'), 303)
    return todayPage(c, office)
  })
  rooms.route('/', staffRoutes(office))
  rooms.route('/orders', orderRoutes(office))
  rooms.route('/mails', mailRoutes(office))
  rooms.route('/jobs', jobRoutes(office))
  rooms.route('/settings', settingsRoutes(office))
  return new Hono().route('/admin', rooms)
}
