import type { Context } from 'hono'
import { hoursInWords } from '../delivery/hours.ts'
import * as points from '../delivery/points.ts'
import type { Quote } from '../delivery/quotes.ts'
import type { Destination } from '../delivery/zones.ts'
import { memberStates } from '../invoicing/vat-rates.ts'
import { closedFor, paymentWays, paysForMaking } from '../orders/payment-ways.ts'
import * as cards from '../payments/cards/cards.ts'
import { countriesByName } from '../platform/i18n/country-names.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { type FormModel, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import * as cartCookies from './cart-cookies.ts'
import type { Contents, ReviewedLine } from './carts.ts'
import { deliveryFrom, missingToOrder, quotesFor, waysOf } from './deliveries.ts'
import { makeFormKey } from './form-key.ts'
import { type Offers, pointField } from './order-form.ts'
import { overviewOf } from './overview.ts'
import { isMade } from './placing.ts'
import {
  cartPage,
  countryOptions,
  discountModel,
  lineModel,
  reviewedCart,
  spanOf,
} from './storefront-cart-page.ts'
import { refusedWays } from './storefront-refused-ways.ts'

interface Shown {
  readonly form?: FormModel
  /** The key of the form that came back; a fresh one otherwise. */
  readonly formKey?: string
  readonly status?: 200 | 409 | 422
  readonly changed?: string
  /** Where it goes, as the form that came back says: some places cost more than their country. */
  readonly to?: Destination
}

