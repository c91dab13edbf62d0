import { type Context, Hono } from 'hono'
import { type Product, product as productAt } from '../catalogue/products.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import {
  errorTexts,
  type FieldErrors,
  fieldError,
  type Parsed,
  parseForm,
  type Typed,
} from '../platform/web/forms.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { everyLanguage, type FormModel, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import * as cartCookies from './cart-cookies.ts'
import * as carts from './carts.ts'
import { addForm, changeForm, offeredWays, productForm, quantityForm } from './forms.ts'
import { overviewOf } from './overview.ts'
import { deliveryPrice } from './placing.ts'

type ProductPage = (c: Context, product: Product, form?: FormModel) => Promise<Response>

/** The cart: put in, change, take out. */
export function cartRoutes(shop: StorefrontShop, showProduct: ProductPage): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('cart'), (c) => cartPage(c, shop))
  // Where a page came back in answer to a form, its address is this; a reload must not end nowhere.
  for (const name of ['cartAdd', 'cartChange'] as const) {
    routes.on('GET', everyLanguage(name), (c) => c.redirect(urlFor('cart', languageOf(c)), 303))
  }
  routes.on('POST', everyLanguage('cartAdd'), (c) => add(c, shop, showProduct))
  routes.on('POST', everyLanguage('cartChange'), (c) => change(c, shop))
  return routes
}

async function add(c: Context, shop: StorefrontShop, showProduct: ProductPage): Promise<Response> {
  const product = await productOf(c, shop)
  const form = await parseForm(c, addForm(product))
  const asked = form.ok ? withinStock(product, form) : form
  if (!asked.ok) return showProduct(c, product, formModel(c, shop, asked))
  const { variant: variantId, words, quantity } = asked.value
  const token = cartCookies.tokenFor(c, shop.cookies)
  const pieces = await whereItFits(() => putIn(shop, token, { variantId, words, quantity }))
  if (pieces === undefined) {
    return showProduct(
      c,
      product,
      formModel(c, shop, { typed: form.typed, errors: { quantity: fieldError('errors.cartFull') } }),
    )
  }
  cartCookies.remember(c, shop.cookies, token, pieces)
  return c.redirect(`${urlFor('cart', languageOf(c))}?added=${variantId}`, 303)
}

async function productOf(c: Context, shop: StorefrontShop): Promise<Product> {
  const form = await parseForm(c, productForm)
  if (!form.ok) throw new NotFound()
  return productAt(shop.database.storefront.client.orm, languageOf(c), form.value.product)
}

type Asked = Parsed<{ variant: string; words: string | null; quantity: number }>

/** Nobody is promised what is not there; whoever orders first gets it all the same. */
function withinStock({ variants }: Product, form: Asked & { ok: true }): Asked {
  const { stock } = variants.find(({ id }) => id === form.value.variant)!
  if (stock === null || form.value.quantity <= stock) return form
  const [field, error] =
    stock === 0
      ? ['variant', fieldError('stock.out')]
      : ['quantity', fieldError('errors.stock', { left: stock })]
  return {
    ok: false,
    typed: form.typed,
    errors: { [field as string]: error as ReturnType<typeof fieldError> },
  }
}

function putIn(shop: StorefrontShop, token: string, item: Parameters<typeof carts.add>[2]): Promise<number> {
  return withPurpose(shop.database.storefront, 'website', 'guest', async (tx) => {
    await carts.keep(tx, token)
    return tx.under('order-contract', async (own) => {
      await carts.add(own, token, item)
      return carts.count(own, token)
    })
  })
}

/** Undefined where the cart holds as much as one can order. */
async function whereItFits<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Conflict && error.code === 'cart-full') return undefined
    throw error
  }
}

async function change(c: Context, shop: StorefrontShop): Promise<Response> {
  const token = cartCookies.tokenIn(c, shop.cookies)
  const form = await parseForm(c, changeForm)
  if (!token || !form.ok) throw new NotFound()
  const { line, action } = form.value
  if (action === 'remove') {
    await withPurpose(shop.database.storefront, 'website', 'guest', (tx) => carts.remove(tx, token, line))
    return c.redirect(urlFor('cart', languageOf(c)), 303)
  }
  const quantity = await parseForm(c, quantityForm)
  if (!quantity.ok) return refused(c, shop, line, quantity)
  const left = await setQuantity(shop, token, line, quantity.value.quantity)
  if (left === 'done') return c.redirect(urlFor('cart', languageOf(c)), 303)
  const error = left === 'full' ? fieldError('errors.cartFull') : fieldError('errors.stock', { left })
  return refused(c, shop, line, { typed: quantity.typed, errors: { quantity: error } })
}

