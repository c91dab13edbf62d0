import { type Context, type Handler, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import * as mails from '../../correspondence/mails.ts'
import { deriveKey, keyedHash } from '../../platform/keys.ts'
import { connectionOf } from '../../platform/web/connection.ts'
import { errorTexts, parseForm } from '../../platform/web/forms.ts'
import { everyLanguage, type FormModel, languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { urlFor } from '../../urls.ts'
import { withPurpose } from '../with-purpose.ts'
import { choose } from './storefront-choices.ts'
import { copy } from './storefront-copy.ts'
import { correct, correctionPage } from './storefront-correction.ts'
import { erase, erasurePage } from './storefront-erasure.ts'
import { linkForm } from './storefront-forms.ts'
import { object, objectionPage } from './storefront-objection.ts'
import { openOrder } from './storefront-orders.ts'
import { ownPage, requestPage } from './storefront-page.ts'
import { restrict, restrictionPage } from './storefront-restriction.ts'
import * as sessions from './subject-sessions.ts'

/** One's own data, for whoever reads the mail of an address. */
export function myDataRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('myData'), (c) => arrive(c, shop))
  routes.on('POST', everyLanguage('myData'), (c) => askForLink(c, shop))
  routes.on('GET', everyLanguage('myDataOpen'), (c) => linkPage(c, shop))
  routes.on('POST', everyLanguage('myDataOpen'), (c) => open(c, shop))
  routes.on('POST', everyLanguage('myDataLeave'), (c) => leave(c, shop))
  const person = (answer: Answer) => behindLink(shop, answer)
  routes.on('GET', everyLanguage('myDataRequest'), person(requestPage))
  routes.on('POST', everyLanguage('myDataCopy'), person(copy))
  routes.on('POST', everyLanguage('myDataOrder'), person(openOrder))
  routes.on('POST', everyLanguage('myDataChoice'), person(choose))
  for (const [name, page, done] of forms) {
    routes.on('GET', everyLanguage(name), person(page))
    routes.on('POST', everyLanguage(name), person(done))
  }
  // The address of a form: a reload leads to the page.
  for (const name of ['myDataCopy', 'myDataOrder', 'myDataChoice', 'myDataLeave'] as const)
    routes.on('GET', everyLanguage(name), (c) => c.redirect(urlFor('myData', languageOf(c)), 303))
  return routes
}

/** Pages with a form, and what each does. */
const forms = [
  ['myDataCorrection', correctionPage, correct],
  ['myDataErasure', erasurePage, erase],
  ['myDataRestriction', restrictionPage, restrict],
  ['myDataObjection', objectionPage, object],
] as const

type Answer = (c: Context, shop: StorefrontShop, subject: sessions.Subject) => Promise<Response>

/** For the browser whose page is open; everybody else is led to where one asks for a link. */
function behindLink(shop: StorefrontShop, answer: Answer): Handler {
  return async (c) => {
    c.header('cache-control', 'no-store')
    const subject = await subjectOf(c, shop)
    return subject ? answer(c, shop, subject) : c.redirect(urlFor('myData', languageOf(c)), 303)
  }
}

function subjectOf(c: Context, shop: StorefrontShop): Promise<sessions.Subject | undefined> {
  const cookie = shop.cookies.get(c, 'my-data')
  if (!cookie) return Promise.resolve(undefined)
  return withPurpose(shop.database.storefront, 'rights-requests', 'guest', (tx) =>
    sessions.current(tx, cookie),
  )
}

/** The person's page, or the form that asks for its link. */
async function arrive(c: Context, shop: StorefrontShop): Promise<Response> {
  c.header('cache-control', 'no-store')
  const subject = await subjectOf(c, shop)
  if (subject) return ownPage(c, shop, subject)
  return askPage(c, shop, { values: {}, errors: {} }, c.req.query('done'))
}

function askPage(c: Context, shop: StorefrontShop, form: FormModel, done?: string): Promise<Response> {
  const status = Object.keys(form.errors).length > 0 ? 422 : 200
  const told = { sent: done === 'asked', left: done === 'left' }
  return shop.show(c, 'storefront/privacy/my-data', { name: 'myData' }, { form, ...told }, status)
}

/** The same is done and said whatever is known of the address: whether anything is, the job that writes the letter sees. */
async function askForLink(c: Context, shop: StorefrontShop): Promise<Response> {
  c.header('cache-control', 'no-store')
  const form = await parseForm(c, linkForm)
  if (!form.ok)
    return askPage(c, shop, { values: form.typed, errors: errorTexts(form.errors, shop.t(languageOf(c))) })
  const language = languageOf(c)
  const address = form.value.email
  try {
    await withPurpose(shop.database.storefront, 'rights-requests', 'guest', async (tx) => {
      const id = await sessions.ask(tx, {
        address,
        addressHash: keyedHash(shop.keys.address, address),
        language,
        cart: shop.cookies.get(c, 'cart')?.split('.')[0],
        connectionHash: connectionHash(c, shop),
      })
      if (id) await mails.queue(tx, 'my-data-link', { id })
    })
  } catch (error) {
    if (error instanceof sessions.TooManyLinks) throw new HTTPException(429, { cause: error })
    throw error
  }
  return c.redirect(`${urlFor('myData', language)}?done=asked`, 303)
}

function connectionHash(c: Context, shop: StorefrontShop): Buffer {
  return keyedHash(deriveKey(shop.secret, 'my data connection'), connectionOf(c, shop.config))
}

/** A mail scanner that opens the link uses nothing up: that takes the button. */
async function linkPage(c: Context, shop: StorefrontShop): Promise<Response> {
  c.header('cache-control', 'no-store')
  const bearer = c.req.param('token') ?? ''
  const opens = await withPurpose(shop.database.storefront, 'rights-requests', 'guest', (tx) =>
    sessions.wouldOpen(tx, bearer),
  )
  if (!opens) return deadLink(c, shop)
  return shop.show(c, 'storefront/privacy/my-data-open', { name: 'myData', noindex: true }, { token: bearer })
}

function deadLink(c: Context, shop: StorefrontShop): Promise<Response> {
  const form: FormModel = { values: {}, errors: {} }
  return shop.show(c, 'storefront/privacy/my-data-dead', { name: 'myData', noindex: true }, { form }, 404)
}

async function open(c: Context, shop: StorefrontShop): Promise<Response> {
  c.header('cache-control', 'no-store')
  const cookie = await withPurpose(shop.database.storefront, 'rights-requests', 'guest', (tx) =>
    sessions.open(tx, c.req.param('token') ?? ''),
  )
  if (!cookie) return deadLink(c, shop)
  shop.cookies.set(c, 'my-data', cookie)
  return c.redirect(urlFor('myData', languageOf(c)), 303)
}

async function leave(c: Context, shop: StorefrontShop): Promise<Response> {
  const cookie = shop.cookies.get(c, 'my-data')
  if (cookie)
    await withPurpose(shop.database.storefront, 'rights-requests', 'guest', (tx) =>
      sessions.close(tx, cookie),
    )
  shop.cookies.remove(c, 'my-data')
  return c.redirect(`${urlFor('myData', languageOf(c))}?done=left`, 303)
}
