import type { Context } from 'hono'
import { cheapest, type Quote } from '../delivery/quotes.ts'
import { toldBefore } from '../payments/ways-told.ts'
import { locales } from '../platform/i18n/languages.ts'
import { errorTexts, type FieldErrors, type Typed } from '../platform/web/forms.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { type FormModel, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import * as cartCookies from './cart-cookies.ts'
import * as carts from './carts.ts'
import { deliveryFrom, missingToFree, missingToOrder, quotesFor } from './deliveries.ts'
import type { Discount } from './discount-shares.ts'
import { overviewOf } from './overview.ts'
import { isMade } from './placing.ts'
import { artworkModel } from './storefront-artwork.ts'
import { refusedWays } from './storefront-refused-ways.ts'

interface Shown {
  readonly status?: 200 | 409 | 422
  /** What happened, as a text. */
  readonly changed?: string
  /** What is wrong with a line; one that is no longer there is said to be gone. */
  readonly wrong?: { readonly line: string; readonly error: string; readonly typed: string }
  /** The code's form that came back. */
  readonly form?: FormModel
}

/** The cart as it stands now; `shown` says why it is shown in answer to something else. */
export async function cartPage(
  c: Context,
  shop: StorefrontShop,
  { status = 200, changed, wrong, form = { values: {}, errors: {} } }: Shown = {},
): Promise<Response> {
  c.header('cache-control', 'no-store')
  const { lines, discount } = await reviewedCart(c, shop)
  const lost = wrong !== undefined && !lines.some(({ id }) => id === wrong.line)
  const sold = lines.filter((line) => line.changed?.kind !== 'gone')
  const totals = overviewOf(sold, shop.known().settings, shop.clock.today())
  const missing = missingToOrder(totals.goods, shop.known().settings)
  return shop.show(
    c,
    'storefront/checkout/cart',
    { name: 'cart' },
    {
      changed: lost ? shop.t(languageOf(c))('cart.lineGone') : changed,
      form,
      added: lines.find(({ variantId }) => variantId === c.req.query('added'))?.name,
      lines: lines.map((line) => ({ ...lineModel(c, shop, line), ...(line.id === wrong?.line && wrong) })),
      blocked: sold.length < lines.length,
      totals,
      discount: discountModel(c, shop, discount),
      minimum: missing > 0 && sold.length > 0 ? { missing } : undefined,
      before: toldBefore(shop, languageOf(c), { made: sold.some(isMade) }),
      ...(sold.length > 0 && (await estimateModel(c, shop, { lines: sold, discount }, totals.total))),
    },
    lost ? 409 : status,
  )
}

/** What lies in the visitor's cart, with the number beside its link put right. */
export async function reviewedCart(
  c: Context,
  shop: StorefrontShop,
): Promise<carts.Contents<carts.ReviewedLine>> {
  const token = cartCookies.tokenIn(c, shop.cookies)
  if (!token) return { lines: [], discount: undefined }
  const found = await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
    carts.review(tx, token, languageOf(c)),
  )
  const pieces = found.lines.reduce((total, { quantity }) => total + quantity, 0)
  cartCookies.recount(c, shop.cookies, token, pieces)
  return found
}

/** A line of the cart for the templates. */
export function lineModel(c: Context, shop: StorefrontShop, line: carts.ReviewedLine) {
  const { id, name, label, slug, words, quantity, priceCents, stock, changed } = line
  const language = line.language === languageOf(c) ? undefined : line.language
  return {
    id,
    name,
    variant: label,
    language,
    // What is not on sale has no page.
    href: line.published && slug !== null ? urlFor('product', line.language, { slug }) : undefined,
    picture: line.picture && { ...line.picture, language },
    words: words === null ? [] : [{ label: shop.t(languageOf(c))('product.words'), text: words }],
    artwork: artworkModel(c, shop, line),
    madeToOrder: words !== null || line.artwork !== null,
    quantity,
    price: priceCents,
    total: quantity * priceCents,
    maxQuantity: Math.min(stock ?? carts.mostPieces, carts.mostPieces),
    tier: tierInReach(line),
    changed,
    gone: changed?.kind === 'gone',
  }
}

/** The next lower price, where a few more pieces reach it and there are so many. */
function tierInReach({ nextTier, pieces, stock, priceCents }: carts.CartLine): carts.CartLine['nextTier'] {
  if (!nextTier || nextTier.priceCents >= priceCents) return null
  const near = nextTier.from - pieces <= Math.max(5, pieces)
  return near && (stock === null || stock >= nextTier.from) ? nextTier : null
}

/** The code in the cart: what it takes off, or why nothing. */
export function discountModel(c: Context, shop: StorefrontShop, discount: Discount | undefined) {
  if (!discount) return undefined
  const { code, problem, missingCents = 0 } = discount
  const missing = shop.formats(languageOf(c)).money(missingCents)
  return { code, problem: problem && shop.t(languageOf(c))(`discount.problem.${problem}`, { missing }) }
}

/** What delivery will cost and when it comes, to the country that is asked for. */
async function estimateModel(c: Context, shop: StorefrontShop, contents: carts.Contents, goodsCents: number) {
  const { settings } = shop.known()
  const { countries } = settings.delivery
  const country = countries.find((one) => one === c.req.query('to')) ?? countries[0]!
  const to = { country }
  const all = await quotesFor(contents, settings, await deliveryFrom(shop.clock, settings), to)
  const kinds = Map.groupBy(all, ({ kind }) => kind)
  return {
    estimates: [...kinds].map(([kind, quotes]) => ({
      kind,
      price: cheapest(quotes),
      from: new Set(quotes.map(({ priceCents }) => priceCents)).size > 1,
      days: spanOf(c, earliest(quotes)),
    })),
    refused: await refusedWays(c, shop, contents.lines, to),
    countries: countries.length > 1 ? countryOptions(c, countries) : undefined,
    to: { values: { to: country }, errors: {} },
    free: missingToFree(all, goodsCents),
  }
}

function earliest(quotes: readonly Quote[]): Quote['arrives'] {
  return quotes.reduce((one, other) => (other.arrives.until < one.arrives.until ? other : one)).arrives
}

/** Days as one says them, on one line: 24–25 November. */
export function spanOf(c: Context, { from, until }: Quote['arrives']): string {
  const format = new Intl.DateTimeFormat(locales[languageOf(c)], {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  // A line may break before the days, never within them: every blank is kept, and nothing parts after the dash.
  return format
    .formatRange(new Date(from), new Date(until))
    .replaceAll(/\s/g, '\u00a0')
    .replace('–', '–\u2060')
}

/** Countries by name, for a select. */
export function countryOptions(c: Context, countries: readonly string[]) {
  const names = new Intl.DisplayNames(languageOf(c), { type: 'region' })
  return countries.map((value) => ({ value, label: names.of(value) ?? value }))
}

/** A form that came back, with its errors in the visitor's language. */
export function formModel(
  c: Context,
  shop: StorefrontShop,
  form: { typed: Typed; errors: FieldErrors },
): FormModel {
  return { values: form.typed, errors: errorTexts(form.errors, shop.t(languageOf(c))) }
}
