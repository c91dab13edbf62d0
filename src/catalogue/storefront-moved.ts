import type { MiddlewareHandler } from 'hono'
import type { StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import { movedFrom } from './old-addresses.ts'

/** Beside routes that may find nothing, and behind all others: what stood here before is answered with where it is now. */
export function movedGoods(shop: StorefrontShop): MiddlewareHandler {
  return async (c, next) => {
    await next()
    const looks = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (!looks || c.res.status !== 404 || /^\/(admin|accountant|assets|pictures)(\/|$)/.test(c.req.path))
      return
    const { pathname } = new URL(c.req.url)
    const moved = await movedFrom(shop.database.storefront.client.orm, pathname)
    if (!moved) return
    const { name, language, slug } = moved
    // Staff may give the address to something else one day.
    const headers = { location: urlFor(name, language, { slug }), 'cache-control': 'max-age=3600' }
    c.res = undefined
    c.res = new Response(null, { status: 301, headers })
  }
}
