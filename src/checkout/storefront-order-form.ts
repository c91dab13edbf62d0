import { type Context, Hono } from 'hono'
import type { Destination } from '../delivery/zones.ts'
import * as orderCookies from '../orders/order-cookies.ts'
import type { Party } from '../orders/orders.ts'
import * as cards from '../payments/cards/cards.ts'
import { Conflict } from '../platform/errors.ts'
import { fieldError, parseForm, type Typed } from '../platform/web/forms.ts'
import { everyLanguage, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import * as cartCookies from './cart-cookies.ts'
import { isFormKeyOf } from './form-key.ts'
import { choicesForm, type Filled, orderForm, pointField } from './order-form.ts'
import { type OrderForm, type Placed, place, placedEarlier } from './placing.ts'
import { cartPage, formModel } from './storefront-cart-page.ts'
import { offersOf, orderFormPage } from './storefront-order-page.ts'

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
  // Which of them what lies in the cart allows, placing decides.
  const offers = offersOf(shop, { made: true })
  // Always parses: each of its fields falls back.
  const choices = await parseForm(c, choicesForm(offers))
  const formKey = choices.ok ? choices.value.formKey : ''
  if (!choices.ok || !isFormKeyOf(shop.keys.form, formKey, token)) {
    const form = { values: choices.typed, errors: {} }
    return orderFormPage(c, shop, { form, status: 409, changed: t('checkout.changed.form-key') })
  }
  const to = typedPlace(choices.value)
  if (choices.value.action === 'refresh') {
    const values = agreedHere(c, shop, choices.typed)
    return orderFormPage(c, shop, { form: { values, errors: {} }, formKey, to })
  }
  const form = await parseForm(c, orderForm(choices.value, offers))
  if (!form.ok) {
    // The key counts before anything else; a form that holds is looked up where its order is placed.
    const earlier = await placedEarlier(shop.database.storefront, { formKey, cartToken: token }, shop.keys)
    if (earlier) return shownOrder(c, shop, token, earlier)
    return orderFormPage(c, shop, { form: formModel(c, shop, form), formKey, status: 422, to })
  }
  return placed(c, shop, { token, formKey, filled: form.value as unknown as Filled, typed: form.typed })
}

/** What was typed goes along into another language; what was agreed to in other words does not. */
function agreedHere(c: Context, shop: StorefrontShop, typed: Typed): Typed {
  if (typed.noticeVersion === shop.known().notices[languageOf(c)]?.id) return typed
  const { read: _, consentEmail: _email, consentPhone: _phone, ...rest } = typed
  return rest
}

/** Where it goes, as far as the form says by now. */
function typedPlace({ country, postcode, deliveryCountry, deliveryPostcode }: Typing): Destination {
  const own = country === '' || country === deliveryCountry ? postcode : undefined
  return { country: deliveryCountry, postcode: deliveryPostcode?.trim() || own?.trim() || undefined }
}

type Typing = Pick<Filled, 'country' | 'postcode' | 'deliveryCountry' | 'deliveryPostcode'>

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
    const answer = shownOrder(c, shop, sent.token, done)
    if (sent.filled.payment !== 'card' || done.again) return answer
    // The order stands, whatever becomes of the provider's page.
    return c.redirect(await cards.begin(shop, done.id), 303)
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
  { formKey, filled, typed }: Sent,
  code: string,
): Promise<Response> {
  const to = typedPlace(filled)
  const wrong = fieldOf(code, filled)
  if (wrong) {
    const form = formModel(c, shop, { typed, errors: { [wrong]: fieldError(`checkout.changed.${code}`) } })
    return orderFormPage(c, shop, { form, formKey, status: 422, to })
  }
  const changed = shop.t(languageOf(c))(`checkout.changed.${code}`)
  return orderFormPage(c, shop, { form: { values: typed, errors: {} }, formKey, status: 409, changed, to })
}

/** Where a choice stands that is no longer there. */
function fieldOf(code: string, { delivery }: Filled): string | undefined {
  if (code === 'delivery-gone') return 'delivery'
  if (code === 'later-too-much' || code === 'made-first') return 'payment'
  return code === 'point-gone' ? pointField(delivery) : undefined
}

function orderOf(c: Context, shop: StorefrontShop, { token, formKey, filled }: Sent): OrderForm {
  const t = shop.t(languageOf(c))
  return {
    formKey,
    cartToken: token,
    language: languageOf(c),
    party: partyOf(filled),
    delivery: filled.delivery,
    payment: filled.payment,
    personalCode: filled.personalCode,
    publicBuyer: filled.publicBuyer ?? false,
    pointId: filled[pointField(filled.delivery)],
    gift: filled.gift,
    noticeVersionId: filled.noticeVersion,
    termsVersionId: filled.termsVersion,
    agreedTotalCents: filled[`agreed-${filled.delivery}`] ?? -1,
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
    country: filled.country,
    deliveryName: filled.deliveryName ?? null,
    deliveryStreet: filled.deliveryStreet ?? null,
    deliveryTown: filled.deliveryTown ?? null,
    deliveryPostcode: filled.deliveryPostcode ?? null,
    deliveryCountry: sentAbroad(filled) ? filled.deliveryCountry : null,
    locker: lockerTown === undefined ? null : `${lockerTown}, ${lockerName}`,
    note: filled.note ?? null,
  }
}

/** To another country than the buyer's own; what is collected is sent nowhere. */
function sentAbroad({ country, delivery, deliveryCountry }: Filled): boolean {
  return delivery !== 'collection' && deliveryCountry !== country
}
