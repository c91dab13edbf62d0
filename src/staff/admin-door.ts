import { type Context, Hono } from 'hono'
import { Gone } from '../platform/errors.ts'
import { translator } from '../platform/i18n/messages.ts'
import { type FieldErrors, fieldError, type Parsed, parseForm } from '../platform/web/forms.ts'
import { doorOf, doorPage, type FormState, type StaffShop } from './admin-page.ts'
import { actorOf } from './auth.ts'
import { doorLanguage } from './browsers.ts'
import * as forms from './forms.ts'
import { nextOf, requireSession, type StaffEnv } from './guard.ts'
import * as invitations from './invitations.ts'
import * as sessions from './sessions.ts'
import { currentStaff, type Passed, passCode, passRecoveryCode, signIn } from './sign-ins.ts'
import { staffUrls, withNext } from './urls.ts'

/** In, by two steps or by a link; and out. */
export function doorRoutes(shop: StaffShop): Hono<StaffEnv> {
  const routes = new Hono<StaffEnv>()
  const session = requireSession(shop)

  routes.get(staffUrls.staffSignIn, (c) => signInPage(c, shop))
  routes.post(staffUrls.staffSignIn, async (c) => {
    const form = await parseForm(c, forms.signInForm)
    if (!form.ok) return signInPage(c, shop, form)
    const result = await signIn(shop.staffAuth, form.value, doorOf(c, shop))
    if (result.kind !== 'begun') return signInPage(c, shop, refused(form.typed, result.kind))
    shop.cookies.set(c, 'staff', result.token)
    return c.redirect(withNext('staffCode', form.value.next), 303)
  })

  routes.get(staffUrls.staffCode, session, (c) => codePage(c, shop, 'code'))
  routes.post(staffUrls.staffCode, session, async (c) => {
    const form = await parseForm(c, forms.codeForm)
    if (!form.ok) return codePage(c, shop, 'code', form)
    const passed = await passCode(shop.staffAuth, c.get('staff'), form.value.code)
    return goIn(c, shop, passed, form, 'code')
  })

  routes.get(staffUrls.staffRecovery, session, (c) => codePage(c, shop, 'recovery'))
  routes.post(staffUrls.staffRecovery, session, async (c) => {
    const form = await parseForm(c, forms.recoveryForm)
    if (!form.ok) return codePage(c, shop, 'recovery', form)
    const passed = await passRecoveryCode(shop.staffAuth, c.get('staff'), form.value.recoveryCode)
    return goIn(c, shop, passed, form, 'recovery')
  })

  routes.post(staffUrls.staffSignOut, (c) => signOut(c, shop))
  routes.get(staffUrls.staffInvitation, (c) => invitationPage(c, shop))
  routes.post(staffUrls.staffInvitation, (c) => acceptInvitation(c, shop))
  return routes
}

function signInPage(c: Context, shop: StaffShop, form: FormState & { status?: 422 | 429 } = {}) {
  const language = doorLanguage(c)
  const next = form.typed?.next ?? nextOf(c)
  return doorPage(c, shop, 'admin/staff/sign-in', { ...form, language, next })
}

function refused(typed: FormState['typed'], kind: 'refused' | 'throttled') {
  const errors = { email: fieldError(kind === 'refused' ? 'staff.signIn.refused' : 'staff.signIn.throttled') }
  return { typed: typed ?? {}, errors, status: kind === 'refused' ? 422 : 429 } as const
}

type Step = 'code' | 'recovery'

async function codePage(c: Context<StaffEnv>, shop: StaffShop, step: Step, form: FormState = {}) {
  const { language, hasSecondFactor, secondFactor } = c.get('staff')
  if (!hasSecondFactor) return c.redirect(staffUrls.staffSecondFactor, 303)
  if (secondFactor) return c.redirect(nextOf(c) ?? '/admin', 303)
  const next = form.typed?.next ?? nextOf(c)
  const nextQuery = next === undefined ? undefined : encodeURIComponent(String(next))
  return doorPage(c, shop, `admin/staff/${step}`, { ...form, language, next, nextQuery })
}

type Next = Parsed<{ next?: string | undefined }> & { ok: true }

async function goIn(c: Context<StaffEnv>, shop: StaffShop, passed: Passed, form: Next, step: Step) {
  if (passed.kind !== 'right') {
    const field = step === 'code' ? 'code' : 'recoveryCode'
    return codePage(c, shop, step, {
      typed: form.typed,
      errors: { [field]: fieldError(`staff.code.${passed.kind}`) },
    })
  }
  shop.cookies.set(c, 'staff', passed.token)
  return c.redirect(form.value.next ?? '/admin', 303)
}

async function signOut(c: Context, shop: StaffShop) {
  const bearer = shop.cookies.get(c, 'staff')
  const member = bearer && (await currentStaff(shop.staffAuth, bearer))
  if (member) {
    const of = { staffId: member.id, sessionId: member.sessionId }
    await shop.staffAuth.under('staff-accounts', actorOf(member), (tx) =>
      sessions.end(tx, shop.staffAuth.clock.now(), of, 'signed-out'),
    )
  }
  shop.cookies.remove(c, 'staff')
  return c.redirect(staffUrls.staffSignIn, 303)
}

/** The link shows a form and uses nothing up: mail programs open links by themselves. */
async function invitationPage(c: Context, shop: StaffShop, form: FormState = {}) {
  const invitation = await invitationOf(c, shop)
  const language = invitation.language ?? doorLanguage(c)
  return doorPage(c, shop, 'admin/staff/invitation', {
    ...form,
    language,
    invitation,
    token: c.req.param('token'),
  })
}

async function invitationOf(c: Context, shop: StaffShop): Promise<invitations.Invitation> {
  const { staffAuth } = shop
  const bearer = c.req.param('token') ?? ''
  const invitation = await staffAuth.under('staff-accounts', 'guest', (tx) =>
    invitations.find(tx, staffAuth.clock.now(), bearer),
  )
  if (!invitation) throw new Gone()
  return invitation
}

async function acceptInvitation(c: Context, shop: StaffShop) {
  const invitation = await invitationOf(c, shop)
  const form = await acceptanceOf(c, invitation)
  if (!form.ok) return invitationPage(c, shop, form)
  const { newPassword: password, ...person } = form.value
  const errors = await weakness(shop, password, person)
  if (errors) return invitationPage(c, shop, { typed: form.typed, errors })
  const token = await invitations.accept(shop.staffAuth, c.req.param('token') ?? '', {
    ...person,
    password,
    undertaking: translator(person.language)('staff.undertaking'),
    browser: doorOf(c, shop).browser,
  })
  shop.cookies.set(c, 'staff', token)
  return c.redirect(staffUrls.staffSecondFactor, 303)
}

type Acceptance = { name: string; email: string; language: 'lv' | 'en'; newPassword: string }

/** Each kind of link asks only for what is not known yet. */
async function acceptanceOf(
  c: Context,
  { kind, name, email, language }: invitations.Invitation,
): Promise<Parsed<Acceptance>> {
  if (kind === 'first-owner') return parseForm(c, forms.firstOwnerForm)
  const known = { name: name ?? '', email: email ?? '', language: language ?? 'lv' }
  const form = await (kind === 'invitation' ? parseForm(c, forms.joinForm) : parseForm(c, forms.passwordForm))
  return form.ok ? { ...form, value: { ...known, ...form.value } } : form
}

async function weakness(
  shop: StaffShop,
  password: string,
  { name, email }: { name: string; email: string },
): Promise<FieldErrors | undefined> {
  return forms.passwordErrors(password, [name, email, await shop.shopName()])
}
