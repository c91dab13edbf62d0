import { type Context, Hono } from 'hono'
import { pagerOf } from '../platform/web/pager.ts'
import { everyLanguage, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import { pageNumberOf } from './editing/choosing.ts'
import { cardsOnPage } from './product-cards.ts'
import { categoriesNamed, nearWords, search } from './search.ts'

const longest = 100
const suggestions = 6

/** Searching goods: by GET, as words for goods are nobody's data. */
export function searchRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('search'), (c) => searchPage(c, shop))
  routes.on('GET', everyLanguage('searchSuggestions'), (c) => suggest(c, shop))
  return routes
}

async function searchPage(c: Context, shop: StorefrontShop): Promise<Response> {
  const language = languageOf(c)
  const words = wordsOf(c)
  const reader = shop.database.storefront.client.orm
  const href = (page: number) => urlFor('search', language) + queryOf(words, page)
  const number = pageNumberOf((name) => c.req.query(name))
  if (number === undefined) return c.redirect(href(1), 302)
  const ids = words ? await search(reader, language, words) : []
  const shown = ids.slice((number - 1) * cardsOnPage, number * cardsOnPage)
  if (number > 1 && shown.length === 0) return c.redirect(href(1), 302)
  const assortment = await shop.assortment(language)
  const found = words ? categoriesNamed(assortment, words) : []
  const nothing = ids.length === 0 && found.length === 0
  const near = words && nothing ? await nearWords(reader, language, words) : []
  const query = queryOf(words, number)
  return shop.show(
    c,
    'storefront/catalogue/search',
    { name: 'search', query: { lv: query, en: query, sv: query, nl: query }, noindex: true },
    {
      asked: words,
      total: ids.length,
      found: found.map(({ slug, name }) => ({ slug, name })),
      near: near.map((word) => ({ word, href: urlFor('search', language) + queryOf(word, 1) })),
      categories: assortment.categories.map(({ slug, name, picture }) => ({ slug, name, picture })),
      products: await assortment.cards(shown),
      pager: pagerOf(number, cardsOnPage, ids.length, href),
    },
  )
}

/** What the field offers while somebody types. */
async function suggest(c: Context, shop: StorefrontShop): Promise<Response> {
  const language = languageOf(c)
  const words = wordsOf(c)
  const reader = shop.database.storefront.client.orm
  const assortment = await shop.assortment(language)
  const categories = words ? categoriesNamed(assortment, words).slice(0, 2) : []
  const ids = words ? (await search(reader, language, words)).slice(0, suggestions) : []
  const products = await assortment.cards(ids)
  const { money } = shop.formats(language)
  const t = shop.t(language)
  c.header('cache-control', 'private, max-age=60')
  return c.json([
    ...categories.map(({ slug, name }) => ({
      name,
      note: t('search.category'),
      href: urlFor('category', language, { slug }),
    })),
    ...products.map(({ slug, name, price, from }) => ({
      name,
      note: from ? `${t('price.from')} ${money(price)}` : money(price),
      href: urlFor('product', language, { slug }),
    })),
  ])
}

function wordsOf(c: Context): string {
  return (c.req.query('q') ?? '').replaceAll('\0', '').trim().slice(0, longest)
}

function queryOf(words: string, page: number): string {
  const query = new URLSearchParams()
  if (words) query.set('q', words)
  if (page > 1) query.set('page', String(page))
  return query.size > 0 ? `?${query}` : ''
}
