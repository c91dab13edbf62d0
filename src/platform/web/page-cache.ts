import { hash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Context, MiddlewareHandler } from 'hono'
import { type Language, languageOfPath } from '../i18n/languages.ts'
import { cartCountOf, withCartCount } from './cart-count.ts'
import { acceptedEncoding, compress, type Encoding } from './encoding.ts'
import { headersAreComplete } from './security-headers.ts'

type PageCacheOptions = {
  /** The headers of every answer (`securityHeaders`): a kept page passes no other middleware. */
  readonly headers: Readonly<Record<string, string>>
  /** The cart cookie's name on the wire. */
  readonly cartCookie: string
  /** The query parameters that pages know; others make no page of their own. */
  readonly query: readonly string[]
  /** Query parameters with too many values to keep a page for each: such a page is made anew each time. */
  readonly passing?: readonly string[]
  readonly maxPages?: number
  /** What pages show things of: the day (prices, what is on sale, VAT), or a part of it (when goods leave). */
  readonly today: () => string
  /** A steady clock in milliseconds. */
  readonly steadyNow?: () => number
}

/** Rendered pages that are the same for everybody, in memory. What they show ends with the shop's day, or by `flush` when it changes. */
export type PageCache = {
  /** In front of everything: answers a kept page at once. */
  readonly serve: MiddlewareHandler
  /** Beside a route whose page is the same for everybody: keeps what it renders. */
  readonly keep: MiddlewareHandler
  /** Forgets all pages; also those now being rendered from what was read before. */
  flush(): void
  /** Kept pages serve for 60 s more; nothing new is kept, because changes cannot be heard. */
  databaseAway(): void
  /** Changes may have been missed, so all pages are forgotten. */
  databaseBack(): void
  readonly size: number
  /** Another number after each change: what was read before is then out of date. */
  readonly generation: number
}

type Page = { language: Language; html: string; variants: Map<string, Variant> }
type Variant = { body: Buffer; etag: string; headers: Record<string, string> }

const graceMilliseconds = 60_000
const maxVariants = 12

export function openPageCache(options: PageCacheOptions): PageCache {
  const { maxPages = 500, today, steadyNow = () => performance.now() } = options
  const pages = new Map<string, Page>()
  let generation = 0
  let day = today()
  let awaySince: number | undefined

  const flush = () => {
    generation += 1
    pages.clear()
  }
  const flushAtTurn = () => {
    const now = today()
    if (now !== day) flush()
    day = now
  }
  const find = (key: string): Page | undefined => {
    flushAtTurn()
    if (awaySince !== undefined && steadyNow() - awaySince > graceMilliseconds) return
    const page = pages.get(key)
    // The most recently used stand last; the first is dropped when there is no more room.
    if (page && pages.size >= maxPages && pages.delete(key)) pages.set(key, page)
    return page
  }
  const store = (key: string, page: Page) => {
    pages.set(key, page)
    if (pages.size > maxPages) pages.delete(pages.keys().next().value as string)
  }

  return {
    serve: async (c, next) => {
      const key = c.req.method === 'GET' ? keyOf(c, options) : undefined
      const page = key === undefined ? undefined : find(key)
      return page ? answer(c, page, options) : next()
    },
    keep: async (c, next) => {
      const before = generation
      await next()
      if (c.req.method !== 'GET' || !isSameForEverybody(c.res)) return
      const html: string = c.get(handedOver) ?? (await c.res.text())
      const page = { language: languageOfPath(c.req.path), html, variants: new Map() }
      const key = keyOf(c, options)
      if (key !== undefined && generation === before && awaySince === undefined) store(key, page)
      c.res = undefined
      c.res = await answer(c, page, options)
      headersAreComplete(c)
    },
    flush,
    databaseAway() {
      awaySince ??= steadyNow()
      generation += 1
    },
    databaseBack() {
      awaySince = undefined
      flush()
    },
    get size() {
      return pages.size
    },
    get generation() {
      return generation
    },
  }
}

function isSameForEverybody(response: Response): boolean {
  return (
    response.status === 200 &&
    !response.headers.has('set-cookie') &&
    !response.headers.get('cache-control')?.includes('no-store') &&
    (response.headers.get('content-type')?.startsWith('text/html') ?? false)
  )
}

const handedOver = 'handed-over'

/** Gives the cache the page as text, so that it need not be read back out of the answer. */
export function handOver(c: Context, html: string): void {
  c.set(handedOver, html)
}

/** The path with the query parameters that pages know, in one order; undefined for a page that is not kept. */
function keyOf(c: Context, { query: known, passing = [] }: PageCacheOptions): string | undefined {
  const { path, url } = c.req
  if (!url.includes('?')) return path
  const query = new URL(url).searchParams
  if (passing.some((name) => query.has(name))) return undefined
  const kept = known
    .filter((name) => query.has(name))
    .map((name): [string, string] => [name, query.get(name) as string])
  return kept.length > 0 ? `${path}?${new URLSearchParams(kept)}` : path
}

function answer(c: Context, page: Page, options: PageCacheOptions): Response | Promise<Response> {
  const count = cartCountOf(cookieIn(header(c, 'cookie'), options.cartCookie))
  const encoding = acceptedEncoding(header(c, 'accept-encoding'))
  const variant = page.variants.get(`${count} ${encoding}`)
  return variant
    ? respond(c, variant)
    : makeVariant(page, count, encoding, options).then((made) => respond(c, made))
}

function respond(c: Context, { body, etag, headers }: Variant): Response {
  if (header(c, 'if-none-match') === etag) return new Response(null, { status: 304, headers })
  return new Response(body as Uint8Array<ArrayBuffer>, { headers })
}

async function makeVariant(
  page: Page,
  count: number,
  encoding: Encoding,
  options: PageCacheOptions,
): Promise<Variant> {
  const html = Buffer.from(withCartCount(page.html, count, page.language))
  const etag = `"${hash('sha256', html, 'base64url').slice(0, 16)}-${encoding}"`
  const body = await compress(html, encoding)
  const variant = { body, etag, headers: headersOf(etag, encoding, options) }
  if (page.variants.size < maxVariants) page.variants.set(`${count} ${encoding}`, variant)
  return variant
}

function headersOf(etag: string, encoding: Encoding, { headers }: PageCacheOptions): Record<string, string> {
  return {
    ...headers,
    'content-type': 'text/html; charset=UTF-8',
    'cache-control': 'private, no-cache',
    vary: 'accept-encoding, cookie',
    etag,
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  }
}

/** Node has the headers parsed already; asking the Request for them would build a Headers object for each hit. */
function header(c: Context, name: 'cookie' | 'accept-encoding' | 'if-none-match'): string | undefined {
  const incoming: IncomingMessage | undefined = c.env?.incoming
  return incoming ? incoming.headers[name] : c.req.header(name)
}

function cookieIn(cookies: string | undefined, name: string): string | undefined {
  return cookies
    ?.split(';')
    .map((cookie) => cookie.trim())
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1)
}
