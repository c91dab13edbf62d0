import type { Context } from 'hono'
import { printedIban } from '../customers/identifiers.ts'
import * as invoices from '../invoicing/invoices.ts'
import { totals } from '../invoicing/totals.ts'
import * as payments from '../payments/payments.ts'
import { printedReference } from '../payments/reference.ts'
import { NotFound } from '../platform/errors.ts'
import { basisPoints, cents } from '../platform/money.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { type FormModel, isId, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import * as orders from './find.ts'
import * as keys from './keys.ts'
import * as orderCookies from './order-cookies.ts'
import * as proofs from './proofs.ts'

/** The order of this address, if this browser opened it. Throws NotFound for everybody else: nobody learns that it exists. */
export async function openedOrder(c: Context, shop: StorefrontShop, parameter = 'id'): Promise<string> {
  c.header('cache-control', 'no-store')
  c.header('x-robots-tag', 'noindex')
  const id = c.req.param(parameter)
  const secrets = orderCookies.secretsIn(c, shop.cookies)
  const opened = isId(id) && (await keys.mayOpen(shop.database.storefront.client.orm, secrets, id))
  if (!opened) throw new NotFound()
  return id
}

/** An order as its buyer sees it, with a form that came back. */
export async function orderPage(
  c: Context,
  shop: StorefrontShop,
  id: string,
  form?: FormModel,
): Promise<Response> {
  const facts = await factsOf(shop, id)
  const done = c.req.query('done')
  return shop.show(
    c,
    'storefront/orders/order',
    { name: 'order', params: { id } },
    {
      justPlaced: c.req.query('placed') === '1',
      again: c.req.query('again') === '1',
      done: done === 'approved' || done === 'changed' ? done : undefined,
      form,
      order: orderModel(c, shop, facts),
    },
    form ? 422 : 200,
  )
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
    steps: stepsOf(order),
    email: party.email,
    lines: order.lines.map((line) => lineModel(c, shop, line)),
    totals: totalsOf(order),
    note: order.note,
    buyer: { ...party, address: party.street ? addressOf(party) : undefined },
    delivery: deliveryModel(c, shop, order, party),
    payment: paymentModel(c, shop, order),
    proofs: proofModels(c, shop, order),
    awaitsProof: order.state === 'awaiting-proof' && order.lines.some((line) => isBeingDrawn(order, line)),
    documents: order.invoices.map(({ id: invoiceId, number, issuedOn }) => ({
      kind: 'invoice',
      number,
      href: urlFor('orderDocument', language, { id: order.id, invoiceId }),
      date: issuedOn,
    })),
    cancelledReason: order.cancellation?.reason,
    madeToOrder: order.lines.some(({ madeToOrder }) => madeToOrder),
  }
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

function wordsModel(c: Context, shop: StorefrontShop, words: string | null) {
  return words === null ? [] : [{ label: shop.t(languageOf(c))('product.words'), text: words }]
}

function totalsOf({ lines, delivery, totalCents }: Facts) {
  const rates = lines.map(({ vatRate }) => vatRate)
  const delivered = delivery.priceCents > 0 ? [priced(1, delivery.priceCents, Math.max(...rates))] : []
  const { groups } = totals([
    ...lines.map((line) => priced(line.quantity, line.unitPriceCents, line.vatRate)),
    ...delivered,
  ])
  return {
    goods: totalCents - delivery.priceCents,
    delivery: delivery.priceCents,
    total: totalCents,
    vat: groups.map(({ rate, vatCents }) => ({ rate, amount: vatCents })),
  }
}

function priced(quantity: number, unitPriceCents: number, rate: number) {
  const vatCategory = rate === 0 ? ('Z' as const) : ('S' as const)
  return { quantity, unitPriceCents: cents(unitPriceCents), vatCategory, vatRate: basisPoints(rate) }
}

interface Step {
  readonly key: 'placed' | 'paid' | 'proof' | 'made' | 'ready' | 'sent' | 'delivered' | 'cancelled'
  readonly done: boolean
  readonly at?: Date | string | undefined
}

function stepsOf(order: Facts) {
  const made = order.lines.filter(({ madeToOrder }) => madeToOrder)
  const answers = made
    .map(({ id }) => order.proofs.get(id))
    .map((proof) => (proof?.approved ? proof.answeredAt : null))
  const steps: Step[] = [
    { key: 'placed', done: true, at: order.placedAt },
    { key: 'paid', done: order.settled, at: order.settled ? order.payments.at(-1)?.receivedOn : undefined },
    ...(made.length > 0
      ? [
          whenAll('proof', answers),
          whenAll(
            'made',
            made.map(({ madeAt }) => madeAt),
          ),
        ]
      : []),
    order.delivery.method === 'collection'
      ? whenAll('ready', [order.packedAt])
      : whenAll('sent', [order.dispatch?.at ?? null]),
    { key: 'delivered', done: order.deliveredOn !== null, at: order.deliveredOn ?? undefined },
  ]
  if (order.cancellation) {
    return [...steps.filter(({ done }) => done), { key: 'cancelled', done: true, at: order.cancellation.at }]
  }
  const next = steps.find(({ done }) => !done)
  return steps.map((step) => ({ ...step, current: step === next }))
}

/** Done when each part is, at the last of these moments. */
function whenAll(key: Step['key'], moments: readonly (Date | null)[]): Step {
  const known = moments.filter((moment) => moment !== null)
  const done = known.length === moments.length
  return { key, done, at: done ? known.sort((one, other) => Number(one) - Number(other)).at(-1) : undefined }
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
    words: wordsModel(c, shop, proof.words),
    message: proof.remark,
    state,
    at: proof.answeredAt ?? proof.sentAt,
  }
}

function isBeingDrawn({ proofs: known }: Facts, { id, madeToOrder }: orders.LineFacts): boolean {
  const proof = known.get(id)
  return madeToOrder && (!proof || proof.approved === false)
}
