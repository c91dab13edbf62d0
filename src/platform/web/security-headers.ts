import type { Context, MiddlewareHandler } from 'hono'

type SecurityOptions = {
  /** The origin customers see; undefined while trying the shop out on one machine. */
  readonly publicUrl: string | undefined
  /** Origins beside our own that a form may lead to (Chromium follows the redirect after a POST, too). */
  readonly formAction?: readonly string[]
}

/** The headers of every answer, as a plain record: the page cache sends them without going through middleware. */
export function securityHeaders({ publicUrl, formAction = [] }: SecurityOptions): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(formAction),
    'x-content-type-options': 'nosniff',
    // Not `no-referrer`: under it browsers send `Origin: null` with our own forms.
    'referrer-policy': 'same-origin',
    'permissions-policy':
      'accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(publicUrl?.startsWith('https:') ? { 'strict-transport-security': 'max-age=63072000' } : {}),
  }
}

/** Puts the headers on every answer, errors included. An answer that sets a policy itself is a download with a stricter one. */
export function withSecurityHeaders(headers: Readonly<Record<string, string>>): MiddlewareHandler {
  const entries = Object.entries(headers)
  return async (c, next) => {
    await next()
    if (c.get(complete)) return
    // Not by `c.header`, which would make a whole new answer for each of them.
    const sent = c.res.headers
    const own = sent.get('content-security-policy')
    for (const [name, value] of entries) sent.set(name, value)
    if (own) sent.set('content-security-policy', own)
  }
}

const complete = 'complete-headers'

/** The answer has the headers of every answer already. */
export function headersAreComplete(c: Context): void {
  c.set(complete, true)
}

/** The policy of a page that holds another page of ours in a frame. */
export function framingPolicy(): string {
  return `${contentSecurityPolicy([])}; frame-src 'self'`
}

function contentSecurityPolicy(formAction: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    ["form-action 'self'", ...formAction].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')
}
