import { type Context, Hono } from 'hono'
import { NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { pagerOf } from '../platform/web/pager.ts'
import { everyLanguage, kept, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import type { ProductCard } from './catalogue.ts'
import * as catalogue from './catalogue.ts'
import { reduction, stockWords } from './offer-words.ts'

const pageSize = 24
const bestSellers = 6

/** Home and categories: the same for everybody. */
export function catalogueRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('home'), kept(shop), (c) => homePage(c, shop))
  routes.on('GET', everyLanguage('category'), kept(shop), (c) => categoryPage(c, shop))
  return routes
}

async function homePage(c: Context, shop: StorefrontShop): Promise<Response> {
  const language = languageOf(c)
  const reader = shop.database.storefront.client.orm
  const categories = await catalogue.categories(reader, language)
  const sellers = await catalogue.bestSellers(reader, language, bestSellers)
  return shop.show(
    c,
    'storefront/home/home',
    { name: 'home' },
    {
      categories: categories.map(({ slug, name, summary, picture }) => ({
        slug,
        name,
        lead: summary,
        picture,
      })),
      bestSellers: sellers.map(card),
    },
  )
}

async function categoryPage(c: Context, shop: StorefrontShop): Promise<Response> {
  const language = languageOf(c)
  const slug = c.req.param('slug') ?? ''
  const asked = c.req.query('page')
  const number = asked === undefined ? 1 : Number(/^\d{1,5}$/.exec(asked)?.[0])
  // One address for one page: `?page=1` and nonsense are the first page.
  if (asked !== undefined && !(number > 1)) return c.redirect(pageHref(language, slug, 1), 302)
  const reader = shop.database.storefront.client.orm
  const category = await catalogue.category(reader, language, slug)
  const offset = (number - 1) * pageSize
  const { products, total } = await catalogue.productsIn(reader, language, category.id, {
    limit: pageSize,
    offset,
  })
  if (number > 1 && products.length === 0) throw new NotFound()
  return shop.show(
    c,
    'storefront/catalogue/category',
    { name: 'category', slugs: category.slugs },
    {
      category: { slug, name: category.name, lead: category.summary },
      products: products.map(card),
      pager: pagerOf(number, pageSize, total, (page) => pageHref(language, slug, page)),
    },
  )
}

function pageHref(language: Language, slug: string, page: number): string {
  return `${urlFor('category', language, { slug })}${page > 1 ? `?page=${page}` : ''}`
}

function card(product: ProductCard) {
  const { slug, name, priceCents, severalPrices, lowestCents, picture } = product
  return {
    slug,
    name,
    price: priceCents,
    from: severalPrices,
    ...reduction(priceCents, lowestCents),
    picture,
    stock: stockWords(product),
  }
}
