import { z } from 'zod'
import { languages } from '../platform/i18n/languages.ts'

const cents = z.number().int().min(0).max(10_000_000)
const grams = z.number().int().min(1).max(1_000_000)
const millimetres = z.number().int().min(1).max(10_000)
const days = z.number().int().min(1).max(60)
const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const country = z.string().regex(/^[A-Z]{2}$/)
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** What a parcel may measure, inside; a locker has several compartments. Millimetres. */
const compartment = z.object({
  name: z.string(),
  lengthMm: millimetres,
  widthMm: millimetres,
  heightMm: millimetres,
})

/** What a service costs in a zone, in cents with VAT; a parcel heavier than the last band does not go. */
const rate = z.object({
  zone: key,
  bands: z.array(z.object({ upToGrams: grams, priceCents: cents })).min(1),
  /** Goods from this amount (cents) travel free; null never. */
  freeFromCents: cents.nullable(),
  /** Working days on the way. */
  days: z.object({ from: days, until: days }),
})

const service = z.object({
  offered: z.boolean(),
  /** From the smallest to the largest. */
  compartments: z.array(compartment).min(1),
  rates: z.array(rate),
})

/** What stands in a column of the carrier's parcel file. */
export const parcelFields = [
  'reference',
  'service',
  'name',
  'company',
  'phone',
  'email',
  'street',
  'town',
  'postcode',
  'country',
  'pointCode',
  'pointName',
  'weight',
  'parcels',
  'fixed',
] as const
export type ParcelField = (typeof parcelFields)[number]

/** How a carrier wants to be told of parcels. */
const parcelFile = z.object({
  columns: z
    .array(z.object({ title: z.string(), field: z.enum(parcelFields), text: z.string().default('') }))
    .min(1),
  separator: z.enum(['semicolon', 'comma', 'tab']),
  encoding: z.enum(['utf-8', 'windows-1257']),
  decimal: z.enum(['comma', 'point']),
  /** Whether the first line names the columns. */
  titles: z.boolean(),
})

const carrier = z.object({
  key,
  name: z.string(),
  /** Where a parcel is followed; {number} is its number. */
  trackingLink: z.string().nullable(),
  needsPhone: z.boolean(),
  courier: service.nullable(),
  locker: service.nullable(),
  file: parcelFile,
})

/** Where something costs the same: countries, or the parts of them with these postcodes ("10", "1001-1084"). */
const zone = z.object({
  key,
  name: z.string(),
  countries: z.array(country).min(1),
  postcodes: z.array(z.string()),
})

const collection = z.object({
  offered: z.boolean(),
  /** Cents with VAT. */
  priceCents: cents,
  /** Working days between the goods being ready and their buyer being told. */
  days,
  /** When the door is open, by day of the week (1 Monday to 7 Sunday); no entry: closed. */
  hours: z
    .array(z.object({ weekday: z.number().int().min(1).max(7), from: clock, until: clock }))
    .default([]),
  /** How to find the door, in words for each language. */
  directions: z.partialRecord(z.enum(languages), z.string()).default({}),
})

/** How goods reach the buyer, and what that costs. */
export const deliverySchema = z.object({
  /** ISO 3166-1 alpha-2: where goods are sent. */
  countries: z.array(country).min(1),
  zones: z.array(zone).min(1),
  carriers: z.array(carrier),
  collection,
  /** What the parcel adds to its goods: weight, and millimetres to each side. */
  packaging: z.object({
    weightGrams: z.number().int().min(0).max(10_000),
    addMm: z.number().int().min(0).max(500),
  }),
})

export type Delivery = z.infer<typeof deliverySchema>
export type Carrier = Delivery['carriers'][number]
export type Service = z.infer<typeof service>
export type Rate = z.infer<typeof rate>
export type Zone = z.infer<typeof zone>
export type Compartment = z.infer<typeof compartment>
export type ParcelFile = z.infer<typeof parcelFile>
export type Collection = Delivery['collection']
