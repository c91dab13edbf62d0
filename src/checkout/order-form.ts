import { z } from 'zod'
import { askAbout } from '../customers/email-slips.ts'
import { checked, free, named, optional, phone, postcode } from '../customers/fields.ts'
import { personalCode, registrationNumber, vatNumber } from '../customers/identifiers.ts'
import type { Buying } from '../orders/payment-ways.ts'
import type { PaymentMethod } from '../orders/table.ts'
import * as fields from '../platform/web/fields.ts'
import type { Way } from './deliveries.ts'

/** What the shop offers and asks at present. */
export interface Offers {
  readonly ways: readonly Way[]
  /** ISO 3166-1 alpha-2, the usual one first. */
  readonly countries: readonly string[]
  readonly payments: readonly PaymentMethod[]
  /** Why a way to pay is not open to somebody; undefined where it is. */
  readonly closed: (way: PaymentMethod, buying: Buying) => string | undefined
  readonly asks: { readonly email: boolean; readonly phone: boolean; readonly similar: boolean }
}

/** The choices that decide which other fields count; whatever is sent, each falls back to something. */
export function choicesForm({ ways, countries, payments }: Offers) {
  return z.object({
    formKey: z.string().catch(''),
    buyer: z.enum(['person', 'company']).catch('person'),
    delivery: z
      .enum(ways.map(({ key }) => key))
      .optional()
      .catch(undefined),
    payment: z.enum(payments).catch(payments[0]!),
    country: z.enum(countries).catch(countries[0]!),
    postcode: z.string().catch(''),
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
export function orderForm(choices: Choices, { ways, countries, asks, payments, closed }: Offers) {
  const { buyer, country } = choices
  const way = ways.find(({ key }) => key === choices.delivery)
  const elsewhere = [choices.deliveryStreet, choices.deliveryTown, choices.deliveryPostcode].some(
    (text) => text.trim() !== '',
  )
  const separate = way?.kind === 'courier' && elsewhere
  const needsAddress = buyer === 'company' || (way?.kind === 'courier' && !elsewhere)
  const needsPhone = way?.needsPhone || (asks.phone && choices.consentPhone)
  const ownAddress = addressFields(country)
  const identified = choices.payment === 'later' && buyer === 'person'
  return z.object({
    buyer: fields.choice(['person', 'company']),
    ...(buyer === 'company' && companyFields),
    name: named(fields.text(120)),
    email: fields.email().superRefine(askAbout(choices.emailSeen)),
    phone: needsPhone ? phone() : optional(phone()),
    ...(needsAddress ? ownAddress : optionalFields(country)),
    country:
      countries.length > 1
        ? fields.choice(countries as [string, ...string[]])
        : z
            .unknown()
            .optional()
            .transform(() => country),
    delivery: fields.choice(ways.map(({ key }) => key) as [string, ...string[]]),
    ...(separate && {
      deliveryStreet: ownAddress.street,
      deliveryTown: ownAddress.town,
      deliveryPostcode: ownAddress.postcode,
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
    readonly registrationNumber?: string
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
    readonly country: string
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

const companyFields = {
  companyName: named(fields.text(120)),
  registrationNumber: checked(registrationNumber, 'errors.registrationNumber'),
  vatNumber: optional(checked(vatNumber, 'errors.vatNumber')),
  orderReference: named(fields.optionalText(60)),
  invoiceEmail: optional(fields.email()),
  publicBuyer: fields.tick(),
}

/** Postcodes are checked where we know how they look. */
function addressFields(country: string) {
  return {
    street: named(fields.text(160)),
    town: named(fields.text(80)),
    postcode: country === 'LV' ? postcode() : named(fields.text(12)),
  }
}

function optionalFields(country: string) {
  return {
    street: named(fields.optionalText(160)),
    town: named(fields.optionalText(80)),
    postcode: country === 'LV' ? optional(postcode()) : named(fields.optionalText(12)),
  }
}

/** Chosen from the carrier's list where the form showed one; in words otherwise. */
function lockerFields(choices: Choices, key: string) {
  const field = pointField(key)
  if ((choices as Record<string, unknown>)[field] !== undefined) {
    return { [field]: z.uuid('errors.choice') }
  }
  return { lockerTown: free(fields.text(80)), lockerName: free(fields.text(120)) }
}
