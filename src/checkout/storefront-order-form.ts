import { type Context, Hono } from 'hono'
import * as orderCookies from '../orders/order-cookies.ts'
import type { Party } from '../orders/orders.ts'
import { Conflict } from '../platform/errors.ts'
import { parseForm, type Typed } from '../platform/web/forms.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { everyLanguage, type FormModel, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import * as cartCookies from './cart-cookies.ts'
import * as carts from './carts.ts'
import { isFormKeyOf, makeFormKey } from './form-key.ts'
import { choicesForm, type Filled, type Offers, offeredWays, orderForm } from './forms.ts'
import { overviewOf } from './overview.ts'
import { deliveryPrice, type OrderForm, type Placed, place, placedEarlier } from './placing.ts'
import { cartPage, formModel, lineModel } from './storefront-cart.ts'

/** The order form, and what happens when it is sent. */
export function orderFormRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('checkout'), (c) => orderFormPage(c, shop))
  routes.on('POST', everyLanguage('checkout'), (c) => order(c, shop))
  return routes
}

async function order(c: Context, shop: StorefrontShop): Promise<Response> {
  const token = cartCookies.tokenIn(c, shop.cookies)
  const t = shop.t(languageOf(c))
  if (!token) return cartPage(c, shop, { status: 409, changed: t('checkout.changed.cart-empty') })
  // Always parses: each of its fields falls back.
  const choices = await parseForm(c, choicesForm)
  const formKey = choices.ok ? choices.value.formKey : ''
  if (!choices.ok || !isFormKeyOf(shop.keys.form, formKey, token)) {
    const form = { values: choices.typed, errors: {} }
    return orderFormPage(c, shop, { form, status: 409, changed: t('checkout.changed.form-key') })
  }
  const form = await parseForm(c, orderForm(choices.value, offersOf(shop)))
  if (!form.ok) {
    // The key counts before anything else; a form that holds is looked up where its order is placed.
    const earlier = await placedEarlier(shop.database.storefront, { formKey, cartToken: token }, shop.keys)
    if (earlier) return shownOrder(c, shop, token, earlier)
    return orderFormPage(c, shop, { form: formModel(c, shop, form), formKey, status: 422 })
  }
  return placed(c, shop, { token, formKey, filled: form.value as unknown as Filled, typed: form.typed })
}

interface Sent {
  readonly token: string
  readonly formKey: string
  readonly filled: Filled
  readonly typed: Typed
}

async function placed(c: Context, shop: StorefrontShop, sent: Sent): Promise<Response> {
  const { settings, purposesOn, notices } = shop.known()
  try {
    const done = await place(shop.database.storefront, orderOf(c, shop, sent), {
      settings,
      noticeVersionId: notices[languageOf(c)]?.id ?? '',
      today: shop.clock.today(),
      keys: shop.keys,
      purposesOn,
    })
    return shownOrder(c, shop, sent.token, done)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return shownAgain(
      c,
      shop,
      sent,
      isOfAnotherLanguage(c, shop, sent.filled) ? 'other-language' : error.code,
    )
  }
}

/** A form whose notice is in force, only not in the language of this address: nothing has changed. */
function isOfAnotherLanguage(c: Context, shop: StorefrontShop, { noticeVersion }: Filled): boolean {
  const { notices } = shop.known()
  const inForce = Object.values(notices).some(({ id }) => id === noticeVersion)
  return inForce && notices[languageOf(c)]?.id !== noticeVersion
}

function shownOrder(
  c: Context,
  shop: StorefrontShop,
  token: string,
  { id, key, again, left }: Placed,
): Response {
  orderCookies.remember(c, shop.cookies, key)
  // The token stays, so that the same form sent again is known again.
  cartCookies.remember(c, shop.cookies, token, left)
  return c.redirect(`${urlFor('order', languageOf(c), { id })}?${again ? 'again' : 'placed'}=1`, 303)
}

/** What the buyer agreed to is no longer so: nothing was ordered, nothing typed is lost. */
function shownAgain(
  c: Context,
  shop: StorefrontShop,
  { formKey, typed }: Sent,
  code: string,
): Promise<Response> {
  const changed = shop.t(languageOf(c))(`checkout.changed.${code}`)
  return orderFormPage(c, shop, { form: { values: typed, errors: {} }, formKey, status: 409, changed })
}

function orderOf(c: Context, shop: StorefrontShop, { token, formKey, filled }: Sent): OrderForm {
  const t = shop.t(languageOf(c))
  return {
    formKey,
    cartToken: token,
    language: languageOf(c),
    party: partyOf(filled),
    delivery: filled.delivery,
    noticeVersionId: filled.noticeVersion,
    termsVersionId: filled.termsVersion,
    agreedTotalCents: filled[`agreed-${filled.delivery}`],
    consents: {
      email: filled.consentEmail ? t('consent.marketing-email') : null,
      phone: filled.consentPhone ? t('consent.marketing-phone') : null,
    },
    noSimilarGoods: filled.noSimilarGoods,
  }
}

