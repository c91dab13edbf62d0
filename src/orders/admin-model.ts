import * as copies from '../correspondence/copies.ts'
import { sumsOf } from '../invoicing/sums.ts'
import { printedReference } from '../payments/reference.ts'
import { languageNames } from '../platform/i18n/languages.ts'
import { type Translate, translator } from '../platform/i18n/messages.ts'
import type { IsoDate } from '../platform/time.ts'
import { amountText } from '../platform/web/amounts.ts'
import type { StaffLanguage } from '../staff/table.ts'
import { urlFor } from '../urls.ts'
import type { Opened } from './admin-facts.ts'
import { historyOf } from './admin-history.ts'
import type { LineFacts, OrderFacts, PartyFacts } from './find.ts'
import { carriers } from './forms.ts'
import type { Proof } from './proofs.ts'
import { stepsOf } from './steps.ts'

/** The order as `views/admin/orders/order.hbs` shows it. */
export function orderModel(opened: Opened, language: StaffLanguage, today: IsoDate) {
  const { order, note } = opened
  const t = translator(language)
  const { party } = order
  return {
    id: order.id,
    number: order.number,
    placedAt: order.placedAt,
    state: order.state,
    language: languageNames[order.language],
    claimsHref: claimsHref(opened),
    purpose: opened.seenUnder === 'conformity-claims' ? t('privacy.purpose.conformity-claims') : undefined,
    ...(party ? buyerModel(party) : {}),
    note,
    delivery: deliveryModel(order),
    totals: sumsOf(order.lines, order.delivery.priceCents),
    lines: order.lines.map((line) => lineModel(line, opened, t)),
    payment: paymentModel(opened, language, today),
    documents: opened.invoices.map(({ id, number, issuedOn }) => ({
      kind: 'invoice',
      number,
      href: urlFor('adminInvoice', { id: order.id, invoiceId: id }),
      date: issuedOn,
    })),
    cancellation: order.cancellation,
    ...nextSteps(opened, today),
    steps: stepsOf(order, { proofs: opened.proofs, paidOn: opened.payments.at(-1)?.receivedOn }, 'staff'),
    mails: opened.mails.map((mail) => ({
      id: mail.id,
      subject: copies.subjectOf(mail, t),
      at: mail.at,
      state: mail.state,
      href: urlFor('adminMail', { id: mail.id }),
    })),
    history: historyOf(opened, t),
  }
}

/** The way on to a record whose contract has ended, as long as there is a purpose for it. */
function claimsHref({ order, seenUnder, claimsLast }: Opened): string | undefined {
  if (!claimsLast || seenUnder === 'conformity-claims') return undefined
  return `${urlFor('adminOrder', { id: order.id })}?for=conformity-claims`
}

function buyerModel(party: PartyFacts) {
  const { name, companyName, registrationNumber, vatNumber, street, town, postcode } = party
  return {
    buyer: {
      name,
      companyName,
      registrationNumber,
      vatNumber,
      address: street ? { street, town, postcode } : undefined,
    },
    email: party.email,
    phone: party.phone,
    invoiceEmail: party.invoiceEmail,
    orderReference: party.buyerReference,
  }
}

function deliveryModel({ delivery, party, dispatch }: OrderFacts) {
  const carried = delivery.method !== 'collection' && dispatch
  return {
    method: delivery.method,
    address: delivery.method === 'courier' && party ? deliveryAddress(party) : undefined,
    place: party?.locker,
    carrier: carried ? carried.carrier : undefined,
    trackingNumber: carried ? carried.trackingNumber : undefined,
  }
}

function deliveryAddress(party: PartyFacts) {
  if (!party.deliveryStreet)
    return { name: party.name, street: party.street, town: party.town, postcode: party.postcode }
  return {
    name: party.deliveryName ?? party.name,
    street: party.deliveryStreet,
    town: party.deliveryTown,
    postcode: party.deliveryPostcode,
  }
}

