import type { Context } from 'hono'
import { languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import type { Assortment } from './assortment.ts'
import type { Product } from './products.ts'
import { trailTo } from './storefront-trail.ts'
import { breadcrumbData, productData } from './structured-data.ts'

/** The way to the product, its face, and what machines read of its page. */
export function machineReadable(c: Context, shop: StorefrontShop, product: Product, { byId }: Assortment) {
  const trail = trailTo(shop, byId.get(product.categoryId), languageOf(c))
  const { name, summary, material, pictures, manufacturerName, identifier, variants } = product
  const href = urlFor('product', languageOf(c), { slug: product.slug })
  const { origin } = shop
  return {
    trail,
    image: pictures[0],
    structured: [
      breadcrumbData(origin, [...trail, { name, href }]),
      productData({
        origin,
        href,
        name,
        description: summary,
        material,
        pictures: pictures.map(({ id }) => urlFor('picture', { id, width: 1280 })),
        manufacturer: manufacturerName,
        identifier,
        seller: shop.known().settings.identity.name,
        variants: variants.map((variant) => ({ ...variant, name: variant.label })),
      }),
    ],
  }
}
