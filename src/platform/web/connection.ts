import type { Context } from 'hono'

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

/** Where the connection comes from; none where a request is handed over within the process. */
function socketAddress(c: Context): string | undefined {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  return env?.incoming?.socket?.remoteAddress
}
