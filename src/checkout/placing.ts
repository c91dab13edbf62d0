import * as mails from '../correspondence/mails.ts'
import * as customers from '../customers/customers.ts'
import type { KeyRing } from '../customers/personal-codes.ts'
import * as personalCodes from '../customers/personal-codes.ts'
import * as points from '../delivery/points.ts'
import { chosen, type Quote } from '../delivery/quotes.ts'
import { sayPublic } from '../invoicing/evidence/sendings.ts'
import { destinationCountry, destinationOf } from '../orders/destinations.ts'
import * as keys from '../orders/keys.ts'
import * as orders from '../orders/orders.ts'
import * as payLater from '../orders/pay-later.ts'
import { paysForMaking } from '../orders/payment-ways.ts'
import type { PaymentMethod } from '../orders/table.ts'
import { creditorReference } from '../payments/reference.ts'
import { sqlState } from '../platform/database/client.ts'
import { Conflict } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { addDays, type IsoDate } from '../platform/time.ts'
import { type Access, type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { takeOrderNumber } from '../settings/numbers.ts'
import { readyToSell, type Settings } from '../settings/settings.ts'
import { openCalendar } from '../settings/working-days.ts'
import * as cartArtwork from './cart-artwork.ts'
import { askAboutNumber, type Buying, buyingOf, vatOfGoods } from './cart-vat.ts'
import * as carts from './carts.ts'
import { keepChoices } from './choices.ts'
import { goodsOf, missingToOrder, quotesFor } from './deliveries.ts'
import * as discounts from './discounts.ts'

/** What the order form says; prices are not among it. */
export interface OrderForm {
  readonly formKey: string
  readonly cartToken: string
  readonly language: Language
  readonly party: orders.Party
  /** The key of a quote. */
  readonly delivery: string
  readonly payment: PaymentMethod
  /** Of a person who pays later: eleven digits. */
  readonly personalCode?: string | undefined
  /** A company that says it is a public institution. */
  readonly publicBuyer?: boolean
  /** The locker, where it was chosen from the carrier's list. */
  readonly pointId?: string | undefined
  /** The notice and the terms that the buyer was shown. */
  readonly noticeVersionId: string
  readonly termsVersionId: string
  /** The price the buyer was shown, in cents: another one now must be shown first. */
  readonly agreedTotalCents: number
  readonly consents: { readonly email: string | null; readonly phone: string | null }
  readonly noSimilarGoods: boolean
  /** For somebody else: no prices in the parcel. */
  readonly gift?: boolean
}

export interface Surroundings {
  readonly settings: Settings
  /** The notice in force in the order's language. */
  readonly noticeVersionId: string
  readonly today: IsoDate
  /** Keys derived for the form and for marketing addresses. */
  readonly keys: { readonly form: Buffer; readonly address: Buffer; readonly personalCodes: KeyRing }
  /** The purposes that the shop has switched on. */
  readonly purposesOn: ReadonlySet<string>
}

export interface Placed {
  readonly id: string
  readonly number: string
  /** Opens the order's page; shown to nobody but this browser. */
  readonly key: string
  /** The same form was placed before: this is that order. */
  readonly again: boolean
  /** Pieces in the cart now: more may have been put in since. */
  readonly left: number
}

/**
 * Places the order of a cart: one transaction, one order for each form however often it is sent. Throws Conflict
 * `not-open`, `notice-changed`, `cart-empty`, `cart-full`, `price-changed`, `cart-changed`, `below-minimum`, `discount-gone`, `delivery-gone`,
 * `point-gone`, `later-too-much` or `made-first` when the cart must be shown again, SoldOut when pieces are missing.
 */
export async function place(
  access: Access<'storefront'>,
  form: OrderForm,
  around: Surroundings,
): Promise<Placed> {
  const hash = orders.formKeyHash(around.keys.form, form.formKey)
  try {
    return await withPurpose(
      access,
      'order-contract',
      'guest',
      async (tx) => (await placedBefore(tx, form, hash)) ?? placeIn(tx, form, hash, around),
    )
  } catch (error) {
    // The same form came twice at once: the other one won, emptied the cart, took the pieces, and is committed now.
    const mayBeSecond = error instanceof Conflict || sqlState(error) === '23505'
    const again = (tx: Tx<'order-contract'>) => placedBefore(tx, form, hash)
    const other = mayBeSecond && (await withPurpose(access, 'order-contract', 'guest', again))
    if (other) return other
    throw error
  }
}

/** The order that a form has made already: whoever sends it again is shown that one, whatever else stands in it now. */
export function placedEarlier(
  access: Access<'storefront'>,
  form: Pick<OrderForm, 'formKey' | 'cartToken'>,
  keys: Surroundings['keys'],
): Promise<Placed | undefined> {
  const hash = orders.formKeyHash(keys.form, form.formKey)
  return withPurpose(access, 'order-contract', 'guest', (tx) => placedBefore(tx, form, hash))
}

/** Looked up before the cart, which the first sending has emptied. */
async function placedBefore(
  tx: Tx<'order-contract'>,
  { cartToken }: Pick<OrderForm, 'cartToken'>,
  hash: Buffer,
): Promise<Placed | undefined> {
  const order = await orders.placedWith(tx, hash)
  if (!order) return undefined
  return {
    ...order,
    key: await keys.make(tx, order.id),
    again: true,
    left: await carts.count(tx, cartToken),
  }
}

async function placeIn(
  tx: Tx<'order-contract'>,
  form: OrderForm,
  hash: Buffer,
  around: Surroundings,
): Promise<Placed> {
  refuseOtherTerms(form, around)
  const { settings } = around
  const { lines, discount, quote } = await holdAgreed(tx, form, around)
  const id = crypto.randomUUID()
  const number = await takeOrderNumber(tx, settings.numbers)
  const buying = buyingOf(form.party, quote.kind, around)
  const withFiles = lines
    .filter((line) => line.artwork)
    .map((line) => ({ cartLineId: line.id, orderLineId: crypto.randomUUID() }))
  await orders.place(tx, {
    id,
    number,
    formKeyHash: hash,
    customerId: await customers.remember(tx, form.party.email),
    language: form.language,
    delivery: { method: quote.kind, priceCents: quote.priceCents },
    carrier: quote.carrier?.key ?? null,
    paymentMethod: form.payment,
    paymentReference: creditorReference(number),
    payBy: await payBy(settings, around.today),
    noticeVersionId: form.noticeVersionId,
    termsVersionId: form.termsVersionId,
    party: { ...form.party, ...(await lockerOf(tx, form, quote)) },
    gift: form.gift ?? false,
    // Every line goes to the same place; a class without a rate of its own changes nothing there.
    vatCountry: vatOfGoods('standard', buying).country,
    discount: discount?.cents ? discount : null,
    lines: lines.map((line) => ({
      ...draftLine(line, buying),
      id: withFiles.find(({ cartLineId }) => cartLineId === line.id)?.orderLineId,
    })),
  })
  await cartArtwork.hand(tx, id, withFiles)
  await askAboutNumber(tx, id, buying)
  if (form.publicBuyer && form.party.kind === 'company') await sayPublic(tx, id)
  if (form.payment === 'later') await trustBuyer(tx, form, id, around)
  await keepChoices(tx, form, id, around)
  await carts.empty(tx, form.cartToken)
  await mails.queue(tx, 'order-confirmation', { id, orderId: id })
  const key = await keys.make(tx, id)
  // Everybody with the same code waits here, so it comes last.
  if (discount?.cents && !(await discounts.use(tx, discount.id))) throw new Conflict('discount-gone')
  return { id, number, key, again: false, left: 0 }
}

/**
 * A person who pays later has identified themselves for it (seed 003 §8 (a)); a company is trusted by standing terms, or
 * waits for somebody's approval. Whoever has an overdue invoice waits too: a person decides, no machine (GDPR Art. 22).
 */
async function trustBuyer(
  tx: Tx<'order-contract'>,
  { party, personalCode: code, agreedTotalCents }: OrderForm,
  orderId: string,
  { settings: { paying }, keys: { personalCodes: ring } }: Surroundings,
): Promise<void> {
  const owes = await payLater.hasOverdue(tx, orderId)
  if (party.kind === 'company') {
    const days = await payLater.standingDays(tx, party)
    if (days !== undefined && paying.companies && !owes) await payLater.trust(tx, orderId, days, null)
    return
  }
  if (!paying.persons || !code || agreedTotalCents > paying.persons.mostCents)
    throw new Conflict('later-too-much')
  await tx.under('identification', (own) => personalCodes.keep(own, ring, { orderId, code, keptBy: null }))
  if (!owes) await payLater.trust(tx, orderId, paying.persons.days, null)
}

/** The shop sells, and under the notice and the terms that the buyer was shown. */
function refuseOtherTerms(form: OrderForm, { settings, noticeVersionId }: Surroundings): void {
  if (!readyToSell(settings, form.language)) throw new Conflict('not-open')
  if (form.noticeVersionId !== noticeVersionId || form.termsVersionId !== settings.terms[form.language]?.id)
    throw new Conflict('notice-changed')
}

/** The cart and the way of delivery at the price that the buyer agreed to. */
async function holdAgreed(
  tx: Tx<'order-contract'>,
  form: OrderForm,
  around: Surroundings,
): Promise<carts.Contents & { readonly quote: Quote }> {
  const held = await sellable(tx, form)
  const goods = goodsOf(held.lines)
  if (goods > orders.mostCents) throw new Conflict('cart-full')
  if (missingToOrder(goods, around.settings) > 0) throw new Conflict('below-minimum')
  // Nothing is made on a promise to pay over the counter.
  if (!paysForMaking(form.payment) && held.lines.some(isMade)) throw new Conflict('made-first')
  const quote = await quoteOf(form, held, around)
  if (goods - (held.discount?.cents ?? 0) + quote.priceCents !== form.agreedTotalCents)
    throw new Conflict(held.discount?.problem ? 'discount-gone' : 'price-changed')
  return { ...held, quote }
}

async function sellable(tx: Tx<'order-contract'>, form: OrderForm): Promise<carts.Contents> {
  const held = await carts.hold(tx, form.cartToken, form.language)
  if (held.lines.length === 0) throw new Conflict('cart-empty')
  if (held.lines.some((line) => !line.published)) throw new Conflict('cart-changed')
  return held
}

/** The way that was chosen, as it is today: for these goods, to this place. */
async function quoteOf(
  form: OrderForm,
  held: carts.Contents,
  { settings, today }: Surroundings,
): Promise<Quote> {
  const all = await quotesFor(held, settings, today, destinationOf(form.party))
  const quote = chosen(all, form.delivery)
  if (!quote) throw new Conflict('delivery-gone')
  return quote
}

/** The locker from the carrier's list, as long as it takes such a parcel; one named in words stays as it is. */
async function lockerOf(
  tx: Tx<'order-contract'>,
  { pointId, party }: OrderForm,
  { kind, carrier, compartments }: Quote,
): Promise<Pick<orders.Party, 'locker' | 'pointId'> | undefined> {
  if (kind !== 'locker' || !carrier || pointId === undefined) return undefined
  const country = destinationCountry(party)
  const point = await points.offered(tx, pointId, [{ carrier: carrier.key, compartments }], { country })
  if (!point) throw new Conflict('point-gone')
  return { locker: points.pointLine(point), pointId }
}

function draftLine(line: carts.CartLine, buying: Buying): orders.DraftLine {
  const vat = vatOfGoods(line.vatClass, buying)
  return {
    variantId: line.variantId,
    sku: line.sku,
    name: line.name,
    label: line.label,
    quantity: line.quantity,
    unitPriceCents: line.priceCents,
    discountCents: line.discountCents,
    vatCategory: vat.category,
    vatRate: vat.rate,
    // What counts is the buyer's own words or file, never a mere choice of listed size or material (CRD Art. 16(c)).
    madeToOrder: line.words !== null || line.artwork !== null,
    toMake: isMade(line),
    words: line.words,
    stocked: line.stock !== null,
  }
}

/** Whether a line of a cart is made after it was ordered. */
export function isMade({ words, artwork, madeToOrder }: carts.CartLine): boolean {
  return madeToOrder || words !== null || artwork !== null
}

async function payBy({ bank, closures }: Settings, today: IsoDate): Promise<IsoDate> {
  const calendar = await openCalendar()
  return calendar.workingDayFrom(addDays(today, bank.paymentDays), closures)
}
