import { z } from 'zod'
import { askAbout } from '../customers/email-slips.ts'
import { checked, free, named, optional, phone } from '../customers/fields.ts'
import { personalCode } from '../customers/identifiers.ts'
import type { Buying } from '../orders/payment-ways.ts'
import type { PaymentMethod } from '../orders/table.ts'
import * as fields from '../platform/web/fields.ts'
import type { Way } from './deliveries.ts'
import { addressFields, companyFields, optionalFields, ownCountry } from './order-form-buyer.ts'

/** What the shop offers and asks at present. */
export interface Offers {
  readonly ways: readonly Way[]
  /** Where the shop sends to (ISO 3166-1 alpha-2), the usual one first. */
  readonly countries: readonly string[]
  /** Where a buyer may be at home, the shop's own country first. */
  readonly homes: readonly string[]
  readonly payments: readonly PaymentMethod[]
  /** Why a way to pay is not open to somebody; undefined where it is. */
  readonly closed: (way: PaymentMethod, buying: Buying) => string | undefined
  readonly asks: { readonly email: boolean; readonly phone: boolean; readonly similar: boolean }
}

/** The choices that decide which other fields count; whatever is sent, each falls back to something. */
export function choicesForm({ ways, countries, homes, payments }: Offers) {
  return z.object({
    formKey: z.string().catch(''),
    buyer: z.enum(['person', 'company']).catch('person'),
    delivery: z
      .enum(ways.map(({ key }) => key))
      .optional()
      .catch(undefined),
    payment: z.enum(payments).catch(payments[0]!),
    /** Of the buyer's own address; empty: where the goods go. */
    country: z.enum(homes).or(z.literal('')).catch(''),
    street: z.string().catch(''),
    postcode: z.string().catch(''),
    vatNumber: z.string().catch(''),
    deliveryCountry: z.enum(countries).catch(countries[0]!),
    deliveryStreet: z.string().catch(''),
    deliveryTown: z.string().catch(''),
    deliveryPostcode: z.string().catch(''),
    gift: fields.tick().catch(false),
    consentPhone: fields.tick().catch(false),
    /** The address that the form has asked about already. */
    emailSeen: z.string().catch(''),
    /** Shows the form for another country, and orders nothing. */
    action: z.string().catch(''),
    ...Object.fromEntries(
      lockers(ways).map(({ key }) => [pointField(key), z.string().optional().catch(undefined)]),
    ),
  })
}
export type Choices = z.output<ReturnType<typeof choicesForm>>

/** The field that names a locker from the list of this way. */
export function pointField(key: string): `point-${string}` {
  return `point-${key}`
}

/**
 * The order form as these choices make it; the errors come in the order of the page. What belongs to a way not chosen
 * is not in it, so it is neither checked nor kept.
 */
