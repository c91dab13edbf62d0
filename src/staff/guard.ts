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
/** A page asks earlier than its form does: what is typed into it has time to be sent. */
const pageAsksAfter = minutes(5)

/** Only for staff who passed both steps, in one of these roles (any without a list). Others: sign-in page, or 403. */
export function requireStaff({ staffAuth, cookies }: StaffDoor, roles?: readonly StaffRole[]) {
  return createMiddleware<StaffEnv>(async (c, next) => {
    const member = await memberOf(c, staffAuth, cookies)
    if (!member) return c.redirect(withNext('staffSignIn', wayBack(c)), 303)
    if (!member.hasSecondFactor) return c.redirect(staffUrls.staffSecondFactor, 303)
    if (!member.secondFactor) return c.redirect(withNext('staffCode', wayBack(c)), 303)
    // Known from here on: also the refusal speaks to somebody who works here, in their language.
    c.set('staff', member)
    if (roles && !roles.includes(member.role)) throw new Forbidden()
    c.header('cache-control', 'no-store')
    await next()
  })
}

/** For the pages between password and code: a session is enough. */
export function requireSession({ staffAuth, cookies }: StaffDoor) {
  return createMiddleware<StaffEnv>(async (c, next) => {
    const member = await memberOf(c, staffAuth, cookies)
    if (!member) return c.redirect(withNext('staffSignIn', nextOf(c)), 303)
    c.set('staff', member)
    c.header('cache-control', 'no-store')
    await next()
  })
}

/** Behind `requireStaff`, for critical changes and the pages of their forms: password and code lately, or once more now. */
export function requireConfirmed({ staffAuth }: StaffDoor, back: string): MiddlewareHandler<StaffEnv> {
  return async (c, next) => {
    const age = staffAuth.clock.now().getTime() - c.get('staff').confirmedAt.getTime()
    const isPage = c.req.method === 'GET'
    if (age > (isPage ? pageAsksAfter : confirmationLasts))
      return c.redirect(withNext('staffConfirm', (isPage && wayBack(c)) || back), 303)
    await next()
  }
}

async function memberOf(c: Context, auth: StaffAuth, cookies: Cookies): Promise<StaffMember | undefined> {
  const bearer = cookies.get(c, 'staff')
  return bearer ? currentStaff(auth, bearer) : undefined
}

/** A form cannot be sent again after signing in, but its address leads to its page. */
function wayBack(c: Context): string | undefined {
  const { pathname, search } = new URL(c.req.url)
  return localPath(c.req.method === 'GET' ? pathname + search : pathname)
}

/** The page asked for before signing in, as the address carries it on. */
export function nextOf(c: Context): string | undefined {
  return localPath(c.req.query('next'))
}
