import { type Context, Hono } from 'hono'
import { type FieldErrors, fieldError, type Parsed, parseFields } from '../platform/web/forms.ts'
import { doorOf, type FormState, type StaffShop } from './admin-page.ts'
import type { StaffMember } from './auth.ts'
import * as forms from './forms.ts'
import type { StaffEnv } from './guard.ts'
import { type KeptForm, keptForm } from './kept-forms.ts'
import { keepingPage } from './kept-page.ts'
import { confirmIdentity, currentStaff, formerStaff, signInAgain } from './sign-ins.ts'
import { staffUrls } from './urls.ts'

/** The answer of that page: who signs in sends what was typed to where it was going. */
export function againRoutes(shop: StaffShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(staffUrls.staffAgain, (c) => c.redirect('/admin', 303))
    .post(staffUrls.staffAgain, async (c) => {
      const fields = await fieldsOf(c)
      const found = await keptForm(c, false, fields.get('again-to') ?? '')
      if (!found) return c.redirect(staffUrls.staffSignIn, 303)
      const kept = { ...found, filesLost: fields.has('again-files') }
      const bearer = shop.cookies.get(c, 'staff') ?? ''
      const member = await currentStaff(shop.staffAuth, bearer)
      // Signed in meanwhile in another tab: where it goes is asked whether that is enough.
      if (member?.secondFactor && !fields.get('again-password')) return c.redirect(kept.to, 307)
      return member?.secondFactor
        ? confirmAgain(c, shop, kept, member, fields)
        : comeIn(c, shop, kept, bearer, fields)
    })
}

async function fieldsOf(c: Context): Promise<URLSearchParams> {
  const body = await c.req.formData().catch(() => new FormData())
  return new URLSearchParams(
    [...body].flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    ),
  )
}

async function comeIn(
  c: Context,
  shop: StaffShop,
  kept: KeptForm,
  bearer: string,
  fields: URLSearchParams,
): Promise<Response> {
  const former = await formerStaff(shop.staffAuth, bearer)
  const form = parseFields(fields, forms.againForm)
  const again = (state: FormState & { status?: 422 | 429 }) => keepingPage(c, shop, kept, former, state)
  if (!form.ok) return again(shown(form))
  const { 'again-email': email, 'again-password': password, 'again-code': code } = form.value
  const result = await signInAgain(shop.staffAuth, { email, password, code }, doorOf(c, shop))
  if (result.kind === 'right') {
    shop.cookies.set(c, 'staff', result.token)
    return c.redirect(kept.to, 307)
  }
  return again({
    ...shown(form),
    errors: errorsOf[result.kind],
    status: result.kind === 'throttled' ? 429 : 422,
  })
}

async function confirmAgain(
  c: Context,
  shop: StaffShop,
  kept: KeptForm,
  member: StaffMember,
  fields: URLSearchParams,
): Promise<Response> {
  const form = parseFields(fields, forms.confirmAgainForm)
  if (!form.ok) return keepingPage(c, shop, kept, member, shown(form))
  const { 'again-password': password, 'again-code': code } = form.value
  const answer = await confirmIdentity(shop.staffAuth, member, { password, code }, doorOf(c, shop))
  if (answer === 'right') return c.redirect(kept.to, 307)
  return keepingPage(c, shop, kept, member, {
    errors: { 'again-password': fieldError(`staff.confirm.${answer}`) },
    status: 422,
  })
}

const errorsOf: Readonly<Record<'refused' | 'throttled' | 'wrong' | 'locked', FieldErrors>> = {
  refused: { 'again-email': fieldError('staff.signIn.refused') },
  throttled: { 'again-email': fieldError('staff.signIn.throttled') },
  wrong: { 'again-code': fieldError('staff.code.wrong') },
  locked: { 'again-code': fieldError('staff.code.locked') },
}

/** Of what was typed here, the e-mail alone is shown again. */
function shown(form: Parsed<unknown>): FormState & { status: 422 } {
  return {
    typed: { 'again-email': form.typed['again-email'] ?? '' },
    ...(form.ok ? {} : { errors: form.errors }),
    status: 422,
  }
}
