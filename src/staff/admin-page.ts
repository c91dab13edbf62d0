import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type Translate, translator } from '../platform/i18n/messages.ts'
import { errorTexts, type FieldErrors, type Typed } from '../platform/web/forms.ts'
import type { StaffMember } from './auth.ts'
import { browserName } from './browsers.ts'
import type { StaffDoor } from './guard.ts'
import type { Door } from './sign-ins.ts'
import { type StaffLanguage, staffLanguages, staffRoles } from './table.ts'

/** What these pages need of the shop. */
export type StaffShop = StaffDoor & {
  /** The page-wide model of the back office. */
  adminPage(c: Context, member: StaffMember): Promise<unknown>
  /** The address a request came from; behind a proxy, the one it vouches for. */
  addressOf(c: Context): string
}

/** A form as the templates show it (422 where it has errors), and what was refused, as a code (409). */
export type FormState = {
  readonly typed?: Typed
  readonly errors?: FieldErrors
  readonly problem?: string | undefined
}

type Page = FormState & { readonly status?: ContentfulStatusCode; readonly [field: string]: unknown }

/** A page before or between the steps of signing in. */
export async function doorPage(
  c: Context,
  shop: StaffDoor,
  view: string,
  page: Page & { language: StaffLanguage },
) {
  return show(c, shop, view, { ...page, page: { path: c.req.path, shop: { name: await shop.shopName() } } })
}

/** A page of the back office. */
export async function officePage(c: Context, shop: StaffShop, member: StaffMember, view: string, page: Page) {
  return show(c, shop, view, { ...page, language: member.language, page: await shop.adminPage(c, member) })
}

/** Where and with what somebody stands at the door. */
export function doorOf(c: Context, shop: StaffShop): Door {
  return { address: shop.addressOf(c), browser: browserName(c.req.header('user-agent')) }
}

function show(c: Context, shop: StaffDoor, view: string, page: Page & { language: StaffLanguage }) {
  const { status = page.problem ? 409 : page.errors ? 422 : 200, typed = {}, errors = {}, ...model } = page
  c.header('cache-control', 'no-store')
  const t = translator(page.language)
  const form = { values: shown(typed), errors: errorTexts(errors, t) }
  return c.html(shop.views.render(view, { ...choices(t), ...model, form }), status)
}

/** What the pages offer to choose from. */
function choices(t: Translate) {
  return {
    languages: staffLanguages.map((value) => ({ value, label: t(`staff.language.${value}`) })),
    roles: staffRoles.map((value) => ({ value, label: t(`staff.role.${value}`) })),
  }
}

const secrets = new Set(['password', 'newPassword', 'again', 'code', 'recoveryCode'])

/** Secrets are never sent back into a page. */
function shown(typed: Typed): Typed {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !secrets.has(name)))
}
