import { sql } from 'drizzle-orm'
import { type Context, Hono } from 'hono'
import { mostEditorBytes } from './catalogue/admin.ts'
import { mostFileBytes } from './catalogue/goods-files/admin.ts'
import { mostFormBytes } from './checkout/storefront-artwork.ts'
import { accountantFace } from './faces/accountant.ts'
import { adminFace } from './faces/admin.ts'
import { storefrontFace } from './faces/storefront.ts'
import type { Language } from './platform/i18n/languages.ts'
import { errorPages } from './platform/web/error-pages.ts'
import {
  acceptForms,
  decodableAddress,
  knownMethods,
  sameOrigin,
  withoutLastSlash,
} from './platform/web/request-guards.ts'
import { securityHeaders, withSecurityHeaders } from './platform/web/security-headers.ts'
import type { Shop } from './shop.ts'
import { doorLanguage } from './staff/browsers.ts'
import { mostKeptBytes } from './staff/kept-forms.ts'
import { everyLanguage } from './storefront-shop.ts'

/** Where a mail program sends its one click, in either kind of form (RFC 8058, 3.2); the link is the proof. */
const newsStop = new RegExp(`^(${everyLanguage('newsStop').join('|').replaceAll(':token', '[\\w-]+')})$`)

/** The places that take files. */
const uploads = [
  { path: /^\/admin\/goods\/([0-9a-f-]{36}|categories\/[^/]+|materials)$/, maxBytes: mostEditorBytes },
  { path: /^\/admin\/goods\/files$/, maxBytes: mostFileBytes },
  { path: /^\/admin\/settings\/delivery\/carriers\/[^/]+\/points$/, maxBytes: 20 * 1024 * 1024 },
  { path: /^\/admin\/orders\/parcels\/tracking$/, maxBytes: 1024 * 1024 },
  { path: new RegExp(`^(${everyLanguage('cartAdd').join('|')})$`), maxBytes: mostFormBytes },
  { path: newsStop, maxBytes: 4096 },
  { path: /^\/admin\/orders\/[^/]+\/lines\/[^/]+\/proof$/, maxBytes: mostFormBytes },
  { path: /^\/admin\/sign-in\/again$/, maxBytes: mostKeptBytes },
]

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
  app.use(knownMethods())
  app.use(decodableAddress())
  app.use(withoutLastSlash())
  app.use(sameOrigin({ ...shop.config, fromAnywhere: newsStop }))
  app.use(acceptForms({ uploads }))
  app.get('/assets/:file', shop.assets.serve)
  app.get('/favicon.ico', shop.assets.favicon)
  app.route('/', adminFace(shop))
  app.route('/', accountantFace(shop))
  app.route('/', storefrontFace(shop))
  const { views, log } = shop
  const { onError, notFound } = errorPages({ views, log, language: staffLanguage, page: readerOf })
  app.onError(onError)
  app.notFound(notFound)
  return app
}

/** Who reads an error page: staff are told about their role. */
function readerOf(c: Context): { staff: boolean } {
  return { staff: c.get('staff') !== undefined }
}

/** Staff read in their own language under one address; nobody's yet at the door. */
function staffLanguage(c: Context): Language | undefined {
  if (!/^\/(admin|accountant)(\/|$)/.test(c.req.path)) return undefined
  return c.get('staff')?.language ?? doorLanguage(c)
}
