import type { Context } from 'hono'
import { printedIban } from '../customers/identifiers.ts'
import { trackingHref } from '../delivery/carriers.ts'
import { collectionWords } from '../delivery/hours.ts'
import { sumsOf } from '../invoicing/sums.ts'
import { formerInvoice } from '../invoicing/taken-over.ts'
import { cardSection } from '../payments/cards/section.ts'
import { printedReference } from '../payments/reference.ts'
import { NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import { orderPartModel } from '../withdrawals/order-part.ts'
import { correctable } from './corrections.ts'
import { abroad, destinationCountry } from './destinations.ts'
import type * as orders from './find.ts'
import * as proofs from './proofs.ts'
import { stepsOf } from './steps.ts'
import { artworkModel } from './storefront-artwork.ts'
import { type Facts, owed } from './storefront-facts.ts'

/** An order as `views/storefront/orders/order.hbs` shows it. Throws NotFound once its contract has ended. */
export function orderModel(c: Context, shop: StorefrontShop, order: Facts) {
  const language = languageOf(c)
  const { party } = order
  // The contract ended a moment ago.
  if (!party) throw new NotFound()
  const card = cardSection(
    shop,
    { method: order.paymentMethod, last: order.cardAttempt },
    { orderId: order.id, language, owed: owed(order), asked: c.req.query('card') },
  )
  return {
    id: order.id,
    number: order.number,
    placedAt: order.placedAt,
    state: order.state,
    said: `orderState.${saidState(order)}`,
    steps: stepModels(order),
    email: party.email,
    lines: order.lines.map((line) => lineModel(c, shop, order.id, line, order.language)),
    totals: sumsOf(order.lines, order.delivery.priceCents),
    discountCode: order.discountCode,
    note: order.note,
    buyer: { ...party, address: party.street ? addressOf(c, party) : undefined },
    delivery: deliveryModel(c, shop, order, party),
    gift: order.gift,
    // The address of a courier begins with it.
    recipient: order.delivery.method === 'courier' ? undefined : party.deliveryName,
    card,
    payment: card?.alone ? undefined : paymentModel(c, shop, order),
    proofs: proofModels(c, shop, order),
    answersProofs: !order.cancellation,
    awaitsProof: order.state === 'awaiting-proof' && isDrawing(order),
    takenOver: formerInvoice(order, order.invoices),
    documents: order.invoices
      .filter(({ kind }) => kind !== 'taken-over')
      .map(({ id: invoiceId, kind, number, issuedOn }) => ({
        kind: kind as string,
        number,
        href: urlFor('orderDocument', language, { id: order.id, invoiceId }),
        date: issuedOn,
      })),
    questions: order.asked,
    debt: debtPart(order),
    withdrawal: orderPartModel(order, order.withdrawn, order.withdrawalUntil, shop.clock.today()),
    correctionHref: isCorrectable(order) ? urlFor('orderCorrection', language, { id: order.id }) : undefined,
    applied: {
      language: order.language,
      termsHref: order.termsVersionId && urlFor('termsVersion', order.language, { id: order.termsVersionId }),
      noticeHref:
        order.noticeVersionId && urlFor('noticeVersion', order.language, { id: order.noticeVersionId }),
    },
    cancelled: order.cancellation !== null,
    cancelledReason: order.cancellation?.reason,
  }
}

/** Said once the due day has passed, until it is paid. */
function debtPart({ debt }: Facts) {
  if (!debt || debt.openCents <= 0) return undefined
  const { number, dueOn, openCents, standing } = debt
  return { number, dueOn, openCents, disputed: standing !== undefined, upheld: standing === 'upheld' }
}

/** The state in the buyer's words: what we do, or what we wait for. */
function saidState(order: Facts): string {
  const collected = order.delivery.method === 'collection'
  if (order.state === 'awaiting-proof') return isDrawing(order) ? 'drawing' : 'proof-sent'
  if (order.state === 'to-send' && collected) return 'to-collect'
  return order.state === 'sent' && collected ? 'ready' : order.state
}

/** Each step to come with the day by which it is expected. */
function stepModels(order: Facts) {
  const paidOn = order.payments.at(-1)?.receivedOn
  return stepsOf(order, { proofs: order.proofs, paidOn }, 'buyer').map((step) => ({
    ...step,
    expected: step.done ? undefined : order.expected[step.key],
  }))
}

function isCorrectable(order: Facts): boolean {
  return Object.values(correctable(order, 'buyer')).includes(true)
}

/** The language that the order's names are written in, where the page speaks another: what was ordered is not retold. */
function foreign(c: Context, language: Language): Language | undefined {
  return language === languageOf(c) ? undefined : language
}

function lineModel(
  c: Context,
  shop: StorefrontShop,
  orderId: string,
  line: orders.LineFacts,
  language: Language,
) {
  const { name, label, words, madeToOrder, quantity, unitPriceCents } = line
  return {
    name,
    variant: label,
    language: foreign(c, language),
    words: wordsModel(c, shop, words),
    artwork: artworkModel(c, shop, orderId, line),
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
  const { identity, delivery: ways } = shop.known().settings
  const hours = collectionWords(ways.collection, identity.hours[languageOf(c)], languageOf(c))
  const ours = [identity.street, identity.town, identity.postcode, hours].filter(Boolean).join(', ')
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
        ? {
            ...(party.deliveryStreet ? elsewhere : { ...addressOf(c, party), name: party.deliveryName }),
            country: abroad(destinationCountry(party), languageOf(c)),
          }
        : undefined,
    place: method === 'locker' ? party.locker : method === 'collection' ? ours : undefined,
    trackingNumber: dispatch?.trackingNumber,
    trackingHref: dispatch ? trackingHref(ways, dispatch.carrier, dispatch.trackingNumber) : undefined,
  }
}

function addressOf(c: Context, { street, town, postcode, country }: orders.PartyFacts) {
  return { street, town, postcode, country: abroad(country, languageOf(c)) }
}

function paymentModel(c: Context, shop: StorefrontShop, order: Facts) {
  const amount = owed(order)
  // While an objection stands nothing is asked for.
  if (amount <= 0 || order.debt?.standing) return undefined
  const { bank } = shop.known().settings
  return {
    said: notYetOwed(c, shop, order),
    before: madeFirst(c, shop, order),
    accountHolder: bank.accountHolder,
    iban: printedIban(bank.iban),
    bic: bank.bic,
    bank: bank.bank,
    amount,
    reference: printedReference(order.paymentReference),
    dueOn: order.dueOn,
    codeHref: urlFor('orderTransfer', languageOf(c), { id: order.id }),
  }
}

/** Why nothing is to be transferred now, though it may be: it is paid over the counter, or later. */
function notYetOwed(c: Context, shop: StorefrontShop, order: Facts): string | undefined {
  const t = shop.t(languageOf(c))
  if (order.paymentMethod === 'collection' && !hasToMake(order)) return t('order.pay.collection')
  // Once it is supplied, the invoice asks for the money.
  if (order.paymentMethod !== 'later' || order.dispatch) return undefined
  return order.trust ? t('order.pay.laterTrusted', { days: order.trust.netDays }) : t('order.pay.laterWaits')
}

/** What was to be paid over the counter before the shop said that it makes nothing on that: it asks for the money first. */
function madeFirst(c: Context, shop: StorefrontShop, order: Facts): string | undefined {
  if (order.paymentMethod !== 'collection' || !hasToMake(order)) return undefined
  return shop.t(languageOf(c))('order.pay.madeFirst')
}

function hasToMake({ lines }: Facts): boolean {
  return lines.some(({ toMake }) => toMake)
}

function proofModels(c: Context, shop: StorefrontShop, order: Facts) {
  return order.lines.flatMap((line) => {
    const proof = order.proofs.get(line.id)
    return proof
      ? [{ ...proofModel(c, shop, order.id, line, proof), language: foreign(c, order.language) }]
      : []
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
      alt: proof.words
        ? shop.t(languageOf(c))('proof.alt', { words: proof.words.replaceAll('\n', ' / ') })
        : shop.t(languageOf(c))('artwork.proof'),
    },
    words: wordsModel(c, shop, proof.words || null, 'order.proofWords'),
    message: proof.remark,
    state,
    at: proof.answeredAt ?? proof.sentAt,
  }
}

function isDrawing({ lines, proofs: known }: Facts): boolean {
  return lines.some((line) => proofs.isBeingDrawn(line, known))
}