function lineModel(line: LineFacts, { order, proofs }: Opened, t: Translate) {
  const proof = proofs.get(line.id)
  const open = order.contractOpen && !order.cancellation && line.madeToOrder
  const approved = proof?.approved === true
  return {
    id: line.id,
    name: line.name,
    variant: line.label,
    sku: line.sku,
    words: wordsModel(line, proof, t),
    // What is made is what its buyer said yes to.
    toMake: approved ? [{ label: t('order.proofWords'), text: proof.words }] : undefined,
    text: proof?.words ?? line.words,
    madeToOrder: line.madeToOrder,
    quantity: line.quantity,
    price: line.unitPriceCents,
    total: line.unitPriceCents * line.quantity,
    proof: line.madeToOrder ? proofModel(proof, order.id) : undefined,
    canSendProof: open && !approved,
    // A sign with somebody's own words cannot be sold to another: it is made once it is paid for.
    canMake: open && approved && order.settled && !line.madeAt,
    madeAt: line.madeAt,
  }
}

/** The words as ordered, and those of the proof where they are others. */
function wordsModel({ words }: LineFacts, proof: Proof | undefined, t: Translate) {
  const ordered = words ? [{ label: t('order.words'), text: words }] : []
  const drawn = proof && proof.words !== words ? [{ label: t('order.proofWords'), text: proof.words }] : []
  return [...ordered, ...drawn]
}

function proofModel(proof: Proof | undefined, orderId: string) {
  if (!proof) return { state: 'proof-none', version: 0 }
  const answered =
    proof.approved === null ? 'proof-sent' : proof.approved ? 'proof-approved' : 'proof-changed'
  return {
    state: answered,
    version: proof.version,
    at: proof.answeredAt ?? proof.sentAt,
    answer: proof.remark,
    picture: {
      href: urlFor('adminProofPicture', { id: orderId, proofId: proof.id }),
      alt: proof.words.replaceAll('\n', ', '),
    },
  }
}

function paymentModel(
  { order, payments, paymentsNoted, invoices }: Opened,
  language: StaffLanguage,
  today: IsoDate,
) {
  const received = payments.reduce((total, { amountCents }) => total + amountCents, 0)
  const open = Math.max(0, order.totalCents - received)
  return {
    amount: order.totalCents,
    reference: printedReference(order.paymentReference),
    dueOn: order.payBy,
    settled: order.settled,
    received: payments.map(({ id, receivedOn, amountCents, payerName }) => ({
      id,
      // What an invoice stands on is not undone.
      canReverse: order.contractOpen && invoices.length === 0,
      receivedOn,
      amount: amountCents,
      // Who paid is known as long as the buyer is.
      payer: order.party ? payerName : null,
    })),
    open: payments.length > 0 && !order.settled && !order.cancellation ? open : undefined,
    // Nothing is sold any more: what came for it all the same goes back.
    toPayBack: order.cancellation && received > 0 ? received : undefined,
    overpaid: order.settled && received > order.totalCents ? received - order.totalCents : undefined,
    seen: paymentsNoted,
    canReceive: order.contractOpen && !order.settled && !order.cancellation,
    canReceiveLate: order.contractOpen && order.cancellation !== null,
    today,
    amountText: amountText(open, language),
    payerDefault: order.party?.companyName ?? order.party?.name,
  }
}

/** What may be done next; the database refuses the rest in any case. */
function nextSteps({ order, payments }: Opened, today: IsoDate) {
  const { method } = order.delivery
  const unsettled = order.state !== 'cancelled' && !order.settled && !order.packedAt
  return {
    canPack: order.state === 'to-send' && !order.packedAt,
    canDispatch: order.state === 'to-send' && order.packedAt !== null,
    canDeliver: order.state === 'sent',
    canCancel: unsettled && payments.length === 0,
    // Money stands on it: first that is taken back, or paid back.
    cancelWaits: unsettled && payments.length > 0,
    carriers: method === 'collection' ? [] : carriers[method].map((name) => ({ value: name, label: name })),
    today,
  }
}
