import { type Context, Hono } from 'hono'
import { domesticVat, registrationOf } from '../invoicing/vat.ts'
import { NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { pagerOf } from '../platform/web/pager.ts'
import { everyLanguage, type FormModel, kept, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import type { Product, ProductCard, Stock, Variant } from './catalogue.ts'
import * as catalogue from './catalogue.ts'

const pageSize = 24
const bestSellers = 6
/** From here on the page says how many are left. */
const few = 3

/** Home, categories and products: the same for everybody. */
export function catalogueRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  const show = productPage(shop)
  routes.on('GET', everyLanguage('home'), kept(shop), (c) => homePage(c, shop))
  routes.on('GET', everyLanguage('category'), kept(shop), (c) => categoryPage(c, shop))
  routes.on('GET', everyLanguage('product'), kept(shop), async (c) => {
    const reader = shop.database.storefront.client.orm
    return show(c, await catalogue.product(reader, languageOf(c), c.req.param('slug') ?? ''))
  })
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

export type ProductPage = (c: Context, product: Product, form?: FormModel) => Promise<Response>

/** The page of a product; with a form that came back, as the answer to it. */
export function productPage(shop: StorefrontShop): ProductPage {
  return (c, product, form) => {
    // What came back holds somebody's own words.
    if (form) c.header('cache-control', 'no-store')
    const place = { name: 'product', slugs: product.slugs } as const
    const model = {
      form: form ?? { values: { variant: firstToBuy(product)?.id ?? '' }, errors: {} },
      product: productModel(c, shop, product),
    }
    return shop.show(c, 'storefront/catalogue/product', place, model, form ? 422 : 200)
  }
}

function productModel(c: Context, shop: StorefrontShop, product: Product) {
  const t = shop.t(languageOf(c))
  const {
    slug,
    name,
    summary,
    description,
    category,
    picture,
    variants,
    leadDays,
    wordLines,
    wordLineLength,
  } = product
  const cheapest = variants.reduce((one, other) => (other.priceCents < one.priceCents ? other : one))
  const facts = [
    { name: t('fact.sizes'), value: sizes(variants) },
    { name: t('fact.material'), value: product.material },
    { name: t('fact.fixing'), value: product.fixing },
  ]
  return {
    slug,
    name,
    summary,
    paragraphs: description.split(/\n{2,}/),
    category,
    picture,
    price: cheapest.priceCents,
    from: variants.some(({ priceCents }) => priceCents !== cheapest.priceCents),
    ...reduction(cheapest.priceCents, cheapest.lowestCents),
    stock: stockWords({ left: leftOf(variants), leadDays }),
    soldOut: firstToBuy(product) === undefined,
    // Own words are what takes the right of withdrawal away, not the making (CRD Art. 16(c)).
    madeToOrder: wordLines !== null,
    leadDays,
    variants: variants.map((variant) => ({
      id: variant.id,
      name: variant.label,
      price: variant.priceCents,
      stock: stockWords({ left: variant.stock, leadDays }),
    })),
    texts:
      wordLines === null
        ? []
        : [
            {
              name: 'words',
              label: t('product.words'),
              maxLines: wordLines,
              maxLength: wordLineLength,
              required: true,
            },
          ],
    facts: facts.filter(({ value }) => value),
    vatRate: vatRateOf(shop, product),
    safety: {
      manufacturer: product.manufacturerName,
      address: product.manufacturerAddress,
      email: product.manufacturerEmail,
      identifier: product.identifier,
      warnings: product.warnings ? [product.warnings] : [],
    },
  }
}

/** In basis points; undefined for a shop that charges no VAT and may not name any. */
function vatRateOf(shop: StorefrontShop, { vatClass }: Product): number | undefined {
  const { identity } = shop.known().settings
  const { category, rate } = domesticVat(vatClass, shop.clock.today(), registrationOf(identity))
  return category === 'O' ? undefined : rate
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

/** The reduction, computed from the lowest price of 30 days (C-330/23); whole percents, never more than it is. */
function reduction(priceCents: number, lowestCents: number | null): { lowest?: number; off?: number } {
  if (lowestCents === null || lowestCents <= priceCents) return {}
  const percents = Math.floor(((lowestCents - priceCents) * 100) / lowestCents)
  return percents < 1 ? { lowest: lowestCents } : { lowest: lowestCents, off: percents * 100 }
}

function stockWords({ left, leadDays }: Stock) {
  if (left === null) return { kind: 'made', days: leadDays }
  if (left === 0) return { kind: 'out' }
  return left <= few ? { kind: 'few', left } : { kind: 'shelf' }
}

/** Pieces of all variants together; null where any is made to order. */
function leftOf(variants: readonly Variant[]): number | null {
  return variants.reduce<number | null>(
    (total, { stock }) => (total === null || stock === null ? null : total + stock),
    0,
  )
}

function firstToBuy({ variants }: Product): Variant | undefined {
  return variants.find(({ stock }) => stock !== 0)
}

function sizes(variants: readonly Variant[]): string {
  return [...new Set(variants.map(({ widthMm, heightMm }) => `${widthMm} × ${heightMm} mm`))].join(', ')
}