function partyOf(filled: Filled): Party {
  const { companyName, registrationNumber, vatNumber, orderReference, invoiceEmail, lockerTown, lockerName } =
    filled
  return {
    kind: filled.buyer,
    name: filled.name,
    companyName: companyName ?? null,
    registrationNumber: registrationNumber ?? null,
    vatNumber: vatNumber ?? null,
    buyerReference: orderReference ?? null,
    email: filled.email,
    invoiceEmail: invoiceEmail ?? null,
    phone: filled.phone ?? null,
    street: filled.street ?? null,
    town: filled.town ?? null,
    postcode: filled.postcode ?? null,
    country: 'LV',
    deliveryName: filled.deliveryName ?? null,
    deliveryStreet: filled.deliveryStreet ?? null,
    deliveryTown: filled.deliveryTown ?? null,
    deliveryPostcode: filled.deliveryPostcode ?? null,
    locker: lockerTown === undefined ? null : `${lockerTown}, ${lockerName}`,
    note: filled.note ?? null,
  }
}

interface Shown {
  readonly form?: FormModel
  /** The key of the form that came back; a fresh one otherwise. */
  readonly formKey?: string
  readonly status?: 200 | 409 | 422
  readonly changed?: string
}

/** The order form over what lies in the cart now; without anything to order, the cart. */
async function orderFormPage(c: Context, shop: StorefrontShop, shown: Shown = {}): Promise<Response> {
  c.header('cache-control', 'no-store')
  const language = languageOf(c)
  const token = cartCookies.tokenIn(c, shop.cookies)
  const lines = token
    ? await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
        carts.review(tx, token, language),
      )
    : []
  const orderable = lines.length > 0 && lines.every(({ changed }) => changed?.kind !== 'gone')
  if (!token || !orderable) return toCart(c, shop, shown, lines.length)
  const moved = lines.some(({ changed }) => changed)
    ? shop.t(language)('checkout.changed.cart-changed')
    : undefined
  const { settings, notices } = shop.known()
  return shop.show(
    c,
    'storefront/checkout/checkout',
    { name: 'checkout' },
    {
      form: shown.form ?? { values: { buyer: 'person', payment: 'transfer' }, errors: {} },
      formKey: shown.formKey ?? makeFormKey(shop.keys.form, token),
      noticeVersion: notices[language]?.id,
      termsVersion: settings.terms[language]?.id,
      noticeHref: urlFor('notice', language),
      termsHref: urlFor('terms', language),
      changed: shown.changed ?? moved,
      lines: lines.map((line) => lineModel(c, shop, line)),
      ...deliveryModel(c, shop, lines),
      payment: { days: settings.bank.paymentDays },
      marketing: offersOf(shop).asks,
    },
    shown.status,
  )
}

function toCart(
  c: Context,
  shop: StorefrontShop,
  { status, changed }: Shown,
  lines: number,
): Promise<Response> | Response {
  if (!status || status === 200) return c.redirect(urlFor('cart', languageOf(c)), 303)
  const empty = shop.t(languageOf(c))('checkout.changed.cart-empty')
  return cartPage(c, shop, { status: 409, changed: lines === 0 ? empty : (changed ?? empty) })
}

function deliveryModel(c: Context, shop: StorefrontShop, lines: readonly carts.ReviewedLine[]) {
  const { settings } = shop.known()
  const { identity, delivery } = settings
  const today = shop.clock.today()
  const { goods } = overviewOf(lines, settings, today)
  const offered = offeredWays(settings).map((way) => ({
    way,
    price: deliveryPrice(delivery, way, goods),
    days: delivery[way].days,
  }))
  const place = {
    address: `${identity.street}, ${identity.town}, ${identity.postcode}`,
    hours: identity.hours[languageOf(c)],
  }
  return {
    totals: overviewOf(lines, settings, today),
    severalTotals: offered.length > 1,
    totalsBy: offered.map(({ way, price }) => ({
      method: way,
      totals: overviewOf(lines, settings, today, price),
    })),
    delivery: Object.fromEntries(
      offered.map(({ way, ...facts }) => [way, way === 'collection' ? { ...facts, ...place } : facts]),
    ),
  }
}

function offersOf(shop: StorefrontShop): Offers {
  const { settings, purposesOn } = shop.known()
  return {
    ways: offeredWays(settings),
    asks: {
      email: purposesOn.has('marketing-email'),
      phone: purposesOn.has('marketing-phone'),
      similar: purposesOn.has('marketing-similar-goods'),
    },
  }
}