export function orderForm(choices: Choices, { ways, countries, homes, asks, payments, closed }: Offers) {
  const { buyer, deliveryCountry } = choices
  const country = choices.country || deliveryCountry
  const way = ways.find(({ key }) => key === choices.delivery)
  const elsewhere = [choices.deliveryStreet, choices.deliveryTown, choices.deliveryPostcode].some(
    (text) => text.trim() !== '',
  )
  const separate = way?.kind === 'courier' && elsewhere
  const toOwn = way?.kind === 'courier' && !elsewhere
  const needsAddress = buyer === 'company' || toOwn
  const needsPhone = way?.needsPhone || (asks.phone && choices.consentPhone)
  const sent = way !== undefined && way.kind !== 'collection'
  const guessed = sent && !toOwn && deliveryCountry !== homes[0] && choices.street.trim() !== ''
  const there = addressFields(deliveryCountry)
  const identified = choices.payment === 'later' && buyer === 'person'
  return z.object({
    buyer: fields.choice(['person', 'company']),
    ...(buyer === 'company' && companyFields(country, choices.vatNumber.trim() !== '')),
    name: named(fields.text(120)),
    email: fields.email().superRefine(askAbout(choices.emailSeen)),
    phone: needsPhone ? phone() : optional(phone()),
    ...(needsAddress ? addressFields(country) : optionalFields(country)),
    country: ownCountry({ homes, delivery: deliveryCountry, same: toOwn, asked: guessed }),
    deliveryCountry:
      countries.length > 1
        ? fields.choice(countries as [string, ...string[]])
        : z
            .unknown()
            .optional()
            .transform(() => deliveryCountry),
    delivery: fields.choice(ways.map(({ key }) => key) as [string, ...string[]]),
    ...(separate && {
      deliveryStreet: there.street,
      deliveryTown: there.town,
      deliveryPostcode: there.postcode,
    }),
    ...(way?.kind === 'locker' && lockerFields(choices, way.key)),
    deliveryName: named(choices.gift ? fields.text(120) : fields.optionalText(120)),
    gift: fields.tick(),
    payment: fields
      .choice(payments as [PaymentMethod, ...PaymentMethod[]])
      .superRefine(openTo({ buyer, delivery: way?.kind }, closed)),
    ...(identified && { personalCode: checked(personalCode, 'errors.personalCodeWrong') }),
    note: free(fields.optionalLines(1000)),
    read: fields.requiredTick(),
    consentEmail: asks.email ? fields.tick() : never,
    consentPhone: asks.phone ? fields.tick() : never,
    noSimilarGoods: asks.similar ? fields.tick() : never,
    noticeVersion: z.string().catch(''),
    termsVersion: z.string().catch(''),
    // The price shown beside the way that was chosen; anything else than it is shown anew, never trusted.
    ...Object.fromEntries(
      ways.map(({ key }) => [`agreed-${key}`, fields.wholeNumber(0, Number.MAX_SAFE_INTEGER).catch(-1)]),
    ),
  })
}

/** What an order form says once it holds. */
export type Filled = Readonly<Record<`agreed-${string}`, number>> &
  Readonly<Record<`point-${string}`, string | undefined>> & {
    readonly buyer: 'person' | 'company'
    readonly companyName?: string
    readonly registrationNumber?: string | undefined
    readonly vatNumber?: string | undefined
    readonly orderReference?: string | undefined
    readonly invoiceEmail?: string | undefined
    readonly publicBuyer?: boolean
    readonly name: string
    readonly email: string
    readonly phone?: string | undefined
    readonly street?: string | undefined
    readonly town?: string | undefined
    readonly postcode?: string | undefined
    /** Of the buyer's own address. */
    readonly country: string
    readonly deliveryCountry: string
    /** The key of a quote. */
    readonly delivery: string
    readonly deliveryName?: string | undefined
    readonly deliveryStreet?: string
    readonly deliveryTown?: string
    readonly deliveryPostcode?: string
    readonly lockerTown?: string
    readonly lockerName?: string
    readonly gift: boolean
    readonly payment: PaymentMethod
    readonly personalCode?: string
    readonly note?: string | undefined
    readonly read: true
    readonly consentEmail: boolean
    readonly consentPhone: boolean
    readonly noSimilarGoods: boolean
    readonly noticeVersion: string
    readonly termsVersion: string
  }

/** A way to pay that goes with the buyer and the delivery. */
function openTo(buying: Buying, closed: Offers['closed']) {
  return (way: PaymentMethod, context: z.RefinementCtx) => {
    const why = closed(way, buying)
    if (why) context.addIssue({ code: 'custom', message: `errors.payment.${why}` })
  }
}

function lockers(ways: readonly Way[]): Way[] {
  return ways.filter(({ kind }) => kind === 'locker')
}

const never = z
  .unknown()
  .optional()
  .transform(() => false)

/** Chosen from the carrier's list where the form showed one; in words otherwise. */
function lockerFields(choices: Choices, key: string) {
  const field = pointField(key)
  if ((choices as Record<string, unknown>)[field] !== undefined) {
    return { [field]: z.uuid('errors.choice') }
  }
  return { lockerTown: free(fields.text(80)), lockerName: free(fields.text(120)) }
}
