import { type Context, Hono } from 'hono'
import { signOf, takes } from '../catalogue/signs.ts'
import * as cartArtwork from '../checkout/cart-artwork.ts'
import * as cartCookies from '../checkout/cart-cookies.ts'
import * as carts from '../checkout/carts.ts'
import { pdfResponse } from '../invoicing/documents.ts'
import * as invoices from '../invoicing/invoices.ts'
import { transferCode, transferPicture } from '../payments/transfer-code.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { cents } from '../platform/money.ts'
import { errorTexts, parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { everyLanguage, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import * as orders from './find.ts'
import { proofForm } from './guest-forms.ts'
import * as keys from './keys.ts'
import * as orderCookies from './order-cookies.ts'
import * as proofs from './proofs.ts'
import { artworkPicture } from './storefront-artwork.ts'
import { correct, correctionPage } from './storefront-correction.ts'
import { transferFacts } from './storefront-facts.ts'
import { type Answer, behindCookie, orderPage } from './storefront-page.ts'
import { ask } from './storefront-questions.ts'

/** An order in its buyer's hands: behind the link of a mail, or in the browser that ordered. */
export function orderRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('orderOpen'), (c) => open(c, shop))
  const buyers = (answer: Answer, parameter?: string) => behindCookie(shop, answer, parameter)
  routes.on('GET', everyLanguage('order'), buyers(orderPage))
  routes.on('GET', everyLanguage('orderDocument'), buyers(document))
  routes.on('GET', everyLanguage('orderTransfer'), buyers(transfer))
  routes.on('POST', everyLanguage('orderAgain'), buyers(again))
  routes.on('GET', everyLanguage('proofPicture'), buyers(proofPicture, 'orderId'))
  routes.on('GET', everyLanguage('orderArtwork'), buyers(artworkPicture))
  routes.on('GET', everyLanguage('orderCorrection'), buyers(correctionPage))
  routes.on('POST', everyLanguage('orderCorrection'), buyers(correct))
  // The address of a form that came back: a reload leads to the order.
  routes.on('GET', everyLanguage('orderQuestion'), buyers(toOrder))
  routes.on('POST', everyLanguage('orderQuestion'), buyers(ask))
  routes.on('GET', everyLanguage('proof'), buyers(toOrder, 'orderId'))
  routes.on('POST', everyLanguage('proof'), buyers(answerProof, 'orderId'))
  return routes
}

async function toOrder(c: Context, _: StorefrontShop, id: string): Promise<Response> {
  return c.redirect(urlFor('order', languageOf(c), { id }), 303)
}

/** The secret leaves the address bar at once; a mail program that opens the link by itself uses nothing up. */
async function open(c: Context, shop: StorefrontShop): Promise<Response> {
  c.header('cache-control', 'no-store')
  const secret = c.req.param('token') ?? ''
  const id = await keys.opens(shop.database.storefront.client.orm, secret)
  if (!id) return shop.show(c, 'storefront/orders/link-expired', { name: 'home' }, {}, 410)
  orderCookies.remember(c, shop.cookies, secret)
  // A letter about a debt leads there.
  return c.redirect(urlFor(c.req.query('to') === 'debt' ? 'orderDebt' : 'order', languageOf(c), { id }), 303)
}

async function document(c: Context, shop: StorefrontShop, id: string): Promise<Response> {
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
  return pdfResponse(c, found.number, found.bytes, 'attachment')
}

/** The transfer as a code for the bank's app. */
async function transfer(c: Context, shop: StorefrontShop, id: string): Promise<Response> {
  const { amountCents, reference } = await transferFacts(shop, id)
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
async function again(c: Context, shop: StorefrontShop, id: string): Promise<Response> {
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
  const { variantId, quantity, words, artwork } = line
  try {
    if (!takes(await signOf(tx, variantId), words, artwork !== null)) return
    // By savepoint: what the database refuses takes nothing else back.
    await tx.transaction(async () => {
      const { lineId } = await carts.add(tx, token, { variantId, quantity, words, apart: artwork !== null })
      if (artwork) await cartArtwork.attachOrdered(tx, token, lineId, line.id)
    })
  } catch (error) {
    // No longer sold, or no more room in the cart: it shows what there is. Nor do words stay that no longer fit.
    if (!(error instanceof NotFound || error instanceof Conflict)) throw error
  }
}

async function proofPicture(c: Context, shop: StorefrontShop, orderId: string): Promise<Response> {
  const proofId = idIn(c, 'proofId')
  const picture = await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
    proofs.picture(tx, orderId, proofId),
  )
  return c.body(new Uint8Array(picture), 200, { 'content-type': 'image/webp' })
}

async function answerProof(c: Context, shop: StorefrontShop, orderId: string): Promise<Response> {
  const proofId = idIn(c, 'proofId')
  const form = await parseForm(c, proofForm(proofId))
  if (!form.ok) {
    const errors = errorTexts(form.errors, shop.t(languageOf(c)))
    return orderPage(c, shop, orderId, { form: { values: form.typed, errors } })
  }
  const { answer, change } = form.value
  const given =
    answer === 'approve' ? ({ approved: true } as const) : ({ approved: false, remark: change! } as const)
  try {
    await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
      proofs.answer(tx, orderId, proofId, given),
    )
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return orderPage(c, shop, orderId, { refused: error.code, wrote: change })
  }
  const done = given.approved ? 'approved' : 'changed'
  return c.redirect(`${urlFor('order', languageOf(c), { id: orderId })}?done=${done}`, 303)
}
