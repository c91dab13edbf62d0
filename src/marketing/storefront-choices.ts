import { type Context, Hono } from 'hono'
import { NotFound } from '../platform/errors.ts'
import { errorTexts, fieldError, parseForm } from '../platform/web/forms.ts'
import { everyLanguage, type FormModel, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import * as choices from './choices.ts'
import { againForm, choiceForm, oneClickForm } from './forms.ts'
import { type Link, linkIn, linkKey } from './links.ts'
import { masked } from './masked.ts'

/** Behind the link of each letter: no more of these, with one button or none at all, and what else may come. */
export function choiceRoutes(shop: StorefrontShop): Hono {
  const key = linkKey(shop.secret)
  const behind =
    (answer: (c: Context, shop: StorefrontShop, at: Place) => Promise<Response>) => (c: Context) => {
      const token = c.req.param('token') ?? ''
      const link = linkIn(key, token)
      if (!link) throw new NotFound()
      c.header('cache-control', 'no-store')
      return answer(c, shop, { token, link })
    }
  const routes = new Hono()
  routes.on('GET', everyLanguage('newsStop'), behind(page))
  routes.on('POST', everyLanguage('newsStop'), behind(oneClick))
  // The address of a form: a reload leads to the page it stands on.
  routes.on(
    'GET',
    everyLanguage('newsChoice'),
    behind(async (c, _, { token }) => toPage(c, token)),
  )
  routes.on('POST', everyLanguage('newsChoice'), behind(choose))
  return routes
}

interface Place {
  readonly token: string
  readonly link: Link
}

const outcomes = ['stopped', 'stopped-all', 'consented'] as const
type Outcome = (typeof outcomes)[number]

interface Shown {
  readonly done?: Outcome | undefined
  readonly form?: FormModel
}

/** Opening it changes nothing: mail scanners do, too. */
function page(c: Context, shop: StorefrontShop, at: Place): Promise<Response> {
  const done = outcomes.find((known) => known === c.req.query('done'))
  return choicesPage(c, shop, at, { done })
}

async function choicesPage(c: Context, shop: StorefrontShop, { token, link }: Place, shown: Shown) {
  const { purposesOn, notices } = shop.known()
  const { own, choices: rows, address } = await choices.read(shop.database.storefront, link, purposesOn)
  const live = rows.filter(({ since }) => since !== undefined)
  return shop.show(
    c,
    'storefront/marketing/choices',
    { name: 'newsStop', params: { token } },
    {
      token,
      done: shown.done,
      form: shown.form ?? { values: {}, errors: {} },
      address: address && masked(address),
      own: live.find(({ audience }) => audience === own)?.audience,
      rows,
      anything: live.length > 0,
      mayConsent: own !== undefined && rows.some((row) => row.audience === 'marketing-email' && !row.since),
      noticeVersion: notices[languageOf(c)]?.id,
    },
    shown.form ? 422 : 200,
  )
}

/**
 * RFC 8058: a mail program sends this without cookies and from anywhere; the link itself is the proof. It is done at once
 * and answered without a redirect. Nobody sees a page there on which to say more, so that it stops letters of every kind.
 * Whatever else is sent here changes nothing.
 */
async function oneClick(c: Context, shop: StorefrontShop, at: Place): Promise<Response> {
  const form = await parseForm(c, oneClickForm)
  if (!form.ok) return toPage(c, at.token)
  await choices.stop(shop.database.storefront, at.link, 'letters')
  return choicesPage(c, shop, at, { done: 'stopped' })
}

async function choose(c: Context, shop: StorefrontShop, at: Place): Promise<Response> {
  const form = await parseForm(c, choiceForm)
  if (!form.ok) return toPage(c, at.token)
  const { action } = form.value
  if (action === 'consent') return consent(c, shop, at)
  const stopped = action.slice('stop-'.length) as Exclude<choices.Stopped, 'letters'>
  await choices.stop(shop.database.storefront, at.link, stopped)
  return toPage(c, at.token, stopped === 'marketing' ? 'stopped-all' : 'stopped')
}

async function consent(c: Context, shop: StorefrontShop, at: Place): Promise<Response> {
  const language = languageOf(c)
  const t = shop.t(language)
  const inForce = shop.known().notices[language]?.id
  const form = await parseForm(c, againForm)
  const errors = !form.ok
    ? form.errors
    : form.value.noticeVersion === inForce
      ? undefined
      : { consentEmail: fieldError('news.noticeChanged') }
  if (errors || !inForce || !form.ok)
    return choicesPage(c, shop, at, { form: { values: {}, errors: errorTexts(errors ?? {}, t) } })
  const given = { words: t('consent.marketing-email'), language, noticeVersionId: inForce }
  const done = await choices.consentAgain(shop.database.storefront, at.link, given)
  return done ? toPage(c, at.token, 'consented') : c.redirect(urlFor('news', language), 303)
}

function toPage(c: Context, token: string, done?: Outcome): Response {
  const href = urlFor('newsStop', languageOf(c), { token })
  return c.redirect(done ? `${href}?done=${done}` : href, 303)
}
