import { type Context, Hono } from 'hono'
import { parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { type FormState, officePage, type StaffShop } from './admin-page.ts'
import { actorOf } from './auth.ts'
import * as forms from './forms.ts'
import { requireConfirmed, requireStaff, type StaffEnv } from './guard.ts'
import * as secondFactors from './second-factors.ts'
import * as sessions from './sessions.ts'
import { changePassword } from './sign-ins.ts'
import { chooseLanguage } from './staff.ts'
import { staffUrls } from './urls.ts'

/** What a member of staff does with the own account: language, password, sessions. */
export function accountRoutes(shop: StaffShop): Hono<StaffEnv> {
  const routes = new Hono<StaffEnv>()
  const staff = requireStaff(shop)
  const confirmed = requireConfirmed(shop, staffUrls.staffPassword)
  const { staffAuth } = shop

  routes.get(staffUrls.staffAccount, staff, (c) => accountPage(c, shop))

  routes.post(staffUrls.staffLanguage, staff, async (c) => {
    const form = await parseForm(c, forms.languageForm)
    if (!form.ok) return accountPage(c, shop, form)
    const member = c.get('staff')
    await staffAuth.under('staff-accounts', actorOf(member), (tx) =>
      chooseLanguage(tx, member, form.value.language),
    )
    return c.redirect(staffUrls.staffAccount, 303)
  })

  routes.get(staffUrls.staffPassword, staff, confirmed, (c) => passwordPage(c, shop))
  routes.post(staffUrls.staffPassword, staff, confirmed, async (c) => {
    const form = await parseForm(c, forms.passwordForm)
    if (!form.ok) return passwordPage(c, shop, form)
    const member = c.get('staff')
    const personal = [member.name, member.email, await shop.shopName()]
    const errors = forms.passwordErrors(form.value.newPassword, personal)
    if (errors) return passwordPage(c, shop, { errors })
    shop.cookies.set(c, 'staff', await changePassword(staffAuth, member, form.value.newPassword))
    return c.redirect(`${staffUrls.staffAccount}?done=password`, 303)
  })

  routes.post(staffUrls.staffSessionEnd, staff, async (c) => {
    const member = c.get('staff')
    const of = { staffId: member.id, sessionId: idIn(c, 'id') }
    await staffAuth.under('staff-accounts', actorOf(member), (tx) =>
      sessions.end(tx, staffAuth.clock.now(), of, 'ended'),
    )
    return c.redirect(`${staffUrls.staffAccount}?done=session`, 303)
  })
  return routes
}

async function accountPage(c: Context<StaffEnv>, shop: StaffShop, form: FormState = {}) {
  const { staffAuth } = shop
  const member = c.get('staff')
  const account = await staffAuth.under('staff-accounts', actorOf(member), async (tx) => ({
    sessions: await sessions.list(tx, staffAuth.clock.now(), member.id),
    codesLeft: await secondFactors.recoveryCodesLeft(tx, member.id),
  }))
  return officePage(c, shop, member, 'admin/staff/account', {
    ...form,
    member,
    codesLeft: account.codesLeft,
    sessions: account.sessions.map((session) => ({ ...session, isThis: session.id === member.sessionId })),
    done: doneOf(c, ['password', 'session']),
  })
}

function passwordPage(c: Context<StaffEnv>, shop: StaffShop, form: FormState = {}) {
  return officePage(c, shop, c.get('staff'), 'admin/staff/password', form)
}

/** What has just been done, as the address says; only what the page has words for. */
export function doneOf(c: Context, known: readonly string[]): string | undefined {
  return known.find((each) => each === c.req.query('done'))
}
