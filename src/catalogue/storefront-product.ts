import { type Context, Hono } from 'hono'
import { domesticVat, registrationOf } from '../invoicing/vat.ts'
import { everyLanguage, type FormModel, kept, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { reduction, stockWords } from './offer-words.ts'
import { type Product, product, type Variant } from './products.ts'

/** The products' pages: the same for everybody. */
export function productRoutes(shop: StorefrontShop): Hono {
  const show = productPage(shop)
  return new Hono().on('GET', everyLanguage('product'), kept(shop), async (c) => {
    const reader = shop.database.storefront.client.orm
    return show(c, await product(reader, languageOf(c), c.req.param('slug') ?? ''))
  })
}

/** Shows a product; with a form that came back, as the answer to it. */
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
