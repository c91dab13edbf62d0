import type { Context } from 'hono'
import { type Assortment, type Category, openAssortment } from '../catalogue/assortment.ts'
import { keyRing } from '../customers/personal-codes.ts'
import { type Language, languageNames, locales } from '../platform/i18n/languages.ts'
import { deriveKey } from '../platform/keys.ts'
import { cartCountOf, withCartCount } from '../platform/web/cart-count.ts'
import { handOver } from '../platform/web/page-cache.ts'
import { addressKeyOf } from '../privacy/address-key.ts'
import { pageKeys } from '../settings/pages.ts'
import type { Known, Shop } from '../shop.ts'
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
      address: addressKeyOf(shop),
      personalCodes: keyRing(shop.secret),
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
  const { path } = c.req
  const site = siteOf(shop, language)
  return {
    ...site,
    site,
    path,
    language,
    languages: shop.known().settings.languages.open.map((code) => ({
      code,
      name: languageNames[code],
      href: addressIn(code, place),
      current: code === language,
    })),
    cartCount: isKept(c) ? 0 : cartCountOf(shop.cookies.get(c, 'cart')),
    menu: menuOf(assortment, language, place),
    searchHref: urlFor('search', language),
    ...findable(shop, language, place),
  }
}

type Site = ReturnType<typeof makeSite>

/** What stands at the foot of every page: the same object, and so written once, until the shop says otherwise. */
const sites = new WeakMap<Known, Map<Language, Site>>()

function siteOf(shop: Shop, language: Language): Site {
  const known = shop.known()
  const made = sites.get(known) ?? new Map<Language, Site>()
  sites.set(known, made)
  const site = made.get(language) ?? makeSite(shop, language)
  made.set(language, site)
  return site
}

function makeSite(shop: Shop, language: Language) {
  const { settings, purposesOn } = shop.known()
  const { name, phone, email, registrationNumber, vatNumber, street, town, postcode } = settings.identity
  return {
    shop: {
      name,
      phone,
      phoneHref: phone.replace(/[^\d+]/g, ''),
      email,
      address: `${street}, ${town}, ${postcode}`,
      registrationNumber,
      vatNumber,
    },
    pages: writtenPages(shop, language),
    noticeHref: urlFor('notice', language),
    newsHref: purposesOn.has('marketing-email') ? urlFor('news', language) : undefined,
    termsHref: urlFor('terms', language),
  }
}

/** The pages that the shop has written in this language. */
function writtenPages(shop: Shop, language: Language) {
  const written = shop.known().settings.pages[language] ?? {}
  return pageKeys
    .filter((key) => written[key])
    .map((key) => ({ name: shop.t(language)(`pages.${key}`), href: urlFor(`${key}Page`, language) }))
}

type Menu = ReturnType<typeof makeMenu>

/** A menu for each category that a page may stand in, and one for all other pages, as long as the assortment stays. */
const menus = new WeakMap<Assortment, Map<Category | undefined, Menu>>()

function menuOf(assortment: Assortment, language: Language, { name, slugs }: Place): Menu {
  const here = name === 'category' ? assortment.bySlug.get(slugs?.[language] ?? '') : undefined
  const made = menus.get(assortment) ?? new Map<Category | undefined, Menu>()
  menus.set(assortment, made)
  const menu = made.get(here) ?? makeMenu(assortment, language, here)
  made.set(here, menu)
  return menu
}

/** The top categories; the one that the page stands in is marked. */
function makeMenu({ categories }: Assortment, language: Language, here: Category | undefined) {
  return {
    categories: categories.map((category) => ({
      name: category.name,
      href: urlFor('category', language, { slug: category.slug }),
      current: category === here ? 'page' : category === here?.parent ? 'true' : undefined,
    })),
  }
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
function isThere(shop: Shop, { name, slugs, query }: Place, language: Language): boolean {
  if (query && query[language] === undefined) return false
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
