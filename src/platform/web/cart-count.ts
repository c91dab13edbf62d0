import type { Language } from '../i18n/languages.ts'
import { translator } from '../i18n/messages.ts'

/** Where layouts hold the place of the number of goods in the cart; a page without a cart keeps the comment. */
const mark = '<!--cart-count-->'

/** The count that a cart cookie (`<token>.<count>`) says, 0 for none. For display only: the cart itself is the truth. */
export function cartCountOf(cookie: string | undefined): number {
  const count = cookie && /\.(\d{1,4})$/.exec(cookie)?.[1]
  return count ? Number(count) : 0
}

/** Puts the count into a rendered page: the figure for the eye, the words for those who listen. */
export function withCartCount(html: string, count: number, language: Language): string {
  if (count === 0 || !html.includes(mark)) return html
  const words = translator(language)('site.cartCount', { count })
  return html.replace(
    mark,
    ` <span class="count"><span aria-hidden="true">${count}</span><span class="visually-hidden">${words}</span></span>`,
  )
}
