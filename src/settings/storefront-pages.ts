import { type Context, Hono } from 'hono'
import { printedIban } from '../customers/identifiers.ts'
import { collectionWords } from '../delivery/hours.ts'
import { waysToPay } from '../payments/ways-told.ts'
import { NotFound } from '../platform/errors.ts'
import { countryName } from '../platform/i18n/country-names.ts'
import { type Language, locales } from '../platform/i18n/languages.ts'
import { everyLanguage, kept, languageOf, type Place, type StorefrontShop } from '../storefront-shop.ts'
import { html } from './markdown.ts'
import { type PageKey, pageKeys } from './pages.ts'
import type { Settings } from './settings.ts'
import { fillIn } from './terms.ts'
import { countriesSentTo, freeFrom, waysToReceive } from './ways-to-receive.ts'

/** What the shop says of itself, each page in the languages in which it is written. */
export function pageRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  for (const key of pageKeys)
    routes.on('GET', everyLanguage(`${key}Page`), kept(shop), (c) => contentPage(c, shop, key))
  return routes
}

async function contentPage(c: Context, shop: StorefrontShop, key: PageKey): Promise<Response> {
  const { settings } = shop.known()
  const language = languageOf(c)
  const text = settings.pages[language]?.[key]
  if (!text) throw new NotFound()
  return shop.show(c, `storefront/pages/${viewOf[key]}`, placeOf(settings, key), {
    title: shop.t(language)(`pages.${key}`),
    html: await html(fillIn(text.template, settings.identity)),
    ...factsOf(shop, key, language),
  })
}

const viewOf: Readonly<Record<PageKey, string>> = {
  contact: 'contact',
  about: 'text',
  delivery: 'delivery',
  privacy: 'privacy',
  accessibility: 'text',
}

/** In a language without this page the switch leads home. */
function placeOf({ pages }: Settings, key: PageKey): Place {
  const written = Object.entries(pages).filter(([, texts]) => texts?.[key])
  return { name: `${key}Page`, slugs: Object.fromEntries(written.map(([language]) => [language, ''])) }
}

/** What a page shows of the settings beside its text. */
function factsOf(shop: StorefrontShop, key: PageKey, language: Language) {
  const { identity, bank } = shop.known().settings
  if (key === 'contact') return { identity, bank: printed(bank), hours: identity.hours[language] }
  return key === 'delivery' ? deliveryFacts(shop, language) : {}
}

function deliveryFacts(shop: StorefrontShop, language: Language) {
  const { identity, delivery } = shop.known().settings
  const { collection } = delivery
  const named = (countries: readonly string[]) =>
    countries.map((code) => countryName(code, locales[language])).join(', ')
  const ways = waysToReceive(delivery)
  const freeFromCents = freeFrom(ways)
  return {
    countries: named(countriesSentTo(delivery)),
    ways: ways.map((way) => ({
      ...way,
      // Where a zone is whole countries, every language has a name for it.
      zone: way.zone && (way.zone.postcodes.length > 0 ? way.zone.name : named(way.zone.countries)),
      freeFromCents: freeFromCents === undefined ? way.freeFromCents : null,
    })),
    freeFromCents,
    collection: collection.offered
      ? { ...collection, open: collectionWords(collection, identity.hours[language], language) }
      : undefined,
    payments: waysToPay(shop, language),
  }
}

/** As people read and compare it. */
function printed(bank: Settings['bank']): Settings['bank'] {
  return { ...bank, iban: printedIban(bank.iban) }
}
