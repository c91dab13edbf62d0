import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { Forbidden } from '../errors.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
const requestIds = new WeakMap<Request, string>()

/** The id that a person reads on an error page and the log carries. Made when first asked for. */
export function requestIdOf(c: Context): string {
  let id = requestIds.get(c.req.raw)
  if (!id) {
    id = randomUUID()
    requestIds.set(c.req.raw, id)
  }
  return id
}

/** 405 for a method that no page has, told before anybody asks where it comes from. */
export function knownMethods(): MiddlewareHandler {
  return async (c, next) => {
    if (!['GET', 'HEAD', 'POST'].includes(c.req.method))
      return c.text('405 Method Not Allowed\n', 405, { allow: 'GET, HEAD, POST' })
    await next()
  }
}

/**
 * Lets only our own pages change anything. What a browser says of a request's source is compared with PUBLIC_URL,
 * with the Host header only where none is set. A browser that says nothing at all is refused: every one since 2020
 * sends Origin with a POST, and an order must not depend on a header that an old proxy strips silently.
 */
export function sameOrigin({
  publicUrl,
  host,
  fromAnywhere,
}: {
  publicUrl: string | undefined
  /** What the shop listens on: a name that may be asked for while there is no public address. */
  host?: string
  /** Places whose address is its own proof, and which do one harmless thing. */
  fromAnywhere?: RegExp
}): MiddlewareHandler {
  const own = publicUrl && new URL(publicUrl).origin
  return async (c, next) => {
    const changes = !safeMethods.has(c.req.method) && !fromAnywhere?.test(c.req.path)
    if (changes && !isOwn(c, own, host)) throw new Forbidden('foreign origin')
    await next()
  }
}

function isOwn(c: Context, own: string | undefined, host: string | undefined): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site === 'cross-site' || site === 'same-site') return false
  const source = c.req.header('origin') ?? c.req.header('referer')
  // `none` and `same-origin` are the browser's own word, which a page cannot forge.
  if (source === undefined) return site !== undefined
  if (own !== undefined) return originOf(source) === own
  return hostOf(source) === hostAsked(c) && isNear(hostAsked(c), host)
}

/** A foreign name that leads here (DNS rebinding) brings its own matching Origin: only names that nobody else can own. */
function isNear(asked: string, host: string | undefined): boolean {
  const name = URL.parse(`http://${asked}`)?.hostname ?? ''
  return name.startsWith('[') || isIP(name) > 0 || name === 'localhost' || name === host?.toLowerCase()
}

function originOf(source: string): string | undefined {
  return URL.parse(source)?.origin
}

function hostOf(source: string): string | undefined {
  return URL.parse(source)?.host
}

function hostAsked(c: Context): string {
  return (c.req.header('host') ?? new URL(c.req.url).host).toLowerCase()
}

type BodyOptions = {
  /** Largest form in bytes. */
  readonly maxBytes?: number
  /** The only places that take files, each with its own limit. */
  readonly uploads?: readonly { readonly path: RegExp; readonly maxBytes: number }[]
}

/** Forms only, and not too large (413), whether their length is declared or chunked; files only where declared (415). */
export function acceptForms({ maxBytes = 64 * 1024, uploads = [] }: BodyOptions = {}): MiddlewareHandler {
  const forms = bodyOf('application/x-www-form-urlencoded', maxBytes)
  const files = uploads.map(({ path, maxBytes }) => ({ path, take: bodyOf('multipart/form-data', maxBytes) }))
  return (c, next) => {
    if (safeMethods.has(c.req.method)) return next()
    const upload = isMultipart(c) && files.find(({ path }) => path.test(c.req.path))
    return upload ? upload.take(c, next) : forms(c, next)
  }
}

function isMultipart(c: Context): boolean {
  return contentTypeOf(c) === 'multipart/form-data'
}

function contentTypeOf(c: Context): string | undefined {
  return c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
}

function bodyOf(type: string, maxBytes: number): MiddlewareHandler {
  const tooLarge = () => {
    throw new HTTPException(413)
  }
  const counted = bodyLimit({ maxSize: maxBytes, onError: tooLarge })
  return async (c, next) => {
    if (contentTypeOf(c) !== type) throw new HTTPException(415)
    const length = c.req.header('content-length')
    // A declared length is enforced by node's parser, so the body need not be read here.
    if (length === undefined || c.req.header('transfer-encoding')) return counted(c, next)
    if (!(Number(length) <= maxBytes)) tooLarge()
    await next()
  }
}

/** 400 for an address that cannot be decoded or holds a NUL, which PostgreSQL refuses to store or compare. */
export function decodableAddress(): MiddlewareHandler {
  return (c, next) => {
    const start = c.req.url.indexOf('/', 8)
    if (c.req.url.includes('%', start) && !isDecodable(c.req.url.slice(start))) throw new HTTPException(400)
    return next()
  }
}

/** One address for one page: `/en/` is `/en`. What begins with two slashes would name another host: it is nothing here. */
export function withoutLastSlash(): MiddlewareHandler {
  return (c, next) => {
    const { path, method, url } = c.req
    const reads = method === 'GET' || method === 'HEAD'
    if (!reads || !/^\/[^/\\].*\/$/.test(path)) return next()
    return Promise.resolve(c.redirect(path.replace(/\/+$/, '') + new URL(url).search, 301))
  }
}

function isDecodable(text: string): boolean {
  try {
    return !decodeURIComponent(text).includes('\0')
  } catch {
    return false
  }
}
