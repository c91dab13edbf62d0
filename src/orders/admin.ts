import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { pdfResponse } from '../invoicing/documents.ts'
import * as invoices from '../invoicing/invoices.ts'
import { NotFound } from '../platform/errors.ts'
import { dayIn } from '../platform/time.ts'
import { parseFields, parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { reversePayment } from '../receivables/credits.ts'
import * as receipts from '../receivables/receipts.ts'
import * as supplies from '../receivables/supplies.ts'
import { surroundingsOf } from '../receivables/surroundings.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { correctionRoutes } from './admin-correction.ts'
import { listPage } from './admin-list.ts'
import { again, change, orderPage } from './admin-page.ts'
import { personalCodeRoutes } from './admin-personal-code.ts'
import { proofRoutes } from './admin-proofs.ts'
import { questionRoutes } from './admin-questions.ts'
import { reductionRoutes } from './admin-reduction.ts'
import { repairRoutes } from './admin-repairs.ts'
import { workshopRoutes } from './admin-workshop.ts'
import * as orders from './find.ts'
import * as forms from './forms.ts'
import * as fulfilment from './fulfilment.ts'
import * as lists from './lists.ts'
import * as payLater from './pay-later.ts'

type C = Context<StaffEnv>

/** Orders in the back office; the face guards them. */
export function orderRoutes(shop: AdminShop): Hono<StaffEnv> {
  return (
    new Hono<StaffEnv>()
      // Before the page of an order: their addresses begin alike.
      .route('/', workshopRoutes(shop))
      .route('/', questionRoutes(shop))
      .get(pattern('adminOrders'), (c) => ordersPage(c, shop))
      .post(pattern('adminOrderSearch'), (c) => searchPage(c, shop))
      .get(pattern('adminOrder'), (c) => orderPage(c, shop))
      .post(pattern('adminPayment'), (c) => receive(c, shop))
      .post(pattern('adminPaymentReversal'), (c) => reverse(c, shop))
      .post(pattern('adminPacking'), (c) => pack(c, shop))
      .post(pattern('adminTrust'), (c) => trust(c, shop))
      .post(pattern('adminStandingEnd'), (c) => endStanding(c, shop))
      .post(pattern('adminDispatch'), (c) => dispatch(c, shop))
      .post(pattern('adminDelivery'), (c) => deliver(c, shop))
      .post(pattern('adminCancellation'), (c) => cancel(c, shop))
      .get(pattern('adminInvoice'), (c) => invoiceDocument(c, shop))
      .route('/', correctionRoutes(shop))
      .route('/', reductionRoutes(shop))
      .route('/', repairRoutes(shop))
      .route('/', personalCodeRoutes(shop))
      .route('/', proofRoutes(shop))
  )
}

async function ordersPage(c: C, shop: AdminShop) {
  const query = parseFields(new URL(c.req.url).searchParams, forms.listQuery)
  const { state, page } = query.ok ? query.value : { state: 'all' as const, page: 1 }
  return listPage(c, shop, { state, page }, (tx, at) => lists.list(tx, forms.filters[state], at))
}

/** What was searched for stays in the body: names and numbers never stand in an address. */
async function searchPage(c: C, shop: AdminShop) {
  const form = await parseForm(c, forms.searchForm)
  if (!form.ok) return c.redirect(urlFor('adminOrders'), 303)
  return listPage(c, shop, { found: true }, (tx, at) => lists.search(tx, form.value.search, at))
}

async function receive(c: C, shop: AdminShop) {
  const today = shop.clock.today()
  const { placedAt } = await factsOf(c, shop)
  const form = await parseForm(c, forms.paymentForm(dayIn(shop.clock.zone, placedAt), today))
  if (!form.ok) return again(c, shop, form)
  const { receivedOn, amount, payer, seen, moreReceived, onceMore, means, receiptNumber } = form.value
  return change(c, shop, form.typed, async (tx, notedBy) => {
    const receipt = {
      orderId: idIn(c, 'id'),
      means,
      receiptNumber: means === 'transfer' ? null : (receiptNumber ?? null),
      amountCents: amount,
      receivedOn,
      payerName: payer ?? null,
      notedBy,
      seen,
      moreReceived,
      onceMore,
    }
    const { settled, cancelled } = await receipts.receive(tx, receipt, surroundingsOf(shop))
    if (cancelled) return 'late-money'
    return settled ? 'paid' : 'part-paid'
  })
}

async function reverse(c: C, shop: AdminShop) {
  const [orderId, paymentId] = [idIn(c, 'id'), idIn(c, 'paymentId')]
  const form = await parseForm(c, forms.reversalForm)
  if (!form.ok) return again(c, shop, form, paymentId)
  const reason = form.value.reversalReason
  return change(c, shop, form.typed, async (tx, reversedBy) => {
    await reversePayment(tx, { orderId, paymentId, reason, reversedBy }, surroundingsOf(shop))
    return 'payment-reversed'
  })
}

/** Lets the buyer pay later: this order, or from now on every one of the company. */
async function trust(c: C, shop: AdminShop) {
  const { id, party } = await factsOf(c, shop)
  if (!party) throw new NotFound()
  const form = await parseForm(c, forms.trustForm(party.kind))
  if (!form.ok) return again(c, shop, form)
  const { netDays, standing } = form.value
  return change(c, shop, form.typed, async (tx, by) => {
    await payLater.trust(tx, id, netDays, by)
    if (standing) await payLater.agree(tx, party, netDays, by)
    return 'trusted'
  })
}

async function endStanding(c: C, shop: AdminShop) {
  const { party } = await factsOf(c, shop)
  return change(c, shop, {}, async (tx) => {
    if (party) await payLater.endStanding(tx, party)
    return 'standing-ended'
  })
}

async function pack(c: C, shop: AdminShop) {
  return change(c, shop, {}, async (tx, by) => {
    await fulfilment.pack(tx, idIn(c, 'id'), by)
    return 'packed'
  })
}

async function dispatch(c: C, shop: AdminShop) {
  const { delivery } = await factsOf(c, shop)
  const form = await parseForm(
    c,
    forms.dispatchForm(
      delivery.method,
      shop.known().settings.delivery.carriers.map(({ name }) => name),
    ),
  )
  if (!form.ok) return again(c, shop, form)
  return change(c, shop, form.typed, async (tx, by) => {
    await supplies.send(tx, idIn(c, 'id'), form.value, { ...surroundingsOf(shop), by })
    return 'dispatched'
  })
}

async function deliver(c: C, shop: AdminShop) {
  const { dispatch: left } = await factsOf(c, shop)
  const from = left ? dayIn(shop.clock.zone, left.at) : undefined
  const form = await parseForm(c, forms.deliveryForm(from, shop.clock.today()))
  if (!form.ok) return again(c, shop, form)
  return change(c, shop, form.typed, async (tx, by) => {
    await supplies.receivedBy(tx, idIn(c, 'id'), form.value.deliveredOn, { ...surroundingsOf(shop), by })
    return 'delivered'
  })
}

async function cancel(c: C, shop: AdminShop) {
  const form = await parseForm(c, forms.cancellationForm)
  if (!form.ok) return again(c, shop, form)
  return change(c, shop, form.typed, async (tx, by) => {
    await fulfilment.cancel(tx, idIn(c, 'id'), form.value.reason, by)
    return 'cancelled'
  })
}

async function invoiceDocument(c: C, shop: AdminShop) {
  const [id, invoiceId] = [idIn(c, 'id'), idIn(c, 'invoiceId')]
  const found = await withPurpose(
    shop.database.backoffice,
    'order-contract',
    actorOf(c.get('staff')),
    async (tx) => {
      const issued = (await invoices.ofOrder(tx, id)).find((invoice) => invoice.id === invoiceId)
      if (!issued) throw new NotFound()
      await openings.note(tx, { unit: 'order', ids: [id], page: 'invoice' })
      return { number: issued.number, bytes: await invoices.document(tx, invoiceId) }
    },
  )
  if (!found.bytes) return orderPage(c, shop, { problem: 'document-waiting' })
  return pdfResponse(c, found.number, found.bytes, 'inline')
}

function factsOf(c: C, shop: AdminShop): Promise<orders.OrderFacts> {
  const id = idIn(c, 'id')
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), (tx) =>
    orders.find(tx, id),
  )
}
