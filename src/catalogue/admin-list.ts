import type { Context } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { sqlState } from '../platform/database/client.ts'
import { languageNames, languages } from '../platform/i18n/languages.ts'
import { fieldError, parseFields, parseForm } from '../platform/web/forms.ts'
import { pagerOf } from '../platform/web/pager.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { urlFor } from '../urls.ts'
import { begin } from './editing/drafts.ts'
import { beginForm, listQuery, listStates } from './editing/forms-lists.ts'
import { choices, counts, type GoodsList, list, type Wanted } from './goods-lists.ts'
import { roomLinks } from './rooms.ts'

type C = Context<StaffEnv>

const perPage = 50

/** The goods, or those that are looked for. */
export async function goodsPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const query = parseFields(new URL(c.req.url).searchParams, listQuery)
  const { page = 1, q: search, ...filters } = query.ok ? query.value : {}
  const wanted: Wanted = { ...filters, search }
  const found = await withoutPurpose(shop.database.backoffice, actorOf(member), async (tx) => ({
    ...(await list(tx, member.language, wanted, { limit: perPage, offset: (page - 1) * perPage })),
    counts: await counts(tx),
    offered: await choices(tx, member.language),
  }))
  const total = found.total
  return officePage(c, shop, member, 'admin/catalogue/goods', {
    rooms: roomLinks('goods'),
    states: stateLinks(wanted, found.counts),
    categories: found.offered.categories,
    languageChoices: languages.map((value) => ({ value, label: languageNames[value] })),
    typed: { q: search ?? '', category: wanted.category ?? '', missing: wanted.missing ?? '' },
    state: wanted.state,
    goods: found.goods.map((row) => ({
      ...row,
      numbers: row.numbers.slice(0, 2).join(', '),
      more: Math.max(0, row.numbers.length - 2),
      lacks: languages.filter((code) => !row.spoken.includes(code)).join(', '),
      picture: row.pictureId ? { id: row.pictureId, alt: '' } : undefined,
    })),
    narrowed: Boolean(wanted.state || wanted.category || wanted.missing || search),
    found: search || wanted.category || wanted.missing ? total : undefined,
    pager: pagerOf(page, perPage, total, (to) => listHref(wanted, to)),
    here: listHref(wanted, page),
    done: doneIn(c),
    changed: Number(/^\d{1,4}$/.exec(c.req.query('count') ?? '')?.[0] ?? 0),
  })
}

const outcomes = z
  .enum([
    ...(['saved', 'published', 'scheduled', 'withdrawn', 'incomplete'] as const),
    ...(['begun', 'copied', 'removed', 'ordered', 'picture-used', 'changed', 'none-ticked'] as const),
  ])
  .optional()
  .catch(undefined)

/** What was just done, as an address says it; nonsense says nothing. */
export function doneIn(c: C) {
  return outcomes.parse(c.req.query('done'))
}

function stateLinks(wanted: Wanted, counted: Record<GoodsList, number>) {
  const all = { key: 'all', href: listHref({ ...wanted, state: undefined }), current: !wanted.state }
  const one = listStates.map((state) => ({
    key: state,
    href: listHref({ ...wanted, state }),
    current: wanted.state === state,
    count: counted[state],
  }))
  return [all, ...one]
}

/** Where goods are listed: names and article numbers are nobody's data, so they may stand in an address. */
function listHref({ state, category, missing, search }: Wanted, page = 1): string {
  const query = new URLSearchParams({
    ...(state ? { state } : {}),
    ...(category ? { category } : {}),
    ...(missing ? { missing } : {}),
    ...(search ? { q: search } : {}),
    ...(page > 1 ? { page: String(page) } : {}),
  })
  return query.size > 0 ? `${urlFor('adminGoods')}?${query}` : urlFor('adminGoods')
}

/** The few words that a product begins with. */
export async function beginPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const offered = await withoutPurpose(shop.database.backoffice, actorOf(member), (tx) =>
    choices(tx, member.language),
  )
  return officePage(c, shop, member, 'admin/catalogue/new', {
    typed: { selling: 'stock' },
    ...form,
    problems: problemsOf(form, shop, member.language),
    categories: offered.categories,
  })
}

/** Begins a draft, which is then edited. */
export async function beginProduct(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const form = await parseForm(c, beginForm)
  if (!form.ok) return beginPage(c, shop, form)
  const { name, category, selling } = form.value
  const { identity } = shop.known().settings
  const maker = {
    name: identity.legalName,
    address: [identity.street, identity.town, identity.postcode].filter(Boolean).join(', '),
    email: identity.email,
    country: identity.country,
  }
  try {
    const id = await withoutPurpose(shop.database.backoffice, actorOf(member), (tx) =>
      begin(tx, { name, categoryId: category, madeToOrder: selling === 'made', maker }),
    )
    return c.redirect(`${urlFor('adminProduct', { id })}?done=begun`, 303)
  } catch (error) {
    // The category was removed while the page was open.
    if (sqlState(error) !== '23503') throw error
    return beginPage(c, shop, { typed: form.typed, errors: { category: fieldError('errors.choice') } })
  }
}

/** What is wrong with a form, for the summary above it: each with the name of its field. */
export function problemsOf({ errors = {} }: FormState, shop: AdminShop, language: 'lv' | 'en') {
  const t = shop.t(language)
  return Object.entries(errors).map(([field, { key, values }]) => {
    // One of several materials on a page.
    const bare = field.replace(/^m-\w+-/, '')
    const [, part, code] = /^(\w+)-(lv|en|sv|nl)$/.exec(bare) ?? []
    const name =
      part && code
        ? `${t(`goods.field.${part}`)} (${languageNames[code as 'lv']})`
        : t(`goods.field.${bare.replace('[]', '')}`)
    return { field, label: name, text: t(key, values) }
  })
}
