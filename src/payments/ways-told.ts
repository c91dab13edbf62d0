import { type Able, paymentWays, paysForMaking } from '../orders/payment-ways.ts'
import type { PaymentMethod } from '../orders/table.ts'
import { countryName } from '../platform/i18n/country-names.ts'
import { type Language, locales } from '../platform/i18n/languages.ts'
import { countriesSentTo, kindsOffered } from '../settings/ways-to-receive.ts'
import type { Shop } from '../shop.ts'
import { urlFor } from '../urls.ts'
import * as cards from './cards/cards.ts'

/** A way to pay as a page tells of it before there is an order. */
export interface WayToPay {
  readonly key: PaymentMethod
  readonly label: string
  /** When it is possible, and what happens then. */
  readonly detail: string
}

/** The ways to pay that are on, the usual one first, with when each is possible: the order form has the same. */
export function waysToPay(shop: Shop, language: Language): WayToPay[] {
  const t = shop.t(language)
  const { bank } = shop.known().settings
  const details: Readonly<Record<PaymentMethod, string>> = {
    transfer: t('payment.transfer.text', { days: bank.paymentDays }),
    card: t('payment.card.text'),
    collection: `${t('payment.collection.text')} ${t('told.notMade')}`,
    later: laterInWords(shop, language),
  }
  return waysOn(shop).map((key) => ({ key, label: t(`payment.${key}`), detail: details[key] }))
}

/**
 * What must be known when an order begins at the latest: how one can pay, and where goods go (Directive 2011/83/EU
 * Art. 8(3)). `made`: something in the cart is made after it was ordered.
 */
export function toldBefore(shop: Shop, language: Language, { made }: { readonly made: boolean }) {
  const t = shop.t(language)
  const { delivery, pages } = shop.known().settings
  const countries = countriesSentTo(delivery).map((code) => countryName(code, locales[language]))
  return {
    pay: payInWords(shop, language, made),
    where:
      countries.length > 0
        ? t('told.where', { countries: listed(countries, language, 'conjunction') })
        : t('told.where.none'),
    more: pages[language]?.delivery ? urlFor('deliveryPage', language) : undefined,
  }
}

/** "You can pay by bank transfer or by card." */
export function payInWords(shop: Shop, language: Language, made = false): string {
  const t = shop.t(language)
  const ways = waysOn(shop, made).map((key) => t(`told.pay.${key}`))
  return t('told.pay', { ways: listed(ways, language, 'disjunction') })
}

/** "You receive the goods by courier or from us"; undefined while they come in no way. */
export function receiveInWords(shop: Shop, language: Language): string | undefined {
  const t = shop.t(language)
  const ways = kindsOffered(shop.known().settings.delivery).map((kind) => t(`told.receive.${kind}`))
  return ways.length > 0 ? t('told.receive', { ways: listed(ways, language, 'disjunction') }) : undefined
}

/** Over the counter only where goods are collected at all, and nothing is made for it. */
function waysOn(shop: Shop, made = false): PaymentMethod[] {
  const { settings } = shop.known()
  const { collection } = settings.delivery
  return paymentWays(settings, ableTo(shop), { made })
    .filter((way) => way !== 'collection' || collection.offered)
    .filter((way) => !made || paysForMaking(way))
}

function laterInWords(shop: Shop, language: Language): string {
  const t = shop.t(language)
  const { persons, companies } = shop.known().settings.paying
  const identified = persons && ableTo(shop).identification
  return [
    identified && t('payment.later.persons', { days: persons.days }),
    identified && t('told.laterMost', { amount: shop.formats(language).money(persons.mostCents) }),
    companies && t('payment.later.companies', { days: companies.days }),
  ]
    .filter(Boolean)
    .join(' ')
}

function listed(words: readonly string[], language: Language, type: 'conjunction' | 'disjunction'): string {
  return new Intl.ListFormat(locales[language], { type }).format(words)
}

/** What the shop can do besides its settings. */
function ableTo(shop: Shop): Able {
  return { cards: cards.offered(shop), identification: shop.known().purposesOn.has('identification') }
}
