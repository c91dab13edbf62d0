import type { Context } from 'hono'
import { z } from 'zod'
import { printedIban } from '../customers/identifiers.ts'
import * as invoices from '../invoicing/invoices.ts'
import { sumsOf } from '../invoicing/sums.ts'
import * as payments from '../payments/payments.ts'
import { printedReference } from '../payments/reference.ts'
import { NotFound } from '../platform/errors.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { type FormModel, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import * as orders from './find.ts'
import * as keys from './keys.ts'
import * as orderCookies from './order-cookies.ts'
import * as proofs from './proofs.ts'
import { stepsOf } from './steps.ts'

/** The order of this address, if this browser opened it; undefined for everybody else, who do not learn whether it exists. */
export async function openedOrder(
  c: Context,
  shop: StorefrontShop,
  parameter: string,
): Promise<string | undefined> {
  c.header('cache-control', 'no-store')
  c.header('x-robots-tag', 'noindex')
  const id = z.uuid().safeParse(c.req.param(parameter)).data
  const secrets = orderCookies.secretsIn(c, shop.cookies)
  const opened = id && (await keys.mayOpen(shop.database.storefront.client.orm, secrets, id))
  return opened ? id : undefined
}

interface Shown {
  /** A form that came back. */
  readonly form?: FormModel
  /** Why an answer to a proof came too late, and what it said. */
  readonly refused?: string
  readonly wrote?: string | undefined
}

/** An order as its buyer sees it; `shown` says why it is shown in answer to something else. */
export async function orderPage(
  c: Context,
  shop: StorefrontShop,
  id: string,
  { form, refused, wrote }: Shown = {},
): Promise<Response> {
  const facts = await factsOf(shop, id)
  return shop.show(
    c,
    'storefront/orders/order',
    { name: 'order', params: { id } },
    {
      ...news(c, shop, facts),
      mailKept: shop.mailCaptured,
      form,
      refused,
      wrote,
      order: orderModel(c, shop, facts),
    },
    refused ? 409 : form ? 422 : 200,
  )
}

const newsMs = 3_600_000

/** What just happened, as the address says and the facts confirm: an address is kept, and opened again. */
function news(c: Context, shop: StorefrontShop, { placedAt, cancellation, proofs: known }: Facts) {
  const now = shop.clock.now().getTime()
  const recent = (at: Date | null) => at !== null && Math.abs(now - at.getTime()) < newsMs
  const answers = [...known.values()].filter(({ answeredAt }) => recent(answeredAt))
  const done = (['approved', 'changed'] as const).find((one) => one === c.req.query('done'))
  return {
    justPlaced: c.req.query('placed') === '1' && recent(placedAt) && !cancellation,
    again: c.req.query('again') === '1' && !cancellation,
    done: answers.some(({ approved }) => approved === (done === 'approved')) ? done : undefined,
  }
}

type Facts = Awaited<ReturnType<typeof factsOf>>

function factsOf(shop: StorefrontShop, id: string) {
  return withPurpose(shop.database.storefront, 'order-contract', 'guest', async (tx) => {
    const order = await orders.find(tx, id)
    return {
      ...order,
      note: await orders.noteOf(tx, id),
      proofs: await proofs.latest(tx, id),
      payments: await payments.ofOrder(tx, id),
      invoices: await invoices.ofOrder(tx, id),
    }
  })
}

function orderModel(c: Context, shop: StorefrontShop, order: Facts) {
  const language = languageOf(c)
  const { party } = order
  // The contract ended a moment ago.
  if (!party) throw new NotFound()
  return {
    id: order.id,
    number: order.number,
    placedAt: order.placedAt,
    state: order.state,
    said: `orderState.${saidState(order)}`,
    steps: stepsOf(order, { proofs: order.proofs, paidOn: order.payments.at(-1)?.receivedOn }, 'buyer'),
    email: party.email,
    lines: order.lines.map((line) => lineModel(c, shop, line)),
    totals: sumsOf(order.lines, order.delivery.priceCents),
    note: order.note,
    buyer: { ...party, address: party.street ? addressOf(party) : undefined },
    delivery: deliveryModel(c, shop, order, party),
    payment: paymentModel(c, shop, order),
    proofs: proofModels(c, shop, order),
    answersProofs: !order.cancellation,
    awaitsProof: order.state === 'awaiting-proof' && order.lines.some((line) => isBeingDrawn(order, line)),
    documents: order.invoices.map(({ id: invoiceId, number, issuedOn }) => ({
      kind: 'invoice',
      number,
      href: urlFor('orderDocument', language, { id: order.id, invoiceId }),
      date: issuedOn,
    })),
    cancelled: order.cancellation !== null,
    cancelledReason: order.cancellation?.reason,
  }
}

