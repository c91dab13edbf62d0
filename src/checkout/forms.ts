import { z } from 'zod'
import type { Product } from '../catalogue/products.ts'
import { wordsForm } from '../catalogue/words.ts'
import { checked, phone, postcode, printed } from '../customers/fields.ts'
import { holdsPersonalCode, registrationNumber, vatNumber } from '../customers/identifiers.ts'
import * as fields from '../platform/web/fields.ts'
import type { Settings } from '../settings/settings.ts'
import { mostPieces } from './carts.ts'

/** Which product's page a thing is put into the cart from. */
export const productForm = z.object({ product: z.string().regex(/^[a-z0-9-]{1,200}$/) })

/** What a product's page sends: a variant of it that is there, the words it carries, how many. */
export function addForm(product: Product) {
  const known = product.variants.map(({ id }) => id)
  return z.object({
    variant: z.string('errors.choice').refine((id) => known.includes(id), 'errors.choice'),
    words:
      product.wordLines === null
        ? z
            .unknown()
            .optional()
            .transform(() => null)
        : wordsForm({ lines: product.wordLines, length: product.wordLineLength! }),
    quantity: fields.wholeNumber(1, mostPieces),
  })
}

/** What a line of the cart may be told. */
export const changeForm = z.object({
  line: fields.id(),
  action: fields.choice(['change', 'remove']),
  quantity: z.unknown().optional(),
})

export const quantityForm = z.object({ quantity: fields.wholeNumber(1, mostPieces) })

export const deliveryWays = ['courier', 'locker', 'collection'] as const
export type DeliveryWay = (typeof deliveryWays)[number]

/** The ways of delivery on offer, in the order of the page. */
export function offeredWays({ delivery }: Pick<Settings, 'delivery'>): DeliveryWay[] {
  return deliveryWays.filter((way) => delivery[way].offered)
}

/** The choices that decide which other fields count. */
export const choicesForm = z.object({
  formKey: z.string().catch(''),
  buyer: z.enum(['person', 'company']).catch('person'),
  delivery: z.enum(deliveryWays).optional().catch(undefined),
  deliveryStreet: z.string().catch(''),
  deliveryTown: z.string().catch(''),
  deliveryPostcode: z.string().catch(''),
  consentPhone: fields.tick().catch(false),
})
export type Choices = z.output<typeof choicesForm>

/** What the shop offers and asks at present. */
export interface Offers {
  readonly ways: readonly DeliveryWay[]
  readonly asks: { readonly email: boolean; readonly phone: boolean; readonly similar: boolean }
}

/**
 * The order form as these choices make it; the errors come in the order of the page. What belongs to a way not chosen
 * is not in it, so it is neither checked nor kept.
 */
export function orderForm(choices: Choices, { ways, asks }: Offers) {
  const { buyer, delivery } = choices
  const elsewhere = [choices.deliveryStreet, choices.deliveryTown, choices.deliveryPostcode].some(
    (text) => text.trim() !== '',
  )
  const separate = delivery === 'courier' && elsewhere
  const needsAddress = buyer === 'company' || (delivery === 'courier' && !elsewhere)
  const needsPhone = delivery === 'courier' || delivery === 'locker' || (asks.phone && choices.consentPhone)
  return z.object({
    buyer: fields.choice(['person', 'company']),
    ...(buyer === 'company' && companyFields),
    name: named(fields.text(120)),
    email: fields.email(),
    phone: needsPhone ? phone() : optional(phone()),
    ...(needsAddress ? addressFields : optionalAddressFields),
    delivery: fields.choice(ways as [DeliveryWay, ...DeliveryWay[]]),
    ...(delivery === 'courier' && { deliveryName: named(fields.optionalText(120)) }),
    ...(separate && deliveryFields),
    ...(delivery === 'locker' && lockerFields),
    payment: fields.choice(['transfer']),
    note: free(fields.optionalLines(1000)),
    read: fields.requiredTick(),
    consentEmail: asks.email ? fields.tick() : never,
    consentPhone: asks.phone ? fields.tick() : never,
    noSimilarGoods: asks.similar ? fields.tick() : never,
    noticeVersion: z.string().catch(''),
    termsVersion: z.string().catch(''),
    // The price shown beside the way that was chosen; anything else than it is shown anew, never trusted.
    ...Object.fromEntries(
      deliveryWays.map((way) => [`agreed-${way}`, fields.wholeNumber(0, Number.MAX_SAFE_INTEGER).catch(-1)]),
    ),
  })
}

/** What an order form says once it holds. */
export type Filled = Readonly<Record<`agreed-${DeliveryWay}`, number>> & {
  readonly buyer: 'person' | 'company'
  readonly companyName?: string
  readonly registrationNumber?: string
  readonly vatNumber?: string | undefined
  readonly orderReference?: string | undefined
  readonly invoiceEmail?: string | undefined
  readonly name: string
  readonly email: string
  readonly phone?: string | undefined
  readonly street?: string | undefined
  readonly town?: string | undefined
  readonly postcode?: string | undefined
  readonly delivery: DeliveryWay
  readonly deliveryName?: string | undefined
  readonly deliveryStreet?: string
  readonly deliveryTown?: string
  readonly deliveryPostcode?: string
  readonly lockerTown?: string
  readonly lockerName?: string
  readonly payment: 'transfer'
  readonly note?: string | undefined
  readonly read: true
  readonly consentEmail: boolean
  readonly consentPhone: boolean
  readonly noSimilarGoods: boolean
  readonly noticeVersion: string
  readonly termsVersion: string
}

const never = z
  .unknown()
  .optional()
  .transform(() => false)

/** Free text in which nobody's personal code is kept by mistake. A Latvian telephone number may look like one. */
function free<T extends z.ZodType<string | undefined>>(schema: T) {
  return schema.refine(
    (text) => text === undefined || !holdsPersonalCode(text.replace(/(?:\+|\b00)371[\s-]?(?=\d)/g, ' ')),
    'errors.personalCode',
  )
}

/** Free text that documents print. */
function named<T extends z.ZodType<string | undefined>>(schema: T) {
  return printed(free(schema))
}

/** An empty field is none. */
function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    (typed) => (typeof typed === 'string' && typed.trim() === '' ? undefined : typed),
    schema.optional(),
  )
}

const companyFields = {
  companyName: named(fields.text(120)),
  registrationNumber: checked(registrationNumber, 'errors.registrationNumber'),
  vatNumber: optional(checked(vatNumber, 'errors.vatNumber')),
  orderReference: named(fields.optionalText(60)),
  invoiceEmail: optional(fields.email()),
}

const addressFields = {
  street: named(fields.text(160)),
  town: named(fields.text(80)),
  postcode: postcode(),
}

const optionalAddressFields = {
  street: named(fields.optionalText(160)),
  town: named(fields.optionalText(80)),
  postcode: optional(postcode()),
}

const deliveryFields = {
  deliveryStreet: named(fields.text(160)),
  deliveryTown: named(fields.text(80)),
  deliveryPostcode: postcode(),
}

const lockerFields = {
  lockerTown: free(fields.text(80)),
  lockerName: free(fields.text(120)),
}
