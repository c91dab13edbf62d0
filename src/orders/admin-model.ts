import * as copies from '../correspondence/copies.ts'
import { totals } from '../invoicing/totals.ts'
import { printedReference } from '../payments/reference.ts'
import { languageNames } from '../platform/i18n/languages.ts'
import { type Translate, translator } from '../platform/i18n/messages.ts'
import { basisPoints, cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import { amountText } from '../platform/web/amounts.ts'
import type { StaffLanguage } from '../staff/table.ts'
import { urlFor } from '../urls.ts'
import type { Opened } from './admin-facts.ts'
import { historyOf } from './admin-history.ts'
import type { LineFacts, OrderFacts, PartyFacts } from './find.ts'
import { carriers } from './forms.ts'
import type { Proof } from './proofs.ts'

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
    totals: totalsModel(order),
    lines: order.lines.map((line) => lineModel(line, opened, t)),
    payment: paymentModel(opened, language, today),
    documents: opened.invoices.map(({ id, number, issuedOn }) => ({
      kind: 'invoice',
      number,
      href: urlFor('adminInvoice', 'lv', { id: order.id, invoiceId: id }),
      date: issuedOn,
    })),
    cancellation: order.cancellation,
    ...nextSteps(order, today),
    steps: stepsOf(order, opened),
    mails: opened.mails.map((mail) => ({
      id: mail.id,
      subject: copies.subjectOf(mail, t),
      at: mail.at,
      state: mail.state,
      href: urlFor('adminMail', 'lv', { id: mail.id }),
    })),
    history: historyOf(opened, t),
  }
}

/** The way on to a record whose contract has ended, as long as there is a purpose for it. */
function claimsHref({ order, seenUnder, claimsLast }: Opened): string | undefined {
  if (!claimsLast || seenUnder === 'conformity-claims') return undefined
  return `${urlFor('adminOrder', 'lv', { id: order.id })}?for=conformity-claims`
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

/** Prices as ordered; VAT by rate, taken out of them as the invoice will. Delivery bears the highest rate of the goods. */
function totalsModel({ lines, delivery, totalCents }: OrderFacts) {
  const highest = Math.max(...lines.map((line) => line.vatRate))
  const parts = [
    ...lines,
    ...(delivery.priceCents > 0
      ? [{ quantity: 1, unitPriceCents: delivery.priceCents, vatRate: highest }]
      : []),
  ]
  const { groups } = totals(
    parts.map(({ quantity, unitPriceCents, vatRate }) => ({
      quantity,
      unitPriceCents: cents(unitPriceCents),
      vatRate: basisPoints(vatRate),
      vatCategory: vatRate === 0 ? 'Z' : 'S',
    })),
  )
  return {
    goods: totalCents - delivery.priceCents,
    delivery: delivery.priceCents,
    vat: groups.map(({ rate, vatCents }) => ({ rate, amount: vatCents })),
    total: totalCents,
  }
}

function lineModel(line: LineFacts, { order, proofs }: Opened, t: Translate) {
  const proof = proofs.get(line.id)
  const open = order.contractOpen && line.madeToOrder
  const approved = proof?.approved === true
  return {
    id: line.id,
    name: line.name,
    variant: line.label,
    sku: line.sku,
    words: line.words ? [{ label: t('order.words'), text: line.words }] : undefined,
    text: line.words,
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
      href: urlFor('adminProofPicture', 'lv', { id: orderId, proofId: proof.id }),
      alt: proof.words.replaceAll('\n', ', '),
    },
  }
}

function paymentModel({ order, payments }: Opened, language: StaffLanguage, today: IsoDate) {
  const received = payments.reduce((total, { amountCents }) => total + amountCents, 0)
  const open = Math.max(0, order.totalCents - received)
  return {
    amount: order.totalCents,
    reference: printedReference(order.paymentReference),
    dueOn: order.payBy,
    settled: order.settled,
    received: payments.map(({ receivedOn, amountCents, payerName }) => ({
      receivedOn,
      amount: amountCents,
      // Who paid is known as long as the buyer is.
      payer: order.party ? payerName : null,
    })),
    open: payments.length > 0 && !order.settled ? open : undefined,
    seen: payments.length,
    canReceive: order.contractOpen && !order.settled,
    today,
    amountText: amountText(open, language),
    payerDefault: order.party?.companyName ?? order.party?.name,
  }
}

/** What may be done next; the database refuses the rest in any case. */
function nextSteps(order: OrderFacts, today: IsoDate) {
  const { method } = order.delivery
  return {
    canPack: order.state === 'to-send' && !order.packedAt,
    canDispatch: order.packedAt !== null && !order.dispatch && !order.cancellation,
    canDeliver: order.dispatch !== null && order.deliveredOn === null,
    canCancel: order.state !== 'cancelled' && !order.settled && !order.packedAt,
    carriers: method === 'collection' ? [] : carriers[method].map((name) => ({ value: name, label: name })),
    today,
  }
}

function stepsOf(order: OrderFacts, { proofs, payments }: Opened) {
  const made = order.lines.filter((line) => line.madeToOrder)
  const lastPayment = order.settled ? payments.at(-1)?.receivedOn : undefined
  const answers = made.map((line) => (proofs.get(line.id)?.approved ? proofs.get(line.id)!.answeredAt : null))
  const facts: { key: string; done: boolean; at?: Date | string | null | undefined }[] = [
    { key: 'placed', done: true, at: order.placedAt },
    { key: 'paid', done: order.settled, at: lastPayment },
  ]
  if (made.length > 0) {
    facts.push(
      { key: 'proof', ...allOf(answers) },
      { key: 'made', ...allOf(made.map((line) => line.madeAt)) },
    )
  }
  facts.push(
    { key: 'packed', done: order.packedAt !== null, at: order.packedAt },
    {
      key: order.delivery.method === 'collection' ? 'ready' : 'sent',
      done: order.dispatch !== null,
      at: order.dispatch?.at,
    },
    { key: 'delivered', done: order.deliveredOn !== null, at: order.deliveredOn },
  )
  if (order.cancellation)
    return [...facts.filter(({ done }) => done), { key: 'cancelled', done: true, at: order.cancellation.at }]
  const next = facts.findIndex(({ done }) => !done)
  return facts.map((step, index) => ({ ...step, current: index === next }))
}

function allOf(moments: readonly (Date | null)[]) {
  const known = moments.filter((moment) => moment !== null)
  const done = known.length === moments.length
  return { done, at: done ? known.reduce((last, moment) => (moment > last ? moment : last)) : null }
}
