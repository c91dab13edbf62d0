import type { Context } from 'hono'
import { type Assortment, openAssortment } from '../catalogue/assortment.ts'
import { type Language, languageNames, locales } from '../platform/i18n/languages.ts'
import { deriveKey } from '../platform/keys.ts'
import { cartCountOf, withCartCount } from '../platform/web/cart-count.ts'
import { handOver } from '../platform/web/page-cache.ts'
import { pageKeys } from '../settings/pages.ts'
import type { Shop } from '../shop.ts'
import { isKept, languageOf, type Place, type StorefrontShop } from '../storefront-shop.ts'
import { type StorefrontUrl, urlFor } from '../urls.ts'

/** Pages that nobody needs to find from outside; the links of an order are its buyer's alone. */
const unlistedPages: readonly StorefrontUrl[] = ['cart', 'checkout', 'noticeVersion', 'termsVersion']

/** The shop with what its storefront adds: pages that know where they stand. */
export function openStorefront(shop: Shop): StorefrontShop {
  const assortment = openAssortment(shop.database.storefront.client.orm, shop.pages)
  const own: Pick<StorefrontShop, 'keys' | 'assortment' | 'show'> = {
    keys: {
      form: deriveKey(shop.secret, 'order form'),
      address: deriveKey(shop.secret, 'marketing address'),
    },
    assortment,
    async show(c, view, place, model, status = 200) {
      const language = languageOf(c)
      const page = pageModel(c, shop, language, place, await assortment(language))
      const html = shop.views.render(view, { ...model, language, page })
      if (isKept(c)) handOver(c, html)
      return c.html(withCartCount(html, page.cartCount, language), status)
    },
  }
  // A view of the same shop: its getters stay what they are.
  return Object.assign(Object.create(shop), own)
}

function pageModel(c: Context, shop: Shop, language: Language, place: Place, assortment: Assortment) {
  const { identity, languages } = shop.known().settings
  const { name, phone, email, registrationNumber, vatNumber, street, town, postcode } = identity
  const { path } = c.req
  return {
    path,
    language,
    languages: languages.open.map((code) => ({
      code,
      name: languageNames[code],
      href: addressIn(code, place),
      current: code === language,
    })),
    shop: {
      name,
      phone,
      phoneHref: phone.replace(/[^\d+]/g, ''),
      email,
      address: `${street}, ${town}, ${postcode}`,
      registrationNumber,
      vatNumber,
    },
    cartCount: isKept(c) ? 0 : cartCountOf(shop.cookies.get(c, 'cart')),
    categories: navigation(assortment, language, place),
    noticeHref: urlFor('notice', language),
    newsHref: shop.known().purposesOn.has('marketing-email') ? urlFor('news', language) : undefined,
    termsHref: urlFor('terms', language),
    pages: writtenPages(shop, language),
    searchHref: urlFor('search', language),
    ...findable(shop, language, place),
  }
}

/** The top categories; the one that the page stands in is marked. */
function navigation({ categories, bySlug }: Assortment, language: Language, { name, slugs }: Place) {
  const here = name === 'category' ? bySlug.get(slugs?.[language] ?? '') : undefined
  return categories.map((category) => ({
    name: category.name,
    href: urlFor('category', language, { slug: category.slug }),
    current: category === here ? 'page' : category === here?.parent ? 'true' : undefined,
  }))
}

/** The pages that the shop has written in this language. */
function writtenPages(shop: Shop, language: Language) {
  const written = shop.known().settings.pages[language] ?? {}
  return pageKeys
    .filter((key) => written[key])
    .map((key) => ({ name: shop.t(language)(`pages.${key}`), href: urlFor(`${key}Page`, language) }))
}

/** What search engines and those who share a link are told; addresses with their origin. */
function findable(shop: Shop, language: Language, place: Place) {
  const { origin } = shop
  const address = (code: Language, at: Place) => `${origin}${addressIn(code, at)}`
  const unlisted = place.params !== undefined || unlistedPages.includes(place.name)
  const hidden = unlisted || place.noindex === true
  const alternates = shop
    .known()
    .settings.languages.open.filter((code) => !hidden && isThere(shop, place, code))
    .map((code) => ({ code, href: address(code, place) }))
  // Whoever speaks none of the languages is best served in English.
  const others = alternates.find(({ code }) => code === 'en') ?? alternates[0]
  return {
    origin,
    locale: locales[language].replace('-', '_'),
    canonical: unlisted ? undefined : address(language, hidden ? { ...place, query: {} } : place),
    noindex: hidden,
    alternates: others ? [...alternates, { code: 'x-default', href: others.href }] : [],
  }
}

/** Whether a place is written in a language. */
function isThere(shop: Shop, { name, slugs }: Place, language: Language): boolean {
  const key = pageKeys.find((one) => `${one}Page` === name)
  if (key) return shop.known().settings.pages[language]?.[key] !== undefined
  return slugs === undefined || slugs[language] !== undefined
}

function addressIn(language: Language, { name, params, slugs, query }: Place): string {
  const behind = query?.[language] ?? ''
  if (!slugs) return urlFor(name, language, params) + behind
  const slug = slugs[language]
  return slug === undefined ? urlFor('home', language) : urlFor(name, language, { ...params, slug }) + behind
}
