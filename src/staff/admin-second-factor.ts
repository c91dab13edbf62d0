import { type Context, Hono } from 'hono'
import { Conflict } from '../platform/errors.ts'
import { fieldError, parseForm } from '../platform/web/forms.ts'
import { doorOf, doorPage, type FormState, officePage, type StaffShop } from './admin-page.ts'
import { actorOf } from './auth.ts'
import * as forms from './forms.ts'
import { requireConfirmed, requireSession, requireStaff, type StaffEnv } from './guard.ts'
import * as secondFactors from './second-factors.ts'
import { confirmIdentity, setUpSecondFactor } from './sign-ins.ts'
import { localPath, staffUrls } from './urls.ts'

/** Setting up and changing the second factor, and proving oneself again before a critical change. */
export function secondFactorRoutes(shop: StaffShop): Hono<StaffEnv> {
  const routes = new Hono<StaffEnv>()
  const session = requireSession(shop)
  const staff = requireStaff(shop)
  const confirmed = requireConfirmed(shop, staffUrls.staffAccount)

  routes.get(staffUrls.staffSecondFactor, session, (c) => setupPage(c, shop))
  routes.get(staffUrls.staffSecondFactorPicture, session, async (c) => {
    const { uri } = await setupOf(c, shop)
    return c.body(await qrCode(uri), 200, { 'content-type': 'image/svg+xml' })
  })
  routes.post(staffUrls.staffSecondFactor, session, async (c) => {
    const form = await parseForm(c, forms.codeForm)
    if (!form.ok) return setupPage(c, shop, form)
    const done = await setUp(c, shop, form.value.code)
    if (done === 'already') return codesShownPage(c, shop)
    if (!done) return setupPage(c, shop, { errors: { code: fieldError('staff.code.wrong') } })
    shop.cookies.set(c, 'staff', done.token)
    return recoveryCodesPage(c, shop, done.recoveryCodes)
  })

  routes.post(staffUrls.staffNewSecondFactor, staff, confirmed, async (c) => {
    const { staffAuth } = shop
    const member = c.get('staff')
    await staffAuth.under('staff-accounts', actorOf(member), (tx) =>
      secondFactors.reset(staffAuth, tx, member.id),
    )
    return c.redirect(staffUrls.staffSecondFactor, 303)
  })
  routes.post(staffUrls.staffRecoveryCodes, staff, confirmed, async (c) => {
    const { staffAuth } = shop
    const member = c.get('staff')
    const codes = await staffAuth.under('staff-accounts', actorOf(member), (tx) =>
      secondFactors.replaceRecoveryCodes(staffAuth, tx, member.id),
    )
    return recoveryCodesPage(c, shop, codes)
  })

  routes.get(staffUrls.staffConfirm, staff, (c) => confirmPage(c, shop))
  routes.post(staffUrls.staffConfirm, staff, async (c) => {
    const form = await parseForm(c, forms.confirmForm)
    if (!form.ok) return confirmPage(c, shop, form)
    const answer = await confirmIdentity(shop.staffAuth, c.get('staff'), form.value, doorOf(c, shop))
    if (answer === 'right') return c.redirect(form.value.next ?? staffUrls.staffAccount, 303)
    return confirmPage(c, shop, {
      typed: form.typed,
      errors: { password: fieldError(`staff.confirm.${answer}`) },
    })
  })
  return routes
}

async function setUp(c: Context<StaffEnv>, shop: StaffShop, code: string) {
  try {
    return await setUpSecondFactor(shop.staffAuth, c.get('staff'), code)
  } catch (error) {
    if (error instanceof Conflict) return 'already'
    throw error
  }
}

/** The answer to a second click, which takes the place of the first one's: the codes on that page may never have been read. */
function codesShownPage(c: Context<StaffEnv>, shop: StaffShop) {
  const { language } = c.get('staff')
  return doorPage(c, shop, 'admin/staff/codes-shown', { language, status: 409 })
}

async function setupPage(c: Context<StaffEnv>, shop: StaffShop, form: FormState = {}) {
  const member = c.get('staff')
  if (member.hasSecondFactor) return c.redirect(staffUrls.staffCode, 303)
  const { secret } = await setupOf(c, shop)
  const groups = (secret.match(/.{1,4}/g) ?? []).join(' ')
  return doorPage(c, shop, 'admin/staff/second-factor', {
    ...form,
    language: member.language,
    secret: groups,
  })
}

async function setupOf(c: Context<StaffEnv>, shop: StaffShop): Promise<secondFactors.Setup> {
  const { staffAuth } = shop
  const member = c.get('staff')
  const issuer = await shop.shopName()
  return staffAuth.under('staff-accounts', actorOf(member), (tx) =>
    secondFactors.setup(staffAuth, tx, member, issuer),
  )
}

/** Shown once, as the answer to the form: they are kept as hashes only, so no later page could show them. */
function recoveryCodesPage(c: Context<StaffEnv>, shop: StaffShop, codes: string[]) {
  return doorPage(c, shop, 'admin/staff/recovery-codes', { language: c.get('staff').language, codes })
}

async function confirmPage(c: Context<StaffEnv>, shop: StaffShop, form: FormState = {}) {
  const next = localPath(String(form.typed?.next ?? c.req.query('next') ?? ''))
  return officePage(c, shop, c.get('staff'), 'admin/staff/confirm', { ...form, next })
}

/** The picture for the authenticator app; black on white, as cameras want it. */
async function qrCode(text: string): Promise<string> {
  const { default: qrcode } = await import('qrcode')
  return qrcode.toString(text, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
}
