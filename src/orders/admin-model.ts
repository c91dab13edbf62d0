import * as copies from '../correspondence/copies.ts'
import { carriersFor } from '../delivery/carriers.ts'
import { sumsOf } from '../invoicing/sums.ts'
import { formerInvoice } from '../invoicing/taken-over.ts'
import { cardOfficeModel } from '../payments/cards/office.ts'
import { printedReference } from '../payments/reference.ts'
import { type Translate, translator } from '../platform/i18n/messages.ts'
import type { IsoDate } from '../platform/time.ts'
import { amountText } from '../platform/web/amounts.ts'
import type { Settings } from '../settings/settings.ts'
import type { StaffLanguage } from '../staff/table.ts'
import { urlFor } from '../urls.ts'
import { buyerModel, deliveryModel } from './admin-addresses.ts'
import { artworkModel } from './admin-artwork.ts'
import type { Opened } from './admin-facts.ts'
import { historyOf } from './admin-history.ts'
import { repairsModel } from './admin-repairs-model.ts'
import { noteNumber } from './admin-slips.ts'
import { correctable } from './corrections.ts'
import type { LineFacts, OrderFacts } from './find.ts'
import type { Proof } from './proofs.ts'
import { isReducible } from './reductions.ts'
import { stepsOf } from './steps.ts'

/** The order as `views/admin/orders/order.hbs` shows it. */
export function orderModel(
  opened: Opened,
  language: StaffLanguage,
  today: IsoDate,
  ways: Settings['delivery'],
) {
  const { order, note } = opened
  const t = translator(language)
  const { party } = order
  return {
    id: order.id,
    number: order.number,
    placedAt: order.placedAt,
    state: order.state,
    language: order.language,
    claimsHref: claimsHref(opened),
    purpose: opened.seenUnder === 'conformity-claims' ? t('privacy.purpose.conformity-claims') : undefined,
    ...(party ? buyerModel(party, language) : {}),
    note,
    delivery: deliveryModel(order, ways, language),
    totals: sumsOf(order.lines, order.delivery.priceCents),
    discountCode: order.discountCode,
    gift: order.gift,
    // The address of a courier begins with it.
    recipient: order.delivery.method === 'courier' ? undefined : party?.deliveryName,
    lines: order.lines.map((line) => lineModel(line, opened, t, language)),
    payment: paymentModel(opened, language, today),
    cards: cardOfficeModel(opened.cards, t),
    takenOver: formerInvoice(order, opened.invoices),
    documents: [
      // Its paper lies in the former system.
      ...opened.invoices
        .filter(({ kind }) => kind !== 'taken-over')
        .map(({ id, kind, number, issuedOn }) => ({
          kind: kind as string,
          number,
          href: urlFor('adminInvoice', { id: order.id, invoiceId: id }),
          date: issuedOn as string | Date,
          debtHref: opened.debts.includes(id) ? urlFor('adminDebt', { invoice: id }) : undefined,
        })),
      ...parcelDocuments(order),
    ],
    cancellation: order.cancellation,
    ...nextSteps(opened, today, ways),
    questions: opened.questions.map(({ answeredBy, ...question }) => ({
      ...question,
      by: answeredBy === null ? undefined : opened.names.get(answeredBy),
    })),
    correctionHref: correctionHref(order),
    reductionHref: isReducible(order) ? urlFor('adminOrderReduction', { id: order.id }) : undefined,
    creditHref:
      order.contractOpen && !order.takenOver ? urlFor('adminOrderCredit', { id: order.id }) : undefined,
    withdrawn: opened.withdrawn.map(({ id, receivedAt }) => ({
      at: receivedAt,
      href: urlFor('adminWithdrawal', { id }),
    })),
    steps: stepsOf(order, { proofs: opened.proofs, paidOn: opened.payments.at(-1)?.receivedOn }, 'staff'),
    mails: opened.mails.map((mail) => ({
      id: mail.id,
      subject: copies.subjectOf(mail, t),
      at: mail.at,
      state: mail.state,
      href: urlFor('adminMail', { id: mail.id }),
    })),
    repairs: repairsModel(opened, today),
    history: historyOf(opened, t),
    disclosures: opened.disclosures,
    personalCode: opened.personalCode,
  }
}

/** The way on to a record whose contract has ended, as long as there is a purpose for it. */
function claimsHref({ order, seenUnder, claimsLast }: Opened): string | undefined {
  if (!claimsLast || seenUnder === 'conformity-claims') return undefined
  return `${urlFor('adminOrder', { id: order.id })}?for=conformity-claims`
}

/** The way to mending what may still be mended. */
function correctionHref(order: OrderFacts): string | undefined {
  const open = Object.values(correctable(order, { staff: '' })).includes(true)
  return open ? urlFor('adminCorrection', { id: order.id }) : undefined
}

