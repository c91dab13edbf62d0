import type { Context, MiddlewareHandler } from 'hono'
import type { Log } from '../log.ts'

/**
 * The address a request came from, for counting attempts together. The shop speaks no TLS itself: behind an https
 * PUBLIC_URL stands a proxy, and the last entry of X-Forwarded-For is the one that proxy wrote. Without it the header is
 * anybody's word.
 */
export function connectionOf(c: Context, { publicUrl }: { readonly publicUrl: string | undefined }): string {
  const forwarded = publicUrl?.startsWith('https:')
    ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
    : undefined
  return forwarded || socketAddress(c) || 'unknown'
}

/** Says once in the log that the proxy does not tell visitors apart: then one of them can spend what all may try. */
export function warnOfProxy(
  { publicUrl }: { readonly publicUrl: string | undefined },
  log: Log,
): MiddlewareHandler {
  let told = !publicUrl?.startsWith('https:')
  return (c, next) => {
    if (!told && !c.req.header('x-forwarded-for')) {
      told = true
      log.warn('the proxy sends no X-Forwarded-For: all visitors count as one (README, Behind a TLS proxy)')
    }
    return next()
  }
}

/** Where the connection comes from; none where a request is handed over within the process. */
function socketAddress(c: Context): string | undefined {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  return env?.incoming?.socket?.remoteAddress
}
