import { Hono, type MiddlewareHandler } from 'hono'
import { pictureRoutes } from '../catalogue/pictures.ts'
import { catalogueRoutes } from '../catalogue/storefront.ts'
import { movedGoods } from '../catalogue/storefront-moved.ts'
import { productPage, productRoutes } from '../catalogue/storefront-product.ts'
import { searchRoutes } from '../catalogue/storefront-search.ts'
import { sitemapRoutes } from '../catalogue/storefront-sitemap.ts'
import { checkoutRoutes } from '../checkout/storefront.ts'
import { orderRoutes } from '../orders/storefront.ts'
import { type Language, languageNames, languages } from '../platform/i18n/languages.ts'
import { noticeRoutes } from '../privacy/storefront.ts'
import { pageKeys } from '../settings/pages.ts'
import { hasName } from '../settings/settings.ts'
import { termsRoutes } from '../settings/storefront.ts'
import { pageRoutes } from '../settings/storefront-pages.ts'
import type { Shop } from '../shop.ts'
import { everyLanguage, languageOf } from '../storefront-shop.ts'
import { pattern, type StorefrontUrl, urlFor } from '../urls.ts'
import { openStorefront } from './storefront-page.ts'

/** What everybody sees, in every language. */
export function storefrontFace(shop: Shop): Hono {
  const front = openStorefront(shop)
  const face = new Hono()
  for (const language of languages) {
    const root = pattern('home', language)
    if (root === '/') continue
    face.use(root, openLanguages(shop, language))
    face.use(`${root}/*`, openLanguages(shop, language))
  }
  face.route('/', pictureRoutes(front))
  face.route('/', sitemapRoutes(front))
  face.use(setUpFirst(shop))
  const moved = movedGoods(front)
  for (const path of [...everyLanguage('product'), ...everyLanguage('category')]) face.use(path, moved)
  face.route('/', catalogueRoutes(front))
  face.route('/', searchRoutes(front))
  face.route('/', productRoutes(front))
  face.route('/', checkoutRoutes(front, productPage(front)))
  face.route('/', orderRoutes(front))
  face.route('/', noticeRoutes(front))
  face.route('/', termsRoutes(front))
  face.route('/', pageRoutes(front))
  face.use(moved)
  return face
}

/** A shop that has not said who it is shows that it is being set up, and nothing half-empty; staff walk past. */
function setUpFirst(shop: Shop): MiddlewareHandler {
  return (c, next) => {
    const { settings } = shop.known()
    const looks = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (!looks || hasName(settings) || /^\/(admin|accountant)(\/|$)/.test(c.req.path)) return next()
    c.header('cache-control', 'no-store')
    c.header('x-robots-tag', 'noindex')
    const language = languageOf(c)
    const others = settings.languages.open
      .filter((code) => code !== language)
      .map((code) => ({ code, name: languageNames[code], href: urlFor('home', code) }))
    return Promise.resolve(c.html(shop.views.render('storefront/home/set-up', { language, others })))
  }
}

/** Pages that are there in every language under the same id or none; the others lead home. */
const alike: readonly StorefrontUrl[] = [
  ...(['cart', 'checkout', 'notice', 'terms', 'order', 'orderOpen', 'search', 'reduced'] as const),
  ...pageKeys.map((key) => `${key}Page` as const),
]

/** A language that is not open yet answers with the same page in English, or in Latvian where that is not open either. */
function openLanguages(shop: Shop, language: Language): MiddlewareHandler {
  return (c, next) => {
    const { open } = shop.known().settings.languages
    if (open.includes(language) || !['GET', 'HEAD'].includes(c.req.method)) return next()
    const instead = open.includes('en') ? 'en' : 'lv'
    return Promise.resolve(c.redirect(samePage(c.req.path, language, instead), 302))
  }
}

function samePage(path: string, from: Language, to: Language): string {
  for (const name of alike) {
    const [id] = pattern(name, from).match(/:\w+/) ?? []
    const [beginning = ''] = pattern(name, from).split(id ?? '\0')
    const value = path.slice(beginning.length)
    if (path.startsWith(beginning) && (id ? /^[\w-]+$/ : /^$/).test(value)) {
      return urlFor(name, to, id ? { [id.slice(1)]: value } : {})
    }
  }
  return urlFor('home', to)
}