/** What is printed for the parcel, as long as its buyer is known: the list of what goes in, and who gave what to whom. */
function parcelDocuments(order: OrderFacts) {
  const { id, number, contractOpen, state, placedAt, packedAt, takenOver } = order
  // Before that something may still change, or nothing come of it.
  if (!contractOpen || takenOver || (state !== 'to-send' && !packedAt)) return []
  const list = { kind: 'packing-list', number, href: urlFor('adminPackingSlip', { id }), date: placedAt }
  const note = {
    kind: 'delivery-note',
    number: noteNumber(number),
    href: urlFor('adminDeliveryNote', { id }),
  }
  return [list, ...(packedAt ? [{ ...note, date: packedAt }] : [])]
}

function lineModel(line: LineFacts, opened: Opened, t: Translate, language: StaffLanguage) {
  const { order, proofs } = opened
  const proof = proofs.get(line.id)
  const open = order.contractOpen && !order.cancellation
  const drawn = open && line.madeToOrder
  const approved = proof?.approved === true
  return {
    id: line.id,
    name: line.name,
    variant: line.label,
    sku: line.sku,
    words: wordsModel(line, proof, t),
    artwork: artworkModel(line, order, t, language),
    // What is made is what its buyer said yes to.
    toMake: approved && proof.words ? [{ label: t('order.proofWords'), text: proof.words }] : undefined,
    text: proof?.words ?? line.words,
    madeToOrder: line.madeToOrder,
    quantity: line.quantity,
    price: line.unitPriceCents,
    total: line.unitPriceCents * line.quantity,
    // Once the contract has ended its drawings are gone, and nothing is missing.
    proof: line.madeToOrder && (proof || drawn) ? proofModel(proof, order.id, t) : undefined,
    canSendProof: drawn && line.toMake && !approved,
    canMake: open && line.toMake && !line.madeAt && mayMake(line, approved, opened),
    cardHref: `${urlFor('adminJobCards')}?line=${line.id}`,
    madeAt: line.madeAt,
  }
}

/** The same that `shop_may_make` asks: the money is there or its buyer is trusted, and the drawing is approved. */
function mayMake(
  { madeToOrder }: LineFacts,
  approved: boolean,
  { order, trust, withdrawn }: Pick<Opened, 'order' | 'trust' | 'withdrawn'>,
): boolean {
  const backed = order.settled || (order.paymentMethod === 'later' && trust !== undefined)
  return backed && (madeToOrder ? approved : withdrawn.length === 0)
}

/** The words as ordered, and those of the proof where they are others. */
function wordsModel({ words }: LineFacts, proof: Proof | undefined, t: Translate) {
  const ordered = words ? [{ label: t('order.words'), text: words }] : []
  const drawn =
    proof?.words && proof.words !== words ? [{ label: t('order.proofWords'), text: proof.words }] : []
  return [...ordered, ...drawn]
}

function proofModel(proof: Proof | undefined, orderId: string, t: Translate) {
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
      alt: proof.words.replaceAll('\n', ', ') || t('desk.artwork.alt'),
    },
  }
}

function paymentModel(
  { order, payments, paymentsNoted, owedCents: open, trust, standingDays, overdue }: Opened,
  language: StaffLanguage,
  today: IsoDate,
) {
  const received = payments.reduce((total, { amountCents }) => total + amountCents, 0)
  return {
    amount: order.totalCents,
    method: order.paymentMethod,
    later: laterModel(order, { trust, standingDays, overdue }),
    reference: printedReference(order.paymentReference),
    dueOn: order.dueOn,
    settled: order.settled,
    received: payments.map(({ id, means, receivedOn, amountCents, payerName }) => ({
      id,
      means,
      // The invoice of the supply has cleared its advance; a card's money is known to have come.
      canReverse: order.contractOpen && !order.dispatch && means !== 'card',
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

/** Of a buyer who means to pay later: whether they may, and what there is to decide. */
function laterModel(
  { paymentMethod, party, cancellation, settled, packedAt }: Opened['order'],
  { trust, standingDays, overdue }: Pick<Opened, 'trust' | 'standingDays' | 'overdue'>,
) {
  if (paymentMethod !== 'later' || !party) return undefined
  return {
    company: party.kind === 'company',
    trusted: trust?.netDays,
    standing: standingDays,
    overdue: overdue.map(({ invoiceId, number }) => ({
      number,
      href: urlFor('adminDebt', { invoice: invoiceId }),
    })),
    canTrust: !trust && !cancellation && !settled && !packedAt,
    daysDefault: party.kind === 'company' ? 14 : 10,
  }
}

/** What may be done next; the database refuses the rest in any case. */
function nextSteps({ order, payments }: Opened, today: IsoDate, ways: Settings['delivery']) {
  const { method, carrier } = order.delivery
  const unsettled = order.state !== 'cancelled' && !order.settled && !order.packedAt
  return {
    canPack: order.state === 'to-send' && !order.packedAt,
    canDispatch: order.state === 'to-send' && order.packedAt !== null,
    canDeliver: order.state === 'sent',
    canCancel: unsettled && payments.length === 0,
    // Money stands on it: first that is taken back, or paid back.
    cancelWaits: unsettled && payments.length > 0,
    carriers:
      method === 'collection'
        ? []
        : carriersFor(ways, method, carrier).map(({ name }) => ({ value: name, label: name })),
    today,
  }
}
