import { sql } from 'drizzle-orm'
import { type Context, type Handler, Hono } from 'hono'
import { mostFormBytes } from './checkout/storefront-artwork.ts'
import { storefrontFace } from './faces/storefront.ts'
import * as cards from './payments/cards/cards.ts'
import { cardWebhook } from './payments/cards/webhook.ts'
import type { Language } from './platform/i18n/languages.ts'
import { warnOfProxy } from './platform/web/connection.ts'
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
import type { StaffMember } from './staff/auth.ts'
import { doorLanguage } from './staff/browsers.ts'
import { signedIn } from './staff/guard.ts'
import { mostKeptBytes } from './staff/kept-forms.ts'
import { everyLanguage } from './storefront-shop.ts'
import { pattern, urlFor } from './urls.ts'

/** Where a mail program sends its one click, in either kind of form (RFC 8058, 3.2); the link is the proof. */
const newsStop = new RegExp(`^(${everyLanguage('newsStop').join('|').replaceAll(':token', '[\\w-]+')})$`)

const megabyte = 1024 * 1024

/** The places that take files, and how much of them. */
const uploads = [
  // Several files at once.
  { path: /^\/admin\/money\/statements$/, maxBytes: 48 * megabyte },
  // A form with pictures and documents.
  { path: /^\/admin\/goods\/([0-9a-f-]{36}|categories\/[^/]+|materials)$/, maxBytes: 64 * megabyte },
  // About 50,000 lines.
  { path: /^\/admin\/goods\/files$/, maxBytes: 32 * megabyte },
  { path: /^\/admin\/settings\/delivery\/carriers\/[^/]+\/points$/, maxBytes: 20 * megabyte },
  { path: /^\/admin\/orders\/parcels\/tracking$/, maxBytes: megabyte },
  { path: /^\/admin\/money\/take-over$/, maxBytes: 2 * megabyte },
  { path: /^\/admin\/money\/hand-over\/batches\/[^/]+\/report$/, maxBytes: 2 * megabyte },
  { path: new RegExp(`^(${everyLanguage('cartAdd').join('|')})$`), maxBytes: mostFormBytes },
  { path: newsStop, maxBytes: 4096 },
  { path: /^\/admin\/orders\/[^/]+\/lines\/[^/]+\/proof$/, maxBytes: mostFormBytes },
  { path: /^\/admin\/orders\/[^/]+\/documents\/transport$/, maxBytes: mostFormBytes },
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
  app.use(warnOfProxy(shop.config, shop.log))
  app.use(shop.pages.serve)
  const formAction = cards.formOrigins(shop.config)
  app.use(withSecurityHeaders(securityHeaders({ ...shop.config, formAction })))
  app.use(knownMethods())
  app.use(decodableAddress())
  app.use(withoutLastSlash())
  // Before the question of origin, and with a limit of its own: its proof is a signature.
  app.route('/', cardWebhook(shop))
  app.use(sameOrigin({ ...shop.config, fromAnywhere: newsStop }))
  app.use(acceptForms({ uploads }))
  app.get('/assets/:file', shop.assets.serve)
  app.get('/favicon.ico', shop.assets.favicon)
  const { views, log } = shop
  const pages = errorPages({
    views,
    log,
    recognise: (c) => recognise(c, shop),
    language: staffLanguage,
    page: readerOf,
  })
  const rooms = roomsOfStaff(shop, pages)
  for (const place of ['admin', 'accountant'] as const) app.all(`${pattern(place)}/*`, rooms)
  app.route('/', storefrontFace(shop))
  return app.onError(pages.onError).notFound(pages.notFound)
}

/** Their code is loaded when the first of them comes in: half of the shop's, which no visitor waits for. */
function roomsOfStaff(shop: Shop, { onError, notFound }: ReturnType<typeof errorPages>): Handler {
  let faces: Promise<Hono> | undefined
  return async (c) => {
    faces ??= import('./faces/staff.ts').then(({ staffFaces }) =>
      staffFaces(shop).onError(onError).notFound(notFound),
    )
    return (await faces).fetch(c.req.raw, c.env)
  }
}

/** An address under the rooms of staff that is no page, or a form too large, passes no guard. */
async function recognise(c: Context, shop: Shop): Promise<void> {
  if (c.get('staff') || !roomsOfStaffIn(c.req.path)) return
  const member = await signedIn(c, shop)
  if (member) c.set('staff', member)
}

/** Who reads an error page: staff are told about their role, and led to where their work begins. */
function readerOf(c: Context): { staff: boolean; officeHref?: string } {
  const staff: StaffMember | undefined = c.get('staff')
  const office = roomsOfStaffIn(c.req.path)
  if (!office) return { staff: staff !== undefined }
  // Without the database nobody is known: then the address tells whose room it is.
  const books = staff ? staff.role === 'accountant' : office === 'accountant'
  return { staff: staff !== undefined, officeHref: urlFor(books ? 'accountant' : 'admin') }
}

/** Staff read in their own language under one address; nobody's yet at the door. */
function staffLanguage(c: Context): Language | undefined {
  if (!roomsOfStaffIn(c.req.path)) return undefined
  return c.get('staff')?.language ?? doorLanguage(c)
}

function roomsOfStaffIn(path: string): string | undefined {
  return /^\/(admin|accountant)(?:\/|$)/.exec(path)?.[1]
}
