import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AdminShop } from '../admin-shop.ts'
import type { Transaction } from '../platform/database/client.ts'
import { Forbidden, NotFound, Unavailable } from '../platform/errors.ts'
import { parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import { requireConfirmed, type StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { backup } from './admin-backup.ts'
import { bank } from './admin-bank.ts'
import { bookkeeping } from './admin-bookkeeping.ts'
import { closures, removeClosure } from './admin-closures.ts'
import { debtRates } from './admin-debt-rates.ts'
import { debts } from './admin-debts.ts'
import { delivery } from './admin-delivery.ts'
import { identity } from './admin-identity.ts'
import { languages } from './admin-languages.ts'
import { numbers } from './admin-numbers.ts'
import { ordering } from './admin-ordering.ts'
import { addPageRoutes } from './admin-pages.ts'
import { paying } from './admin-paying.ts'
import { type Around, Refused, type Section } from './admin-section.ts'
import { terms } from './admin-terms.ts'
import { vat } from './admin-vat.ts'
import * as settings from './settings.ts'

type C = Context<StaffEnv>

const sections = {
  identity,
  bank,
  delivery,
  ordering,
  paying,
  debts,
  'debt-rates': debtRates,
  numbers,
  vat,
  terms,
  closures,
  languages,
  bookkeeping,
  backup,
} as const satisfies Record<string, Section<unknown>>
type Key = keyof typeof sections

/** What decides where money goes, how documents are counted and in which words the shop speaks is the owner's. */
const ownersOnly: readonly string[] = ['bank', 'numbers', 'vat', 'languages']

/** The settings; the face lets owner and administrator in. */
export function settingsRoutes(shop: AdminShop): Hono<StaffEnv> {
  const routes = new Hono<StaffEnv>()
  for (const key of ownersOnly) routes.use(at(key), onlyOwner)
  // Whoever sits at a forgotten screen must not send the customers' money elsewhere.
  routes.use(at('bank'), requireConfirmed(shop, at('bank')))
  routes.get(pattern('adminAllSettings'), (c) => c.redirect(at('identity'), 303))
  routes.post(pattern('adminClosureRemove'), (c) => remove(c, shop))
  addPageRoutes(routes, shop, (member) => links(member, 'pages'))
  routes.get(pattern('adminSettings'), (c) => sectionPage(c, shop, keyIn(c)))
  routes.post(pattern('adminSettings'), (c) => save(c, shop, keyIn(c)))
  return routes
}

const onlyOwner = createMiddleware<StaffEnv>(async (c, next) => {
  if (c.get('staff').role !== 'owner') throw new Forbidden()
  await next()
})

async function sectionPage(c: C, shop: AdminShop, key: Key, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const { values, ...shown } = await within(shop, member, async (tx) =>
    sections[key].shown(tx, await around(tx, shop, member)),
  )
  return officePage(c, shop, member, `admin/settings/${key}`, {
    ...shown,
    typed: form.typed ?? values,
    ...(form.errors ? { errors: form.errors } : {}),
    sections: links(member, key),
    saved: !form.errors && c.req.query('done') === 'saved',
  })
}

async function save(c: C, shop: AdminShop, key: Key): Promise<Response> {
  const member = c.get('staff')
  const section: Section<unknown> = sections[key]
  const form = await parseForm(c, section.form(await within(shop, member, (tx) => around(tx, shop, member))))
  if (!form.ok) return sectionPage(c, shop, key, form)
  try {
    await within(shop, member, async (tx) => {
      await settings.lock(tx, section.group)
      await section.save(tx, form.value, await around(tx, shop, member), member.id)
    })
  } catch (error) {
    if (error instanceof Refused)
      return sectionPage(c, shop, key, { typed: form.typed, errors: error.errors })
    throw error
  }
  return c.redirect(savedHref(key), 303)
}

async function remove(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const member = c.get('staff')
  await within(shop, member, async (tx) => {
    await settings.lock(tx, 'closures')
    await removeClosure(tx, id, await around(tx, shop, member), member.id)
  })
  return c.redirect(savedHref('closures'), 303)
}

function keyIn(c: C): Key {
  const key = c.req.param('section') ?? ''
  if (!Object.hasOwn(sections, key)) throw new NotFound()
  return key as Key
}

/** Read anew: what another process has just changed must not be overwritten with what this one remembers. */
async function around(tx: Transaction, shop: AdminShop, { language }: StaffMember): Promise<Around> {
  const found = await settings.read(tx)
  if (!found) throw new Unavailable('the shop is not set up')
  return { settings: found, today: shop.clock.today(), language }
}

function within<T>(shop: AdminShop, member: StaffMember, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return withoutPurpose(shop.database.backoffice, actorOf(member), work)
}

function links({ role }: StaffMember, current: Key | 'pages') {
  const own = Object.keys(sections).map((key) => ({
    key,
    href: at(key),
    current: key === current,
  }))
  const others = [
    { key: 'pages', href: urlFor('adminPages'), current: current === 'pages' },
    { key: 'mails', href: urlFor('adminMails'), current: false },
    { key: 'jobs', href: urlFor('adminJobs'), current: false },
  ]
  return [...own, ...others].filter(({ key }) => role === 'owner' || !ownersOnly.includes(key))
}

function savedHref(section: Key): string {
  return `${at(section)}?done=saved`
}

function at(section: string): string {
  return urlFor('adminSettings', { section })
}
