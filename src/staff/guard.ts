import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { Forbidden } from '../platform/errors.ts'
import type { Cookies } from '../platform/web/cookies.ts'
import type { Views } from '../platform/web/views.ts'
import { minutes, type StaffAuth, type StaffMember } from './auth.ts'
import { keptForm } from './kept-forms.ts'
import { keepingPage } from './kept-page.ts'
import { currentStaff, formerStaff } from './sign-ins.ts'
import type { StaffRole } from './table.ts'
import { localPath, staffUrls, withNext } from './urls.ts'

/** What the guards need of the shop. */
export type StaffDoor = {
  readonly staffAuth: StaffAuth
  readonly cookies: Cookies
  readonly views: Pick<Views, 'render'>
  /** The shop's name, for the pages at the door, the authenticator app and the password check. */
  shopName(): Promise<string>
}

/** Routes behind a guard find who is signed in as `c.get('staff')`. */
export type StaffEnv = { Variables: { staff: StaffMember } }

/** After this long a critical change asks for password and code again. */
const confirmationLasts = minutes(10)
/** A page asks earlier than its form does: what is typed into it has time to be sent. */
const pageAsksAfter = minutes(5)

/** Only for staff who passed both steps, in one of these roles (any without a list). Others: sign-in page, or 403. */
export function requireStaff(door: StaffDoor, roles?: readonly StaffRole[]) {
  return createMiddleware<StaffEnv>(async (c, next) => {
    const member = await memberOf(c, door)
    const kept = member?.secondFactor ? undefined : await tooLate(c, door)
    if (kept) return kept
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
export function requireSession(door: StaffDoor) {
  return createMiddleware<StaffEnv>(async (c, next) => {
    const member = await memberOf(c, door)
    if (!member) return c.redirect(withNext('staffSignIn', nextOf(c)), 303)
    c.set('staff', member)
    c.header('cache-control', 'no-store')
    await next()
  })
}

/** Behind `requireStaff`, for critical changes and the pages of their forms: password and code lately, or once more now. */
export function requireConfirmed(door: StaffDoor, back: string): MiddlewareHandler<StaffEnv> {
  return async (c, next) => {
    const member = c.get('staff')
    const age = door.staffAuth.clock.now().getTime() - member.confirmedAt.getTime()
    const isPage = c.req.method === 'GET'
    if (age <= (isPage ? pageAsksAfter : confirmationLasts)) return next()
    const kept = await keptForm(c, true)
    if (kept) return keepingPage(c, door, kept, member)
    return c.redirect(withNext('staffConfirm', (isPage && wayBack(c)) || back), 303)
  }
}

/** Who is signed in, both steps, where no guard asks; undefined for everybody else. */
export async function signedIn(
  c: Context,
  door: Pick<StaffDoor, 'staffAuth' | 'cookies'>,
): Promise<StaffMember | undefined> {
  const member = await memberOf(c, door)
  return member?.secondFactor ? member : undefined
}

async function memberOf(
  c: Context,
  { staffAuth, cookies }: Pick<StaffDoor, 'staffAuth' | 'cookies'>,
): Promise<StaffMember | undefined> {
  const bearer = cookies.get(c, 'staff')
  return bearer ? currentStaff(staffAuth, bearer) : undefined
}

/** A form whose session has ended: the page that keeps what was typed; undefined where nothing was. */
async function tooLate(c: Context, door: StaffDoor): Promise<Response | undefined> {
  if (c.req.method !== 'POST') return undefined
  const former = await formerStaff(door.staffAuth, door.cookies.get(c, 'staff') ?? '')
  const kept = await keptForm(c, former !== undefined)
  return kept && keepingPage(c, door, kept, former)
}

/** Where nothing was typed, the address of a form leads to its page. */
function wayBack(c: Context): string | undefined {
  const { pathname, search } = new URL(c.req.url)
  return localPath(c.req.method === 'GET' ? pathname + search : pathname)
}

/** The page asked for before signing in, as the address carries it on. */
export function nextOf(c: Context): string | undefined {
  return localPath(c.req.query('next'))
}
