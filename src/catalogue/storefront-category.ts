import type { Context } from 'hono'
import { NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { pagerOf } from '../platform/web/pager.ts'
import { languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import type { Category, Material } from './assortment.ts'
import { browse, type Choice, countsOf, isFiltered } from './browsing.ts'
import { askedQuery, choiceOf, pageNumberOf, queryOf } from './editing/choosing.ts'
import { chosenLinks, filterLinks, sortLinks } from './filter-words.ts'
import { cardsOnPage } from './product-cards.ts'
import { trailTo } from './storefront-trail.ts'
import { breadcrumbData } from './structured-data.ts'

interface Browsed {
  readonly category: Category
  readonly choice: Choice
  readonly materials: readonly Material[]
  readonly language: Language
}

/** A category with its subcategories, filters and goods. */
export async function categoryPage(c: Context, shop: StorefrontShop): Promise<Response> {
  const language = languageOf(c)
  const assortment = await shop.assortment(language)
  const category = assortment.bySlug.get(c.req.param('slug') ?? '')
  if (!category) throw new NotFound()
  const { materials } = assortment
  const asked = (name: string) => c.req.query(name)
  const choice = choiceOf(asked, materials)
  const number = pageNumberOf(asked) ?? 1
  const query = queryOf(choice, number, materials, language)
  // One address for one page: what is not known, and what need not be said, is left out.
  if (askedQuery(c.req.url) !== query) return c.redirect(hrefOf(category, language) + query, 302)

  const goods = browse(category.goods, choice)
  const shown = goods.slice((number - 1) * cardsOnPage, number * cardsOnPage).map(({ id }) => id)
  if (number > 1 && shown.length === 0) throw new NotFound()
  const products = await assortment.cards(shown)
  const trail = trailTo(shop, category, language)
  return shop.show(
    c,
    'storefront/catalogue/category',
    {
      name: 'category',
      slugs: category.slugs,
      query: await queriesOf(shop, { category, choice, materials, language }, number),
      noindex: isFiltered(choice) || choice.sort !== 'recommended',
    },
    {
      category: { name: category.name, lead: category.summary, number },
      trail: trail.slice(0, -1),
      children: category.children.map(({ slug, name, picture, goods: inside }) => ({
        slug,
        name,
        picture,
        count: inside.length,
      })),
      ...choosing(shop, { category, choice, materials, language, total: goods.length }),
      products,
      pager: pagerOf(
        number,
        cardsOnPage,
        goods.length,
        (page) => hrefOf(category, language) + queryOf(choice, page, materials, language),
      ),
      image: category.picture,
      structured: breadcrumbData(shop.origin, trail),
    },
  )
}

/**
 * What stands behind the address in each language: this page of the list, as far as it is there; its first page
 * otherwise, which where nothing was chosen is no page like this one.
 */
async function queriesOf(
  shop: StorefrontShop,
  { category, choice, materials, language }: Browsed,
  number: number,
) {
  const queries: Partial<Record<Language, string>> = {}
  for (const other of shop.known().settings.languages.open) {
    const there =
      other === language || number === 1 || number <= (await pagesIn(shop, other, category, choice))
    const query = queryOf(choice, there ? number : 1, materials, other)
    if (there || query !== '') queries[other] = query
  }
  return queries
}

/** How many pages the list has in another language; a material that has no words there is not chosen there either. */
async function pagesIn(shop: StorefrontShop, language: Language, { id }: Category, choice: Choice) {
  const { byId, materials } = await shop.assortment(language)
  const material = materials.find((one) => one.id === choice.material)?.id
  return Math.ceil(browse(byId.get(id)?.goods ?? [], { ...choice, material }).length / cardsOnPage)
}

/** The choices of whole categories, as long as the category itself is kept. */
const ofWhole = new WeakMap<Category, ReturnType<typeof choicesOf>>()

function choosing(shop: StorefrontShop, browsed: Browsed & { readonly total: number }) {
  const { category, choice } = browsed
  if (isFiltered(choice) || choice.sort !== 'recommended') return choicesOf(shop, browsed)
  const found = ofWhole.get(category) ?? choicesOf(shop, browsed)
  ofWhole.set(category, found)
  return found
}

/** Filters and orders, where there is something to choose among. */
function choicesOf(
  shop: StorefrontShop,
  { category, choice, materials, total, language }: Browsed & { readonly total: number },
) {
  const words = {
    t: shop.t(language),
    formats: shop.formats(language),
    materials,
    href: (other: Choice) => hrefOf(category, language) + queryOf(other, 1, materials, language),
  }
  const several = category.goods.length > 1
  const counts = countsOf(category.goods, choice, materials)
  return {
    total,
    filters: several ? filterLinks(choice, counts, total, words) : [],
    chosen: chosenLinks(choice, words),
    clearHref: words.href({ sort: choice.sort }),
    sorts: several ? sortLinks(choice, words) : [],
    sortName: words.t(`sort.${choice.sort}`),
  }
}

function hrefOf({ slug }: Category, language: Language): string {
  return urlFor('category', language, { slug })
}
