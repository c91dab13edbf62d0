import { type Context, Hono } from 'hono'
import { NotFound } from '../platform/errors.ts'
import { errorTexts, fieldError, type Parsed, parseForm } from '../platform/web/forms.ts'
import { everyLanguage, type FormModel, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import { askForm, slipForm } from './forms.ts'
import { masked } from './masked.ts'
import * as requests from './requests.ts'
import { choiceRoutes } from './storefront-choices.ts'

/** News by e-mail: asking for it, proving the address, and what is behind the link of each letter. */
export function newsRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  for (const path of [...everyLanguage('news'), ...everyLanguage('newsConfirm')])
    routes.use(path, async (c, next) => {
      if (!shop.known().purposesOn.has('marketing-email')) throw new NotFound()
      c.header('cache-control', 'no-store')
      await next()
    })
  routes.on('GET', everyLanguage('news'), (c) => newsPage(c, shop))
  routes.on('POST', everyLanguage('news'), (c) => ask(c, shop))
  routes.on('GET', everyLanguage('newsConfirm'), (c) => confirmPage(c, shop))
  routes.on('POST', everyLanguage('newsConfirm'), (c) => confirm(c, shop))
  routes.route('/', choiceRoutes(shop))
  return routes
}

const nothingTyped: FormModel = { values: {}, errors: {} }

function newsPage(c: Context, shop: StorefrontShop, form = nothingTyped, status: 200 | 422 = 200) {
  const done = c.req.query('done')
  return shop.show(
    c,
    'storefront/marketing/news',
    { name: 'news' },
    {
      form,
      noticeVersion: noticeIn(c, shop),
      done: status === 200 && (done === 'asked' || done === 'confirmed') ? done : undefined,
    },
    status,
  )
}

/** Whoever asks is answered alike: a letter goes to the address, and it alone tells more. */
async function ask(c: Context, shop: StorefrontShop): Promise<Response> {
  const seen = await parseForm(c, slipForm)
  const form = await parseForm(c, askForm(seen.ok ? seen.value.emailSeen : ''))
  if (!form.ok) return newsPage(c, shop, formModel(c, shop, form), 422)
  const { email, noticeVersion } = form.value
  if (noticeVersion !== noticeIn(c, shop)) {
    const errors = { consentEmail: fieldError('news.noticeChanged') }
    return newsPage(c, shop, formModel(c, shop, { ok: false, typed: form.typed, errors }), 422)
  }
  const language = languageOf(c)
  await requests.ask(shop.database.storefront, {
    address: email.toLowerCase(),
    language,
    words: shop.t(language)('consent.marketing-email'),
    noticeVersionId: noticeVersion,
  })
  return c.redirect(`${urlFor('news', language)}?done=asked`, 303)
}

function formModel(c: Context, shop: StorefrontShop, form: Parsed<unknown>): FormModel {
  if (form.ok) return { values: form.typed, errors: {} }
  const { consentEmail, ...typed } = form.typed
  // A box that was ticked beside another notice is not ticked beside this one.
  const kept = consentEmail !== undefined && !form.errors.consentEmail
  return {
    values: kept ? { ...typed, consentEmail } : typed,
    errors: errorTexts(form.errors, shop.t(languageOf(c))),
  }
}

function noticeIn(c: Context, shop: StorefrontShop): string {
  return shop.known().notices[languageOf(c)]?.id ?? ''
}

/** Opening the link consumes nothing: mail scanners do it, too. */
async function confirmPage(c: Context, shop: StorefrontShop): Promise<Response> {
  const token = c.req.param('token') ?? ''
  const address = await requests.find(shop.database.storefront, token)
  if (address === undefined) return expired(c, shop)
  const model = { token, address: masked(address) }
  return shop.show(c, 'storefront/marketing/confirm', { name: 'newsConfirm', params: { token } }, model)
}

async function confirm(c: Context, shop: StorefrontShop): Promise<Response> {
  const done = await requests.confirm(shop.database.storefront, c.req.param('token') ?? '', shop.keys.address)
  if (!done) return expired(c, shop)
  return c.redirect(`${urlFor('news', languageOf(c))}?done=confirmed`, 303)
}

function expired(c: Context, shop: StorefrontShop): Promise<Response> {
  return shop.show(c, 'storefront/marketing/expired', { name: 'news' }, {}, 410)
}
