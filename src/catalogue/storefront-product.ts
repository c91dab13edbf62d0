import { type Context, Hono } from 'hono'
import { idIn } from '../platform/web/ids.ts'
import { everyLanguage, type FormModel, kept, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { pattern, urlFor } from '../urls.ts'
import type { Assortment } from './assortment.ts'
import { neighbours } from './browsing.ts'
import { type Product, product, productDocument } from './products.ts'
import { previewOf } from './storefront-preview.ts'
import { machineReadable } from './storefront-product-data.ts'
import { productModel } from './storefront-product-model.ts'

/** Goods shown below. */
const related = 4

/** A document's bytes may change under its product's page, but never under its id. */
const forever = 'public, max-age=31536000, immutable'

/** The products' pages: the same for everybody. */
export function productRoutes(shop: StorefrontShop): Hono {
  const show = productPage(shop)
  const asked = (c: Context) =>
    product(shop.database.storefront.client.orm, languageOf(c), c.req.param('slug') ?? '')
  return (
    new Hono()
      .on('GET', everyLanguage('product'), kept(shop), async (c) => show(c, await asked(c)))
      .on('POST', everyLanguage('productPreview'), async (c) => {
        const product = await asked(c)
        return show(c, product, await previewOf(c, shop, product))
      })
      // The address of a drawing that was shown: a reload leads to the product.
      .on('GET', everyLanguage('productPreview'), (c) =>
        c.redirect(urlFor('product', languageOf(c), { slug: c.req.param('slug') ?? '' }), 303),
      )
      .get(pattern('productDocument'), (c) => document(c, shop))
  )
}

/** What a page shows in answer to a form: what was typed, what is wrong with it, and the sign as it would look. */
export interface ProductAnswer extends FormModel {
  readonly preview?: { readonly svg: string; readonly words: string } | undefined
}

/** Shows a product; with a form that came back, as the answer to it. */
export type ProductPage = (c: Context, product: Product, form?: ProductAnswer) => Promise<Response>

/** The page of a product; with a form that came back, as the answer to it. */
export function productPage(shop: StorefrontShop): ProductPage {
  return async (c, product, form) => {
    // What came back holds somebody's own words.
    if (form) {
      c.header('cache-control', 'no-store')
      c.header('x-robots-tag', 'noindex')
    }
    const assortment = await shop.assortment(languageOf(c))
    const wrong = form !== undefined && Object.keys(form.errors).length > 0
    return shop.show(
      c,
      'storefront/catalogue/product',
      { name: 'product', slugs: product.slugs },
      {
        ...machineReadable(c, shop, product, assortment),
        form: form ?? { values: { variant: firstToBuy(product)?.id ?? '' }, errors: {} },
        cameBack: form !== undefined,
        preview: form?.preview,
        product: await productModel(c, shop, product),
        related: await relatedTo(product, assortment),
      },
      // A script that asks while words are typed reads the answer; a browser would call it a fault in its console.
      wrong && c.req.header('sec-fetch-dest') !== 'empty' ? 422 : 200,
    )
  }
}

/** The cards of what staff chose to go with it, filled up with its neighbours in the category. */
async function relatedTo(product: Product, { byId, cards }: Assortment) {
  const near = neighbours(byId.get(product.categoryId)?.goods ?? [], product, related)
  const onOffer = await cards([...new Set([...product.related, ...near])])
  return onOffer.slice(0, related)
}

function firstToBuy({ variants }: Product) {
  return variants.find(({ stock }) => stock !== 0)
}

/** Always a download: a PDF of somebody else's making is not opened under our address. */
async function document(c: Context, shop: StorefrontShop): Promise<Response> {
  const { name, bytes } = await productDocument(shop.database.storefront.client.orm, idIn(c, 'id'))
  return c.body(new Uint8Array(bytes), 200, {
    'cache-control': forever,
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name.replace(/\.pdf$/i, ''))}.pdf`,
  })
}
