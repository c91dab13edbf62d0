import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { Forbidden } from '../platform/errors.ts'
import type { Cookies } from '../platform/web/cookies.ts'
import { minutes, type StaffAuth, type StaffMember } from './auth.ts'
import { currentStaff } from './sign-ins.ts'
import type { StaffRole } from './table.ts'
import { localPath, staffUrls, withNext } from './urls.ts'

/** What the guards need of the shop. */
export type StaffDoor = { readonly staffAuth: StaffAuth; readonly cookies: Cookies }

/** Routes behind a guard find who is signed in as `c.get('staff')`. */
export type StaffEnv = { Variables: { staff: StaffMember } }

/** After this long a critical change asks for password and code again. */
const confirmationLasts = minutes(10)

/** Only for staff who passed both steps, in one of these roles (any without a list). Others: sign-in page, or 403. */
export function requireStaff({ staffAuth, cookies }: StaffDoor, roles?: readonly StaffRole[]) {
  return createMiddleware<StaffEnv>(async (c, next) => {
    const member = await memberOf(c, staffAuth, cookies)
    if (!member) return c.redirect(withNext('staffSignIn', wayBack(c)), 303)
    if (!member.hasSecondFactor) return c.redirect(staffUrls.staffSecondFactor, 303)
    if (!member.secondFactor) return c.redirect(withNext('staffCode', wayBack(c)), 303)
    if (roles && !roles.includes(member.role)) throw new Forbidden()
    c.set('staff', member)
    c.header('cache-control', 'no-store')
    await next()
  })
}

/** For the pages between password and code: a session is enough. */
export function requireSession({ staffAuth, cookies }: StaffDoor) {
  return createMiddleware<StaffEnv>(async (c, next) => {
    const member = await memberOf(c, staffAuth, cookies)
    if (!member) return c.redirect(staffUrls.staffSignIn, 303)
    c.set('staff', member)
    c.header('cache-control', 'no-store')
    await next()
  })
}

/** Behind `requireStaff`, before critical changes: password and code within the last ten minutes, or once more now. */
export function requireConfirmed({ staffAuth }: StaffDoor, back: string): MiddlewareHandler<StaffEnv> {
  return async (c, next) => {
    const age = staffAuth.clock.now().getTime() - c.get('staff').confirmedAt.getTime()
    if (age > confirmationLasts) return c.redirect(withNext('staffConfirm', back), 303)
    await next()
  }
}

async function memberOf(c: Context, auth: StaffAuth, cookies: Cookies): Promise<StaffMember | undefined> {
  const bearer = cookies.get(c, 'staff')
  return bearer ? currentStaff(auth, bearer) : undefined
}

/** A form cannot be sent again after signing in; only a page can be the way back. */
function wayBack(c: Context): string | undefined {
  return c.req.method === 'GET' ? localPath(c.req.path) : undefined
}
