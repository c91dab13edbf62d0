import { Hono } from 'hono'
import { accountRoutes } from './admin-account.ts'
import { againRoutes } from './admin-again.ts'
import { doorRoutes } from './admin-door.ts'
import type { StaffShop } from './admin-page.ts'
import { peopleRoutes } from './admin-people.ts'
import { secondFactorRoutes } from './admin-second-factor.ts'
import type { StaffEnv } from './guard.ts'

/** Everything about staff in the back office. Each route brings its own guard. */
export function staffRoutes(shop: StaffShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .route('/', doorRoutes(shop))
    .route('/', againRoutes(shop))
    .route('/', secondFactorRoutes(shop))
    .route('/', accountRoutes(shop))
    .route('/', peopleRoutes(shop))
}
