import { type Context, Hono } from 'hono'
import * as cartCookies from '../checkout/cart-cookies.ts'
import * as carts from '../checkout/carts.ts'
import * as invoices from '../invoicing/invoices.ts'
import { transferCode, transferPicture } from '../payments/transfer-code.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { cents } from '../platform/money.ts'
import { errorTexts, parseForm } from '../platform/web/forms.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { everyLanguage, isId, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import * as orders from './find.ts'
import { proofForm } from './guest-forms.ts'
import * as keys from './keys.ts'
import * as orderCookies from './order-cookies.ts'
import * as proofs from './proofs.ts'
import { openedOrder, orderPage, transferFacts } from './storefront-page.ts'

/** An order in its buyer's hands: behind the link of a mail, or in the browser that ordered. */
export function orderRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('orderOpen'), (c) => open(c, shop))
  routes.on('GET', everyLanguage('order'), async (c) => orderPage(c, shop, await openedOrder(c, shop)))
  routes.on('GET', everyLanguage('orderDocument'), (c) => document(c, shop))
  routes.on('GET', everyLanguage('orderTransfer'), (c) => transfer(c, shop))
  routes.on('POST', everyLanguage('orderAgain'), (c) => again(c, shop))
  routes.on('GET', everyLanguage('proofPicture'), (c) => proofPicture(c, shop))
  routes.on('GET', everyLanguage('proof'), async (c) => {
    // The address of a form that came back: a reload leads to the order.
    const id = await openedOrder(c, shop, 'orderId')
    return c.redirect(urlFor('order', languageOf(c), { id }), 303)
  })
  routes.on('POST', everyLanguage('proof'), (c) => answerProof(c, shop))
  return routes
}

/** The secret leaves the address bar at once; a mail program that opens the link by itself uses nothing up. */
async function open(c: Context, shop: StorefrontShop): Promise<Response> {
  c.header('cache-control', 'no-store')
  const secret = c.req.param('token') ?? ''
  const id = await keys.opens(shop.database.storefront.client.orm, secret)
  if (!id) return shop.show(c, 'storefront/orders/link-expired', { name: 'home' }, {}, 410)
  orderCookies.remember(c, shop.cookies, secret)
  return c.redirect(urlFor('order', languageOf(c), { id }), 303)
}

async function document(c: Context, shop: StorefrontShop): Promise<Response> {
  const id = await openedOrder(c, shop)
  const found = await withPurpose(shop.database.storefront, 'order-contract', 'guest', async (tx) => {
    const invoice = (await invoices.ofOrder(tx, id)).find((one) => one.id === c.req.param('invoiceId'))
    return invoice && { ...invoice, bytes: await invoices.document(tx, invoice.id) }
  })
  if (!found) throw new NotFound()
  if (!found.bytes) {
    c.header('retry-after', '5')
    return shop.show(
      c,
      'storefront/orders/document-pending',
      { name: 'order', params: { id } },
      { orderId: id },
      503,
    )
  }
  return c.body(new Uint8Array(found.bytes), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="${found.number.replace(/[^\w.-]/g, '-')}.pdf"`,
  })
}

/** The transfer as a code for the bank's app. */
async function transfer(c: Context, shop: StorefrontShop): Promise<Response> {
  const { amountCents, reference } = await transferFacts(shop, await openedOrder(c, shop))
  const { bank } = shop.known().settings
  if (amountCents <= 0) throw new NotFound()
  const code = transferCode({
    name: bank.accountHolder,
    iban: bank.iban,
    amountCents: cents(amountCents),
    reference,
  })
  const svg = await transferPicture(code, shop.t(languageOf(c))('payment.code'))
  return c.body(svg, 200, { 'content-type': 'image/svg+xml' })
}

/** Puts the same goods into the cart once more, as far as they can still be bought. */
async function again(c: Context, shop: StorefrontShop): Promise<Response> {
  const id = await openedOrder(c, shop)
  const token = cartCookies.tokenFor(c, shop.cookies)
  const pieces = await withPurpose(shop.database.storefront, 'website', 'guest', async (tx) => {
    await carts.keep(tx, token)
    return tx.under('order-contract', async (own) => {
      for (const line of (await orders.find(own, id)).lines) await putIn(own, token, line)
      return carts.count(own, token)
    })
  })
  cartCookies.remember(c, shop.cookies, token, pieces)
  return c.redirect(urlFor('cart', languageOf(c)), 303)
}

async function putIn(
  tx: Parameters<typeof carts.add>[0],
  token: string,
  line: orders.LineFacts,
): Promise<void> {
  try {
    await carts.add(tx, token, line)
  } catch (error) {
    // No longer sold, or no more room: the cart shows what there is.
    if (!(error instanceof NotFound || error instanceof Conflict)) throw error
  }
}

async function proofPicture(c: Context, shop: StorefrontShop): Promise<Response> {
  const orderId = await openedOrder(c, shop, 'orderId')
  const proofId = proofOf(c)
  const picture = await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
    proofs.picture(tx, orderId, proofId),
  )
  return c.body(new Uint8Array(picture), 200, { 'content-type': 'image/webp' })
}

async function answerProof(c: Context, shop: StorefrontShop): Promise<Response> {
  const orderId = await openedOrder(c, shop, 'orderId')
  const proofId = proofOf(c)
  const form = await parseForm(c, proofForm(proofId))
  if (!form.ok) {
    const errors = errorTexts(form.errors, shop.t(languageOf(c)))
    return orderPage(c, shop, orderId, { values: form.typed, errors })
  }
  const { answer, change } = form.value
  const given =
    answer === 'approve' ? ({ approved: true } as const) : ({ approved: false, remark: change! } as const)
  await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
    proofs.answer(tx, orderId, proofId, given),
  )
  const done = given.approved ? 'approved' : 'changed'
  return c.redirect(`${urlFor('order', languageOf(c), { id: orderId })}?done=${done}`, 303)
}

function proofOf(c: Context): string {
  const id = c.req.param('proofId')
  if (!isId(id)) throw new NotFound()
  return id
}
