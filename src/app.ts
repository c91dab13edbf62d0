import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { accountantFace } from './faces/accountant.ts'
import { adminFace } from './faces/admin.ts'
import { storefrontFace } from './faces/storefront.ts'
import { errorPages } from './platform/web/error-pages.ts'
import { acceptForms, decodableAddress, sameOrigin } from './platform/web/request-guards.ts'
import { securityHeaders, withSecurityHeaders } from './platform/web/security-headers.ts'
import type { Shop } from './shop.ts'

/** The whole shop as one request handler: guards once, then the faces. */
export function createApp(shop: Shop): Hono {
  const app = new Hono()
  app.get('/healthz', (c) => c.text('ok\n'))
  app.get('/readyz', async (c) => {
    shop.known()
    await shop.database.storefront.client.orm.execute(sql`select 1`)
    return c.text('ready\n')
  })
  app.use(shop.pages.serve)
  app.use(withSecurityHeaders(securityHeaders(shop.config)))
  app.use(decodableAddress())
  app.use(sameOrigin(shop.config))
  app.use(acceptForms())
  app.get('/assets/:file', shop.assets.serve)
  app.get('/favicon.ico', shop.assets.favicon)
  app.route('/', adminFace(shop))
  app.route('/', accountantFace(shop))
  app.route('/', storefrontFace(shop))
  const { onError, notFound } = errorPages(shop)
  app.onError(onError)
  app.notFound(notFound)
  return app
}
