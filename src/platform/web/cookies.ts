import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/** Every cookie the shop may set, and why none of them needs consent (ePrivacy art. 5(3): asked for by the visitor). */
const reasons = {
  cart: 'what the visitor put into the cart',
  order: 'opens the order pages after a link from a mail',
  'my-data': 'the page with a person’s own data, opened by a link from a mail',
  staff: 'the session of a signed-in member of staff',
} as const

export type CookieName = keyof typeof reasons

export type Cookies = {
  /** The name on the wire: `__Host-cart` where the shop is served over https. */
  nameOf(name: CookieName): string
  get(c: Context, name: CookieName): string | undefined
  /** `maxAge` in seconds; without it the cookie ends with the browser. Throws on anything but token characters. */
  set(c: Context, name: CookieName, value: string, options?: { maxAge?: number }): void
  remove(c: Context, name: CookieName): void
  /** All names as they may appear in Set-Cookie. */
  readonly names: readonly string[]
}

/** The only way to set a cookie: Secure and `__Host-` where customers come by https, always HttpOnly and Lax. */
export function openCookies({ publicUrl }: { publicUrl: string | undefined }): Cookies {
  const secure = publicUrl?.startsWith('https:') ?? false
  const nameOf = (name: CookieName) => (secure ? `__Host-${name}` : name)
  const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const
  return {
    nameOf,
    get: (c, name) => getCookie(c, nameOf(name)),
    set(c, name, value, { maxAge } = {}) {
      if (!/^[\w.~-]{1,512}$/.test(value)) throw new TypeError(`cookie ${name}: not a token`)
      setCookie(c, nameOf(name), value, maxAge === undefined ? attributes : { ...attributes, maxAge })
    },
    remove: (c, name) => {
      deleteCookie(c, nameOf(name), attributes)
    },
    names: (Object.keys(reasons) as CookieName[]).map(nameOf),
  }
}
