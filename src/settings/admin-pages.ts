import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import type { Transaction } from '../platform/database/client.ts'
import { NotFound } from '../platform/errors.ts'
import { type Language, languageNames, languages } from '../platform/i18n/languages.ts'
import { optionalLines, optionalText } from '../platform/web/fields.ts'
import { type FieldErrors, fieldError, parseForm } from '../platform/web/forms.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import * as staff from '../staff/staff.ts'
import { pattern, urlFor } from '../urls.ts'
import { homeEditor, homeHref, homeKey, homeWritten, saveHome } from './admin-home.ts'
import { homeChangedAt } from './home.ts'
import { newestVersions, type PageKey, type PageVersion, pageKeys, publishPage, versionsOf } from './pages.ts'
import * as settings from './settings.ts'

type C = Context<StaffEnv>

/** What stands above every page of the settings. */
type Sections = (member: StaffMember) => readonly unknown[]

/** Four texts of this length fit into one request. */
const longest = 6_000

/** The pages that the shop writes itself: which are written in which language, and the four texts of one; the home page first. */
export function addPageRoutes(routes: Hono<StaffEnv>, shop: AdminShop, sections: Sections): void {
  routes.get(pattern('adminPages'), (c) => listPage(c, shop, sections))
  routes.get(pattern('adminPage'), (c) =>
    isHome(c) ? homeEditor(c, shop, sections) : editor(c, shop, sections, keyIn(c)),
  )
  routes.post(pattern('adminPage'), (c) =>
    isHome(c) ? saveHome(c, shop, sections) : save(c, shop, sections, keyIn(c)),
  )
}

async function listPage(c: C, shop: AdminShop, sections: Sections): Promise<Response> {
  const member = c.get('staff')
  const { newest, home, homeAt } = await within(shop, member, async (tx) => ({
    newest: await newestVersions(tx),
    home: await homeWritten(tx),
    homeAt: await homeChangedAt(tx),
  }))
  const rows = pageKeys.map((key) => {
    const own = newest.filter((version) => version.key === key)
    return {
      key,
      href: urlFor('adminPage', { page: key }),
      texts: languages.map((code) => ({ code, written: textIn(own, code) !== '' })),
      changedAt: own.map(({ publishedAt }) => publishedAt).sort((a, b) => b.getTime() - a.getTime())[0],
    }
  })
  return officePage(c, shop, member, 'admin/settings/pages', {
    sections: sections(member),
    languages: languages.map((code) => ({ code, name: languageNames[code] })),
    rows: [
      {
        key: homeKey,
        href: homeHref,
        texts: languages.map((code) => ({ code, written: home.includes(code), neutral: true })),
        changedAt: homeAt === '' ? undefined : new Date(homeAt),
      },
      ...rows,
    ],
  })
}

async function editor(
  c: C,
  shop: AdminShop,
  sections: Sections,
  key: PageKey,
  form: FormState = {},
): Promise<Response> {
  const member = c.get('staff')
  const versions = await within(shop, member, (tx) => versionsOf(tx, key))
  const people = await shop.staffAuth.under('staff-accounts', actorOf(member), (tx) => staff.list(tx))
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const asked = versions.find(({ id }) => id === c.req.query('version'))
  const { open } = shop.known().settings.languages
  const shown = (code: Language) => (asked?.language === code ? asked.template : textIn(versions, code))
  const texts = languages.map((code) => ({
    code,
    name: languageNames[code],
    seen: newestIn(versions, code)?.id ?? '',
    state: textIn(versions, code) === '' ? 'missing' : 'written',
    href: open.includes(code) && textIn(versions, code) !== '' ? urlFor(`${key}Page`, code) : undefined,
  }))
  return officePage(c, shop, member, 'admin/settings/page', {
    sections: sections(member),
    key,
    asked: asked && { name: languageNames[asked.language], at: asked.publishedAt },
    texts,
    pairs: [texts.slice(0, 2), texts.slice(2)],
    versions: versions.map(({ id, language, publishedAt, publishedBy, template }) => ({
      language: languageNames[language],
      at: publishedAt,
      by: publishedBy === null ? undefined : names.get(publishedBy),
      empty: template === '',
      href: `${urlFor('adminPage', { page: key })}?version=${id}`,
    })),
    typed: form.typed ?? Object.fromEntries(languages.map((code) => [fieldOf(code), shown(code)])),
    ...(form.errors ? { errors: form.errors } : {}),
    saved: !form.errors && c.req.query('done') === 'saved',
  })
}

async function save(c: C, shop: AdminShop, sections: Sections, key: PageKey): Promise<Response> {
  const member = c.get('staff')
  const form = await parseForm(c, fields)
  if (!form.ok) return editor(c, shop, sections, key, form)
  const errors = await within(shop, member, async (tx) => {
    // Whoever saves at the same time waits, and then sees that the text is no longer what it was.
    await settings.lock(tx, 'languages')
    return publishChanged(tx, key, form.value, member.id)
  })
  if (Object.keys(errors).length > 0) return editor(c, shop, sections, key, { typed: form.typed, errors })
  return c.redirect(`${urlFor('adminPage', { page: key })}?done=saved`, 303)
}

const fields = z.object(
  Object.fromEntries(
    languages.flatMap((code) => [
      [fieldOf(code), optionalLines(longest)],
      [seenOf(code), optionalText(40)],
    ]),
  ),
)

/** Publishes what is another text than before; nothing at all where somebody else has changed one of them meanwhile. */
async function publishChanged(
  tx: Transaction,
  key: PageKey,
  typed: Readonly<Record<string, string | undefined>>,
  by: string,
): Promise<FieldErrors> {
  const versions = await versionsOf(tx, key)
  const changed = languages
    .map((language) => ({ key, language, template: typed[fieldOf(language)] ?? '' }))
    .filter(({ language, template }) => template !== textIn(versions, language))
  const overtaken = changed.filter(
    ({ language }) => newestIn(versions, language)?.id !== typed[seenOf(language)],
  )
  if (overtaken.length === 0) for (const page of changed) await publishPage(tx, page, by)
  return Object.fromEntries(
    overtaken.map(({ language }) => [fieldOf(language), fieldError('pagesRoom.overtaken')]),
  )
}

function newestIn(versions: readonly PageVersion[], language: Language): PageVersion | undefined {
  return versions.find((version) => version.language === language)
}

function textIn(versions: readonly PageVersion[], language: Language): string {
  return newestIn(versions, language)?.template ?? ''
}

function isHome(c: C): boolean {
  return c.req.param('page') === homeKey
}

function keyIn(c: C): PageKey {
  const key = pageKeys.find((known) => known === c.req.param('page'))
  if (!key) throw new NotFound()
  return key
}

function within<T>(shop: AdminShop, member: StaffMember, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return withoutPurpose(shop.database.backoffice, actorOf(member), work)
}

function fieldOf(language: Language): string {
  return `text-${language}`
}

function seenOf(language: Language): string {
  return `seen-${language}`
}