/** How many are left where that is fewer than asked for. Throws NotFound for a line of another cart. */
async function setQuantity(
  shop: StorefrontShop,
  token: string,
  lineId: string,
  quantity: number,
): Promise<'done' | 'full' | number> {
  const done = await whereItFits(() =>
    withPurpose(shop.database.storefront, 'order-contract', 'guest', async (tx) => {
      const line = (await carts.lines(tx, token, 'lv')).find(({ id }) => id === lineId)
      if (!line) throw new NotFound()
      if (line.stock !== null && quantity > line.stock) return line.stock
      await carts.change(tx, token, lineId, quantity)
      await carts.count(tx, token)
      return 'done' as const
    }),
  )
  return done ?? 'full'
}

function refused(
  c: Context,
  shop: StorefrontShop,
  line: string,
  form: { typed: Typed; errors: FieldErrors },
): Promise<Response> {
  const error = errorTexts(form.errors, shop.t(languageOf(c))).quantity ?? ''
  return cartPage(c, shop, { status: 422, wrong: { line, error, typed: String(form.typed.quantity ?? '') } })
}

interface Shown {
  readonly status?: 200 | 409 | 422
  /** What happened, as a text. */
  readonly changed?: string
  readonly wrong?: { readonly line: string; readonly error: string; readonly typed: string }
}

/** The cart as it stands now; `shown` says why it is shown in answer to something else. */
export async function cartPage(
  c: Context,
  shop: StorefrontShop,
  { status = 200, changed, wrong }: Shown = {},
): Promise<Response> {
  c.header('cache-control', 'no-store')
  const language = languageOf(c)
  const token = cartCookies.tokenIn(c, shop.cookies)
  const lines = token
    ? await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
        carts.review(tx, token, language),
      )
    : []
  if (token) {
    const pieces = lines.reduce((total, { quantity }) => total + quantity, 0)
    cartCookies.recount(c, shop.cookies, token, pieces)
  }
  const sold = lines.filter((line) => line.changed?.kind !== 'gone')
  const totals = overviewOf(sold, shop.known().settings, shop.clock.today())
  return shop.show(
    c,
    'storefront/checkout/cart',
    { name: 'cart' },
    {
      changed,
      added: lines.find(({ variantId }) => variantId === c.req.query('added'))?.name,
      lines: lines.map((line) => ({ ...lineModel(c, shop, line), ...(line.id === wrong?.line && wrong) })),
      totals,
      deliveryFrom: sold.length > 0 ? cheapestDelivery(shop, totals.goods) : undefined,
    },
    status,
  )
}

/** A line of the cart for the templates. */
export function lineModel(c: Context, shop: StorefrontShop, line: carts.ReviewedLine) {
  const { id, name, label, slug, picture, words, quantity, priceCents, stock, changed } = line
  return {
    id,
    name,
    variant: label,
    slug,
    picture,
    words: words === null ? [] : [{ label: shop.t(languageOf(c))('product.words'), text: words }],
    madeToOrder: words !== null,
    quantity,
    price: priceCents,
    total: quantity * priceCents,
    maxQuantity: Math.min(stock ?? carts.mostPieces, carts.mostPieces),
    changed,
  }
}

function cheapestDelivery(shop: StorefrontShop, goodsCents: number): number | undefined {
  const { settings } = shop.known()
  const prices = offeredWays(settings).map((way) => deliveryPrice(settings.delivery, way, goodsCents))
  return prices.length > 0 ? Math.min(...prices) : undefined
}

export function formModel(
  c: Context,
  shop: StorefrontShop,
  form: { typed: Typed; errors: FieldErrors },
): FormModel {
  return { values: form.typed, errors: errorTexts(form.errors, shop.t(languageOf(c))) }
}
