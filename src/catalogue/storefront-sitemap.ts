import { type Context, Hono } from 'hono'
import { NotFound } from '../platform/errors.ts'
import { type Language, languages } from '../platform/i18n/languages.ts'
import { pageKeys } from '../settings/pages.ts'
import type { StorefrontShop } from '../storefront-shop.ts'
import { pattern, type StorefrontUrl, urlFor } from '../urls.ts'
import {
  numberForSitemap,
  productsForSitemap,
  type SitemapPlace,
  sitemapIndexXml,
  sitemapXml,
} from './sitemap.ts'

/** So many products in each of four languages stay far below what a sitemap may hold (50,000 addresses, 50 MB). */
const productsInOne = 2000

/** Pages beside the goods that others may find. */
const pages: readonly StorefrontUrl[] = ['home', 'reduced', 'terms', 'notice']

/** What search engines are told. */
export function sitemapRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  routes.get('/robots.txt', (c) => c.text(robots(shop.origin)))
  routes.get(pattern('sitemap'), (c) => whole(c, shop))
  routes.get(pattern('sitemapPart'), (c) => part(c, shop))
  return routes
}

async function whole(c: Context, shop: StorefrontShop): Promise<Response> {
  const products = await numberForSitemap(shop.database.storefront.client.orm)
  const parts = Math.ceil(products / productsInOne)
  if (parts <= 1) return xml(c, sitemapXml([...(await places(shop)), ...(await goods(shop, 1))], open(shop)))
  const names = ['pages', ...Array.from({ length: parts }, (_, index) => String(index + 1))]
  return xml(
    c,
    sitemapIndexXml(names.map((name) => shop.origin + urlFor('sitemapPart', { part: `${name}.xml` }))),
  )
}

async function part(c: Context, shop: StorefrontShop): Promise<Response> {
  const [, name] = /^(pages|[1-9]\d{0,4})\.xml$/.exec(c.req.param('part') ?? '') ?? []
  if (name === undefined) throw new NotFound()
  const listed = name === 'pages' ? await places(shop) : await goods(shop, Number(name))
  if (listed.length === 0) throw new NotFound()
  return xml(c, sitemapXml(listed, open(shop)))
}

/** Pages and categories that have something to show. */
async function places(shop: StorefrontShop): Promise<SitemapPlace[]> {
  const { bySlug } = await shop.assortment(open(shop)[0]!)
  const { pages: written } = shop.known().settings
  const categories = [...bySlug.values()].filter((category) => category.goods.length > 0)
  return [
    ...pages.map((name) => ({
      addresses: Object.fromEntries(
        languages.map((language) => [language, shop.origin + urlFor(name, language)]),
      ),
    })),
    ...pageKeys.map((key) => ({
      addresses: Object.fromEntries(
        languages
          .filter((language) => written[language]?.[key])
          .map((language) => [language, shop.origin + urlFor(`${key}Page`, language)]),
      ),
    })),
    ...categories.map(({ slugs }) => ({ addresses: addresses(shop, 'category', slugs) })),
  ]
}

async function goods(shop: StorefrontShop, number: number): Promise<SitemapPlace[]> {
  const rows = await productsForSitemap(shop.database.storefront.client.orm, {
    limit: productsInOne,
    offset: (number - 1) * productsInOne,
  })
  return rows.map(({ slugs, changed }) => ({ addresses: addresses(shop, 'product', slugs), changed }))
}

function addresses(
  { origin }: StorefrontShop,
  name: 'product' | 'category',
  slugs: Partial<Record<Language, string>>,
) {
  const named = Object.entries(slugs) as [Language, string][]
  return Object.fromEntries(
    named.map(([language, slug]) => [language, origin + urlFor(name, language, { slug })]),
  )
}

function open(shop: StorefrontShop): readonly Language[] {
  return shop.known().settings.languages.open
}

function xml(c: Context, body: string): Response {
  return c.body(body, 200, {
    'content-type': 'application/xml; charset=UTF-8',
    'cache-control': 'max-age=3600',
  })
}

function robots(origin: string): string {
  return `User-agent: *\nDisallow: /admin\nDisallow: /accountant\n\nSitemap: ${origin}/sitemap.xml\n`
}
