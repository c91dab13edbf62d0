import { type Context, Hono } from 'hono'
import { payInWords, receiveInWords } from '../payments/ways-told.ts'
import { NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { pagerOf } from '../platform/web/pager.ts'
import { homeTexts } from '../settings/home.ts'
import { everyLanguage, kept, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import type { Category } from './assortment.ts'
import * as catalogue from './catalogue.ts'
import { pageNumberOf } from './editing/choosing.ts'
import { cardsOnPage } from './product-cards.ts'
import { categoryPage } from './storefront-category.ts'
import { organizationData, websiteData } from './structured-data.ts'

const bestSellers = 8
const reducedAtHome = 4
/** Nobody turns more pages than these goods fill. */
const mostReduced = 240

/** Home, categories and what was reduced lately: the same for everybody. */
export function catalogueRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('home'), kept(shop), (c) => homePage(c, shop))
  routes.on('GET', everyLanguage('category'), kept(shop), (c) => categoryPage(c, shop))
  routes.on('GET', everyLanguage('reduced'), kept(shop), (c) => reducedPage(c, shop))
  return routes
}

async function homePage(c: Context, shop: StorefrontShop): Promise<Response> {
  const language = languageOf(c)
  const reader = shop.database.storefront.client.orm
  const { categories, newest, cards } = await shop.assortment(language)
  const sold = await catalogue.bestSellers(reader, bestSellers)
  // A young shop has sold little: what is new fills up.
  const sells = [...new Set([...sold, ...newest])].slice(0, 2 * bestSellers)
  const reduced = await catalogue.reducedLately(reader, language, reducedAtHome + 1)
  const { settings } = shop.known()
  const { identity } = settings
  return shop.show(
    c,
    'storefront/home/home',
    { name: 'home' },
    {
      home: homeTexts(settings, language, shop.t(language)),
      pay: payInWords(shop, language),
      receive: receiveInWords(shop, language),
      categories: categories.map(categoryCard),
      bestSellers: (await cards(sells)).slice(0, bestSellers),
      reduced: await cards(reduced.slice(0, reducedAtHome)),
      moreReduced: reduced.length > reducedAtHome,
      image: categories.findLast(({ picture }) => picture)?.picture,
      structured: [
        organizationData(shop.origin, identity),
        websiteData(shop.origin, identity.name, language, urlFor('search', language)),
      ],
    },
  )
}

function categoryCard({ slug, name, summary, picture }: Category) {
  return { slug, name, lead: summary, picture }
}

async function reducedPage(c: Context, shop: StorefrontShop): Promise<Response> {
  const language = languageOf(c)
  const number = pageNumberOf((name) => c.req.query(name))
  const said = c.req.query('page') !== undefined
  if (number === undefined || (said && number === 1)) return c.redirect(urlFor('reduced', language), 302)
  const reader = shop.database.storefront.client.orm
  const ids = await catalogue.reducedLately(reader, language, mostReduced)
  const shown = ids.slice((number - 1) * cardsOnPage, number * cardsOnPage)
  if (number > 1 && shown.length === 0) throw new NotFound()
  const { categories, cards } = await shop.assortment(language)
  return shop.show(
    c,
    'storefront/catalogue/reduced',
    { name: 'reduced', query: await queriesOf(shop, language, number) },
    {
      products: await cards(shown),
      categories: categories.map(categoryCard),
      pager: pagerOf(
        number,
        cardsOnPage,
        ids.length,
        (page) => `${urlFor('reduced', language)}${page > 1 ? `?page=${page}` : ''}`,
      ),
    },
  )
}

/** What stands behind the address in each language that has this page of what was reduced. */
async function queriesOf(shop: StorefrontShop, language: Language, number: number) {
  const reader = shop.database.storefront.client.orm
  const queries: Partial<Record<Language, string>> = {}
  for (const other of shop.known().settings.languages.open) {
    const here = number === 1 || other === language
    const goods = here ? [] : await catalogue.reducedLately(reader, other, mostReduced)
    if (here || number <= Math.ceil(goods.length / cardsOnPage))
      queries[other] = number > 1 ? `?page=${number}` : ''
  }
  return queries
}