/** The state in the buyer's words: what we do, or what we wait for. */
function saidState(order: Facts): string {
  const collected = order.delivery.method === 'collection'
  if (order.state === 'awaiting-proof')
    return order.lines.some((line) => isBeingDrawn(order, line)) ? 'drawing' : 'proof-sent'
  if (order.state === 'to-send' && collected) return 'to-collect'
  return order.state === 'sent' && collected ? 'ready' : order.state
}

function lineModel(c: Context, shop: StorefrontShop, line: orders.LineFacts) {
  const { name, label, words, madeToOrder, quantity, unitPriceCents } = line
  return {
    name,
    variant: label,
    words: wordsModel(c, shop, words),
    madeToOrder,
    quantity,
    price: unitPriceCents,
    total: quantity * unitPriceCents,
  }
}

function wordsModel(c: Context, shop: StorefrontShop, words: string | null, label = 'product.words') {
  return words === null ? [] : [{ label: shop.t(languageOf(c))(label), text: words }]
}

function deliveryModel(
  c: Context,
  shop: StorefrontShop,
  { delivery, dispatch }: Facts,
  party: orders.PartyFacts,
) {
  const { method } = delivery
  const { identity } = shop.known().settings
  const ours = [identity.street, identity.town, identity.postcode, identity.hours[languageOf(c)]]
    .filter(Boolean)
    .join(', ')
  const elsewhere = {
    name: party.deliveryName,
    street: party.deliveryStreet,
    town: party.deliveryTown,
    postcode: party.deliveryPostcode,
  }
  return {
    method,
    address:
      method === 'courier'
        ? party.deliveryStreet
          ? elsewhere
          : { ...addressOf(party), name: party.deliveryName }
        : undefined,
    place: method === 'locker' ? party.locker : method === 'collection' ? ours : undefined,
    trackingNumber: dispatch?.trackingNumber,
  }
}

function addressOf({ street, town, postcode }: orders.PartyFacts) {
  return { street, town, postcode }
}

function paymentModel(c: Context, shop: StorefrontShop, order: Facts) {
  const amount = owed(order)
  if (amount <= 0) return undefined
  const { bank } = shop.known().settings
  return {
    accountHolder: bank.accountHolder,
    iban: printedIban(bank.iban),
    bic: bank.bic,
    bank: bank.bank,
    amount,
    reference: printedReference(order.paymentReference),
    dueOn: order.payBy,
    codeHref: urlFor('orderTransfer', languageOf(c), { id: order.id }),
  }
}

/** What is still to be paid, in cents. */
export function owed({ settled, cancellation, totalCents, payments: received }: Facts): number {
  if (settled || cancellation) return 0
  return received.reduce((rest, { amountCents }) => rest - amountCents, totalCents)
}

export async function transferFacts(
  shop: StorefrontShop,
  id: string,
): Promise<{ amountCents: number; reference: string }> {
  const order = await factsOf(shop, id)
  return { amountCents: owed(order), reference: order.paymentReference }
}

function proofModels(c: Context, shop: StorefrontShop, order: Facts) {
  return order.lines.flatMap((line) => {
    const proof = order.proofs.get(line.id)
    return proof ? [proofModel(c, shop, order.id, line, proof)] : []
  })
}

function proofModel(
  c: Context,
  shop: StorefrontShop,
  orderId: string,
  { name }: orders.LineFacts,
  proof: proofs.Proof,
) {
  const state = proof.approved === null ? 'proof-sent' : proof.approved ? 'proof-approved' : 'proof-changed'
  return {
    id: proof.id,
    name,
    picture: {
      href: urlFor('proofPicture', languageOf(c), { orderId, proofId: proof.id }),
      alt: shop.t(languageOf(c))('proof.alt', { words: proof.words.replaceAll('\n', ' / ') }),
    },
    words: wordsModel(c, shop, proof.words, 'order.proofWords'),
    message: proof.remark,
    state,
    at: proof.answeredAt ?? proof.sentAt,
  }
}

function isBeingDrawn({ proofs: known }: Facts, { id, madeToOrder }: orders.LineFacts): boolean {
  const proof = known.get(id)
  return madeToOrder && (!proof || proof.approved === false)
}
