import { Hono, type MiddlewareHandler } from 'hono'
import { slugIn } from '../catalogue/other-language.ts'
import { pictureRoutes } from '../catalogue/pictures.ts'
import { catalogueRoutes } from '../catalogue/storefront.ts'
import { movedGoods } from '../catalogue/storefront-moved.ts'
import { productPage, productRoutes } from '../catalogue/storefront-product.ts'
import { searchRoutes } from '../catalogue/storefront-search.ts'
import { sitemapRoutes } from '../catalogue/storefront-sitemap.ts'
import { checkoutRoutes } from '../checkout/storefront.ts'
import { newsRoutes } from '../marketing/storefront.ts'
import { orderRoutes } from '../orders/storefront.ts'
import { cardRoutes } from '../payments/cards/storefront-cards.ts'
import { type Language, languageNames, languages } from '../platform/i18n/languages.ts'
import { myDataRoutes } from '../privacy/my-data/storefront.ts'
import { noticeRoutes } from '../privacy/notices/storefront.ts'
import { recordSchemaRoute } from '../privacy/register/storefront-schema.ts'
import { debtRoutes } from '../receivables/dunning/storefront-debt.ts'
import { pageKeys } from '../settings/pages.ts'
import { hasName } from '../settings/settings.ts'
import { termsRoutes } from '../settings/storefront.ts'
import { pageRoutes } from '../settings/storefront-pages.ts'
import type { Shop } from '../shop.ts'
import { everyLanguage, languageOf } from '../storefront-shop.ts'
import { pattern, type StorefrontUrl, urlFor } from '../urls.ts'
import { withdrawalRoutes } from '../withdrawals/storefront.ts'
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
  face.route('/', recordSchemaRoute(front))
  face.use(setUpFirst(shop))
  const moved = movedGoods(front)
  for (const path of [...everyLanguage('product'), ...everyLanguage('category')]) face.use(path, moved)
  face.route('/', catalogueRoutes(front))
  face.route('/', searchRoutes(front))
  face.route('/', productRoutes(front))
  face.route('/', checkoutRoutes(front, productPage(front)))
  face.route('/', cardRoutes(front))
  face.route('/', orderRoutes(front))
  face.route('/', withdrawalRoutes(front))
  face.route('/', debtRoutes(front))
  face.route('/', newsRoutes(front))
  face.route('/', noticeRoutes(front))
  face.route('/', myDataRoutes(front))
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
  ...(['news', 'newsConfirm', 'newsStop', 'newsChoice'] as const),
  ...([
    'cart',
    'checkout',
    'notice',
    'myData',
    'myDataOpen',
    'withdrawal',
    'terms',
    'order',
    'orderOpen',
    'orderDebt',
    'search',
    'reduced',
  ] as const),
  ...pageKeys.map((key) => `${key}Page` as const),
]

/** A language that is not open yet answers with the same page in English, or in Latvian where that is not open either. */
function openLanguages(shop: Shop, language: Language): MiddlewareHandler {
  return async (c, next) => {
    const { open } = shop.known().settings.languages
    if (open.includes(language) || !['GET', 'HEAD'].includes(c.req.method)) return next()
    const instead = open.includes('en') ? 'en' : 'lv'
    const there =
      (await sameGoods(shop, c.req.path, language, instead)) ?? samePage(c.req.path, language, instead)
    return c.redirect(there ? there + sameQuery(c.req.url) : urlFor('home', instead), 302)
  }
}

/** Goods and groups of goods have an address of their own in each language. */
async function sameGoods(
  shop: Shop,
  path: string,
  from: Language,
  to: Language,
): Promise<string | undefined> {
  for (const name of ['product', 'category'] as const) {
    const slug = valueIn(path, name, from)
    const there =
      slug && (await slugIn(shop.database.storefront.client.orm, to, { name, language: from, slug }))
    if (there) return urlFor(name, to, { slug: there })
  }
  return undefined
}

function samePage(path: string, from: Language, to: Language): string | undefined {
  for (const name of alike) {
    const value = valueIn(path, name, from)
    const [id] = pattern(name, from).match(/:\w+/) ?? []
    if (value !== undefined) return urlFor(name, to, id ? { [id.slice(1)]: value } : {})
  }
  return undefined
}

/** What was asked for goes along, but for the page of a list: in another language it may have fewer. */
function sameQuery(url: string): string {
  const query = new URL(url).searchParams
  query.delete('page')
  return query.size > 0 ? `?${query}` : ''
}

/** What stands in a path for the one parameter of an address; empty for an address without any, undefined for another path. */
function valueIn(path: string, name: StorefrontUrl, language: Language): string | undefined {
  const [beginning = '', ...more] = pattern(name, language).split(/:\w+/)
  const value = path.slice(beginning.length)
  return path.startsWith(beginning) && (more.length ? /^[\w-]+$/ : /^$/).test(value) ? value : undefined
}
