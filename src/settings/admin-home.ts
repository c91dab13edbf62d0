import type { Context } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import type { Transaction } from '../platform/database/client.ts'
import { type Language, languageNames, languages } from '../platform/i18n/languages.ts'
import { optionalText } from '../platform/web/fields.ts'
import { type FieldErrors, fieldError, parseForm, type Typed } from '../platform/web/forms.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { urlFor } from '../urls.ts'
import { type HomePart, homeChangedAt, homeParts, homeTexts } from './home.ts'
import * as settings from './settings.ts'

type C = Context<StaffEnv>
type Sections = (member: StaffMember) => readonly unknown[]

/** Among the pages that the shop writes itself. */
export const homeKey = 'home'
export const homeHref = urlFor('adminPage', { page: homeKey })
const parts = Object.keys(homeParts) as HomePart[]

/** The words on the home page, in all four languages; where one is empty, neutral words stand there. */
export async function homeEditor(
  c: C,
  shop: AdminShop,
  sections: Sections,
  form: FormState = {},
): Promise<Response> {
  const member = c.get('staff')
  const { kept, seen } = await within(shop, member, async (tx) => ({
    kept: await homeIn(tx),
    seen: await homeChangedAt(tx),
  }))
  const { identity, languages: spoken } = shop.known().settings
  const texts = languages.map((code) => ({
    code,
    name: languageNames[code],
    href: spoken.open.includes(code) ? urlFor('home', code) : undefined,
    // What a visitor reads where a field is empty.
    neutral: homeTexts({ home: {}, identity }, code, shop.t(code)),
  }))
  return officePage(c, shop, member, 'admin/settings/home', {
    sections: sections(member),
    seen,
    most: homeParts,
    texts,
    pairs: [texts.slice(0, 2), texts.slice(2)],
    typed: form.typed ?? fieldsOf(kept),
    ...(form.errors ? { errors: form.errors } : {}),
    saved: !form.errors && c.req.query('done') === 'saved',
  })
}

/** Keeps the words; nothing where somebody else has changed them meanwhile. */
export async function saveHome(c: C, shop: AdminShop, sections: Sections): Promise<Response> {
  const member = c.get('staff')
  const form = await parseForm(c, fields)
  if (!form.ok) return homeEditor(c, shop, sections, form)
  const errors = await within(shop, member, async (tx): Promise<FieldErrors> => {
    // The row of this group may not be there yet; whoever writes a page waits at the same one.
    await settings.lock(tx, 'languages')
    const kept = await homeIn(tx)
    const changed = Object.entries(fieldsOf(kept)).filter(([name, text]) => (form.value[name] ?? '') !== text)
    if (changed.length === 0) return {}
    if ((form.value.seen ?? '') !== (await homeChangedAt(tx))) return overtaken(changed.map(([name]) => name))
    await settings.change(tx, 'home', homeOf(form.value), member.id)
    return {}
  })
  if (Object.keys(errors).length > 0) return homeEditor(c, shop, sections, { typed: form.typed, errors })
  return c.redirect(`${homeHref}?done=saved`, 303)
}

/** In which languages the shop has written all of it. */
export async function homeWritten(tx: Transaction): Promise<readonly Language[]> {
  const kept = fieldsOf(await homeIn(tx))
  return languages.filter((code) => parts.every((part) => kept[fieldOf(part, code)] !== ''))
}

const fields = z.object(
  Object.fromEntries([
    ['seen', optionalText(40)] as const,
    ...languages.flatMap((code) =>
      parts.map((part) => [fieldOf(part, code), optionalText(homeParts[part])] as const),
    ),
  ]),
)

async function homeIn(tx: Transaction): Promise<settings.Settings['home']> {
  return (await settings.read(tx))?.home ?? {}
}

function fieldsOf(kept: settings.Settings['home']): Record<string, string> & Typed {
  return Object.fromEntries(
    languages.flatMap((code) => parts.map((part) => [fieldOf(part, code), kept[code]?.[part] ?? ''])),
  )
}

function homeOf(typed: Readonly<Record<string, string | undefined>>): settings.Settings['home'] {
  return Object.fromEntries(
    languages.map((code) => [
      code,
      Object.fromEntries(parts.map((part) => [part, typed[fieldOf(part, code)] ?? ''])),
    ]),
  ) as settings.Settings['home']
}

function overtaken(names: readonly string[]): FieldErrors {
  return Object.fromEntries(names.map((name) => [name, fieldError('homeRoom.overtaken')]))
}

function within<T>(shop: AdminShop, member: StaffMember, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return withoutPurpose(shop.database.backoffice, actorOf(member), work)
}

function fieldOf(part: HomePart, language: Language): string {
  return `${part}-${language}`
}