/** The order form over what lies in the cart now; without anything to order, the cart. */
export async function orderFormPage(c: Context, shop: StorefrontShop, shown: Shown = {}): Promise<Response> {
  c.header('cache-control', 'no-store')
  const language = languageOf(c)
  const token = cartCookies.tokenIn(c, shop.cookies)
  const contents = await reviewedCart(c, shop)
  const { lines, discount } = contents
  const made = lines.some(isMade)
  const { settings, notices } = shop.known()
  const orderable = lines.length > 0 && lines.every(({ changed }) => changed?.kind !== 'gone')
  const { goods } = overviewOf(lines, settings, shop.clock.today())
  if (!token || !orderable || missingToOrder(goods, settings) > 0) return toCart(c, shop, shown, lines.length)
  const moved = lines.some(({ changed }) => changed)
    ? shop.t(language)('checkout.changed.cart-changed')
    : undefined
  return shop.show(
    c,
    'storefront/checkout/checkout',
    { name: 'checkout' },
    {
      form: shown.form ?? { values: { buyer: 'person', payment: usualWay(shop, made) }, errors: {} },
      formKey: shown.formKey ?? makeFormKey(shop.keys.form, token),
      noticeVersion: notices[language]?.id,
      termsVersion: settings.terms[language]?.id,
      noticeHref: urlFor('notice', language),
      noticeSummary: notices[language]?.content.summary,
      termsHref: urlFor('terms', language),
      changed: shown.changed ?? moved,
      lines: lines.map((line) => lineModel(c, shop, line)),
      discount: discountModel(c, shop, discount),
      ...(await deliveryModel(c, shop, contents, shown.to)),
      payment: paymentModel(c, shop, made),
      marketing: offersOf(shop, { made }).asks,
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

async function deliveryModel(
  c: Context,
  shop: StorefrontShop,
  contents: Contents<ReviewedLine>,
  asked: Destination | undefined,
) {
  const { settings } = shop.known()
  const today = shop.clock.today()
  const { countries } = settings.delivery
  const to = asked ?? { country: countries[0]! }
  const { country } = to
  const totalWith = (priceCents?: number, kind?: Quote['kind']) =>
    overviewOf(contents.lines, settings, today, priceCents, kind === 'collection' ? undefined : country)
  const all = await quotesFor(contents, settings, await deliveryFrom(shop.clock, settings), to)
  const slots = [...new Set(all.map(sumOf))]
  const ways = all.map((quote) => ({ ...wayModel(c, shop, quote), slot: slots.indexOf(sumOf(quote)) + 1 }))
  const towns = await townsOf(shop, all, country)
  return {
    ways: {
      lockers: ways
        .filter(({ kind }) => kind === 'locker')
        .map((way) => ({ ...way, field: pointField(way.key), towns: towns.get(way.key) })),
      couriers: ways.filter(({ kind }) => kind === 'courier'),
      collection: ways.find(({ kind }) => kind === 'collection'),
    },
    pointLabels: Object.fromEntries(
      [...towns.keys()].map((key) => [pointField(key), shop.t(languageOf(c))('field.point')]),
    ),
    lockerInWords: all.some(({ kind, key }) => kind === 'locker' && !towns.has(key)),
    agreed: all.map(({ key, priceCents }) => ({ key, total: totalWith(priceCents).total })),
    severalTotals: slots.length > 1,
    goods: totalWith(undefined),
    totalsBy: slots.map((sum, index) => {
      const { kind, priceCents } = all.find((quote) => sumOf(quote) === sum)!
      return { method: kind, slot: index + 1, totals: totalWith(priceCents, kind) }
    }),
    refused: await refusedWays(c, shop, contents.lines, to),
    countries: countries.length > 1 ? countryOptions(c, countries) : undefined,
    deliveryCountry: country,
    homes: homesModel(offersOf(shop), languageOf(c)),
    made: contents.lines.some(({ words, artwork }) => words !== null || artwork !== null),
  }
}

/** The shop's own country first. */
function homesModel({ homes: [own, ...others] }: Offers, language: Language) {
  return [...countriesByName([own!], language), ...countriesByName(others, language)]
}

/** Ways of one kind and one price come to the same sum, which is shown once. */
function sumOf({ kind, priceCents }: Quote): string {
  return `${kind} ${priceCents}`
}

/** A way as the form offers it. */
function wayModel(c: Context, shop: StorefrontShop, quote: Quote) {
  const { key, kind, carrier, priceCents, arrives } = quote
  const t = shop.t(languageOf(c))
  const { identity, delivery } = shop.known().settings
  const named = carrier ? `${t(`delivery.${kind}`)}, ${carrier.name}` : t(`delivery.${kind}`)
  const days = spanOf(c, arrives)
  return {
    key,
    kind,
    label: named,
    price: priceCents,
    detail: t(kind === 'collection' ? 'delivery.readyFrom' : 'delivery.arrives', { days }),
    ...(kind === 'collection' && {
      address: `${identity.street}, ${identity.town}, ${identity.postcode}`,
      hours: hoursInWords(delivery.collection, languageOf(c)) || identity.hours[languageOf(c)],
      directions: delivery.collection.directions[languageOf(c)],
    }),
  }
}

/** The lockers of each way that would take the parcel, by town; nothing for a carrier whose list nobody has read in. */
async function townsOf(
  shop: StorefrontShop,
  all: readonly Quote[],
  country: string,
): Promise<Map<string, readonly points.Town[]>> {
  const reader = shop.database.storefront.client.orm
  const found = new Map<string, readonly points.Town[]>()
  for (const { key, kind, carrier, compartments } of all) {
    if (kind !== 'locker' || !carrier) continue
    const towns = await points.points(reader, [{ carrier: carrier.key, compartments }], { country })
    if (towns.length > 0) found.set(key, towns)
  }
  return found
}

/** The way to pay that is chosen for whoever chose none yet. */
function usualWay(shop: StorefrontShop, made: boolean): string {
  const { payments } = offersOf(shop, { made })
  return (made ? payments.find(paysForMaking) : undefined) ?? payments[0]!
}

/** The ways to pay, with what each says of itself, or why it is closed for what is made after it was ordered. */
function paymentModel(c: Context, shop: StorefrontShop, made: boolean) {
  const { bank, paying } = shop.known().settings
  const { payments } = offersOf(shop, { made })
  const t = shop.t(languageOf(c))
  const identifies = payments.includes('later') && paying.persons !== null
  const details = {
    transfer: t('payment.transfer.text', { days: bank.paymentDays }),
    card: t('payment.card.text'),
    collection: t('payment.collection.text'),
    later: [
      paying.persons && t('payment.later.persons', { days: paying.persons.days }),
      paying.companies && t('payment.later.companies', { days: paying.companies.days }),
    ]
      .filter(Boolean)
      .join(' '),
  }
  const ways = payments.map((key) => {
    const closed = made && !paysForMaking(key)
    const detail = closed ? t('checkout.changed.made-first') : details[key]
    return { key, label: t(`payment.${key}`), detail, closed }
  })
  const cardTest = payments.includes('card') && cards.testMode(shop)
  return { ways, identifies, cardTest }
}

/** What the order form offers and asks at present; `made`: something in the cart is made after it was ordered. */
export function offersOf(shop: StorefrontShop, { made } = { made: false }): Offers {
  const { settings, purposesOn } = shop.known()
  const able = { cards: cards.offered(shop), identification: purposesOn.has('identification') }
  return {
    ways: waysOf(settings),
    payments: paymentWays(settings, able, { made }),
    closed: (way, buying) => closedFor(way, buying, settings, able),
    countries: settings.delivery.countries,
    homes: [...new Set([settings.identity.country, ...memberStates, ...settings.delivery.countries])],
    asks: {
      email: purposesOn.has('marketing-email'),
      phone: purposesOn.has('marketing-phone'),
      similar: purposesOn.has('marketing-similar-goods'),
    },
  }
}
