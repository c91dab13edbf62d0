import type { Shop } from './shop.ts'
import type { StaffShop } from './staff/admin-page.ts'

/** What the handlers of the back office hold: the shop, and what pages of its staff need. */
export type AdminShop = Shop & StaffShop
