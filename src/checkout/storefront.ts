import { type Context, Hono } from 'hono'
import type { Product } from '../catalogue/products.ts'
import type { FormModel, StorefrontShop } from '../storefront-shop.ts'
import { cartRoutes } from './storefront-cart.ts'
import { orderFormRoutes } from './storefront-order-form.ts'

/** From the cart to a placed order. `showProduct` shows the page on which something could not be put into the cart. */
export function checkoutRoutes(
  shop: StorefrontShop,
  showProduct: (c: Context, product: Product, form?: FormModel) => Promise<Response>,
): Hono {
  return new Hono().route('/', cartRoutes(shop, showProduct)).route('/', orderFormRoutes(shop))
}
