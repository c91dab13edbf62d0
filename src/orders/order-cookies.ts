import type { Context } from 'hono'
import { isToken } from '../platform/keys.ts'
import type { Cookies } from '../platform/web/cookies.ts'

const days120 = 120 * 24 * 60 * 60
const mostKeys = 5

/** The secrets of order pages that this browser opened, the newest first. */
export function secretsIn(c: Context, cookies: Cookies): string[] {
  return (cookies.get(c, 'order') ?? '').split('.').filter(isToken).slice(0, mostKeys)
}

/** Remembers one more secret; the oldest is dropped. */
export function remember(c: Context, cookies: Cookies, secret: string): void {
  const others = secretsIn(c, cookies).filter((known) => known !== secret)
  const kept = [secret, ...others].slice(0, mostKeys)
  cookies.set(c, 'order', kept.join('.'), { maxAge: days120 })
}
