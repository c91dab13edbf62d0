import { type Context, Hono } from 'hono'
import { type Product, product as productAt } from '../catalogue/products.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { fewUploads } from '../platform/web/few-uploads.ts'
import {
  errorTexts,
  type FieldErrors,
  fieldError,
  type Parsed,
  parseForm,
  type Typed,
} from '../platform/web/forms.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { everyLanguage, type FormModel, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import * as cartArtwork from './cart-artwork.ts'
import * as cartCookies from './cart-cookies.ts'
import * as carts from './carts.ts'
import * as discounts from './discounts.ts'
import { addForm, changeForm, discountForm, productForm, quantityForm } from './forms.ts'
import { type Orderable, orderable } from './goods.ts'
import { artworkPicture, sentArtwork } from './storefront-artwork.ts'
import { cartPage, formModel } from './storefront-cart-page.ts'

/** Files of up to 24 MB, held in memory while they are looked at. */
const mostUploads = 6

type ProductPage = (c: Context, product: Product, form?: FormModel) => Promise<Response>

/** The cart: put in, change, take out, and the code that takes something off its price. */
export function cartRoutes(shop: StorefrontShop, showProduct: ProductPage): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('cart'), (c) => cartPage(c, shop))
  // Where a page came back in answer to a form, its address is this; a reload must not end nowhere.
  for (const name of ['cartAdd', 'cartChange', 'cartDiscount'] as const) {
    routes.on('GET', everyLanguage(name), toCart)
  }
  const few = fewUploads(mostUploads)
  routes.on('POST', everyLanguage('cartAdd'), few, (c) => add(c, shop, showProduct))
  routes.on('POST', everyLanguage('cartChange'), (c) => change(c, shop))
  routes.on('GET', everyLanguage('cartArtwork'), (c) => artworkPicture(c, shop))
  routes.on('POST', everyLanguage('cartDiscount'), (c) => discount(c, shop))
  return routes
}

function toCart(c: Context): Response {
  return c.redirect(urlFor('cart', languageOf(c)), 303)
}

async function add(c: Context, shop: StorefrontShop, showProduct: ProductPage): Promise<Response> {
  const asked = await parseForm(c, productForm)
  if (!asked.ok) throw new NotFound()
  const reader = shop.database.storefront.client.orm
  const slug = asked.value.product
  const goods = await orderable(reader, languageOf(c), slug)
  const parsed = await parseForm(c, addForm(goods))
  const form = parsed.ok ? withinStock(goods, parsed) : parsed
  const back = async (typed: Typed, errors: FieldErrors) =>
    showProduct(c, await productAt(reader, languageOf(c), slug), formModel(c, shop, { typed, errors }))
  if (!form.ok) return back(form.typed, form.errors)
  const { artwork, errors } = await sentArtwork(c, shop, goods, form.value.words)
  if (errors) return back(form.typed, errors)

  const token = cartCookies.tokenFor(c, shop.cookies)
  const put = await whereItFits(() =>
    inCart(shop, async (tx) => {
      const added = await carts.add(tx, token, { ...form.value, apart: artwork !== undefined })
      if (artwork) await cartArtwork.attach(tx, token, added.lineId, artwork)
      return added
    }),
  )
  if (put === 'artwork-full') return back(form.typed, { artwork: fieldError('errors.artworkFull') })
  if (put === 'cart-full') return back(form.typed, { quantity: fieldError('errors.cartFull') })
  cartCookies.remember(c, shop.cookies, token, put.pieces)
  return c.redirect(`${urlFor('cart', languageOf(c))}?added=${form.value.variant}`, 303)
}

type Asked = Parsed<{ variant: string; variantId: string; words: string | null; quantity: number }>

/** Nobody is promised what is not there; whoever orders first gets it all the same. */
function withinStock(
  { variants }: Orderable,
  form: Parsed<{ variant: string; words: string | null; quantity: number }> & { ok: true },
): Asked {
  const { variant, quantity } = form.value
  const { stock } = variants.find(({ id }) => id === variant)!
  if (stock === null || quantity <= stock) return { ...form, value: { ...form.value, variantId: variant } }
  const errors: FieldErrors =
    stock === 0
      ? { variant: fieldError('stock.out') }
      : { quantity: fieldError('errors.stock', { left: stock }) }
  return { ok: false, typed: form.typed, errors }
}

function inCart<T>(shop: StorefrontShop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.storefront, 'order-contract', 'guest', work)
}

/** Why not, where the cart holds as much as one can order, or as many files as it takes. */
async function whereItFits<T>(work: () => Promise<T>): Promise<T | 'cart-full' | 'artwork-full'> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    if (error.code === 'cart-full' || error.code === 'artwork-full') return error.code
    throw error
  }
}

async function change(c: Context, shop: StorefrontShop): Promise<Response> {
  const token = cartCookies.tokenIn(c, shop.cookies)
  const form = await parseForm(c, changeForm)
  if (!form.ok) throw new NotFound()
  const { line, action } = form.value
  if (action === 'remove') {
    if (token) await inCart(shop, (tx) => carts.change(tx, token, line, 0))
    return toCart(c)
  }
  const quantity = await parseForm(c, quantityForm)
  if (!quantity.ok) return refused(c, shop, line, quantity)
  const left = token ? await changed(shop, token, line, quantity.value.quantity) : 'gone'
  if (left === null) return toCart(c)
  if (left === 'gone') return refused(c, shop, line, { typed: quantity.typed, errors: {} })
  const error =
    typeof left === 'string' ? fieldError('errors.cartFull') : fieldError('errors.stock', { left })
  return refused(c, shop, line, { typed: quantity.typed, errors: { quantity: error } })
}

/** As `carts.change`; `gone`: ordered or taken out in another tab, or never this visitor's. */
async function changed(shop: StorefrontShop, token: string, line: string, quantity: number) {
  try {
    return await whereItFits(() => inCart(shop, (tx) => carts.change(tx, token, line, quantity)))
  } catch (error) {
    if (error instanceof NotFound) return 'gone'
    throw error
  }
}

/** The cart with what is wrong with a line; where the line is gone, that. */
function refused(
  c: Context,
  shop: StorefrontShop,
  line: string,
  form: { typed: Typed; errors: FieldErrors },
): Promise<Response> {
  const error = errorTexts(form.errors, shop.t(languageOf(c))).quantity ?? ''
  return cartPage(c, shop, { status: 422, wrong: { line, error, typed: String(form.typed.quantity ?? '') } })
}

async function discount(c: Context, shop: StorefrontShop): Promise<Response> {
  const token = cartCookies.tokenIn(c, shop.cookies)
  const form = await parseForm(c, discountForm)
  if (!token || !form.ok) return toCart(c)
  const { action, code } = form.value
  if (action === 'remove') {
    await inCart(shop, (tx) => discounts.takeOut(tx, token))
    return toCart(c)
  }
  if (code.trim() === '') return codeRefused(c, shop, form.typed, fieldError('errors.required'))
  const entered = await inCart(shop, (tx) => discounts.enter(tx, token, code))
  return entered === 'taken'
    ? toCart(c)
    : codeRefused(c, shop, form.typed, fieldError(`discount.problem.${entered}`))
}

function codeRefused(
  c: Context,
  shop: StorefrontShop,
  typed: Typed,
  error: ReturnType<typeof fieldError>,
): Promise<Response> {
  return cartPage(c, shop, { status: 422, form: formModel(c, shop, { typed, errors: { code: error } }) })
}
