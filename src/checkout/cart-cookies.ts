import type { Context } from 'hono'
import { isToken, token } from '../platform/keys.ts'
import { cartCountOf } from '../platform/web/cart-count.ts'
import type { Cookies } from '../platform/web/cookies.ts'

const thirtyDays = 30 * 24 * 60 * 60
const mostShown = 9999

/** The cart's token that this visitor brought, if it has the shape of one. */
export function tokenIn(c: Context, cookies: Cookies): string | undefined {
  const [bearer = ''] = cookies.get(c, 'cart')?.split('.') ?? []
  return isToken(bearer) ? bearer : undefined
}

/** The token to put goods under: the visitor's own, or a new one. */
export function tokenFor(c: Context, cookies: Cookies): string {
  return tokenIn(c, cookies) ?? token()
}

/** Lets the visitor keep the token, with the number of pieces for the eye (`<token>.<pieces>`). */
export function remember(c: Context, cookies: Cookies, bearer: string, pieces: number): void {
  cookies.set(c, 'cart', `${bearer}.${Math.min(pieces, mostShown)}`, { maxAge: thirtyDays })
}

/** The same where the number has changed. */
export function recount(c: Context, cookies: Cookies, bearer: string, pieces: number): void {
  if (cartCountOf(cookies.get(c, 'cart')) !== pieces) remember(c, cookies, bearer, pieces)
}
