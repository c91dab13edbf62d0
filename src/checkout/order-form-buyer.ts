import { checked, named, optional, postcodeIn, registrationNumberIn } from '../customers/fields.ts'
import { vatNumber } from '../customers/identifiers.ts'
import * as fields from '../platform/web/fields.ts'

/**
 * What a company of this country says of itself. A Latvian one has its number in the register of enterprises; elsewhere a VAT
 * number says as well who it is.
 */
export function companyFields(country: string, hasVatNumber: boolean) {
  return {
    companyName: named(fields.text(120)),
    registrationNumber: numberInRegister(country, hasVatNumber),
    vatNumber: optional(checked(vatNumber, 'errors.vatNumber')),
    orderReference: named(fields.optionalText(60)),
    invoiceEmail: optional(fields.email()),
    publicBuyer: fields.tick(),
  }
}

function numberInRegister(country: string, hasVatNumber: boolean) {
  const here = country === 'LV'
  const number = optional(registrationNumberIn(country, 'errors.registrationNumberHere'))
  if (!here && hasVatNumber) return number
  return number.refine(given, here ? 'errors.registrationNumberHere' : 'errors.companyNumber')
}

function given(value: unknown): boolean {
  return value !== undefined
}

/** Postcodes are checked where we know how they look. */
export function addressFields(country: string) {
  return { street: named(fields.text(160)), town: named(fields.text(80)), postcode: postcodeIn(country) }
}

/** An address that may be left out. */
export function optionalFields(country: string) {
  return {
    street: named(fields.optionalText(160)),
    town: named(fields.optionalText(80)),
    postcode: optional(postcodeIn(country)),
  }
}

/** How the country of the buyer's own address stands to the one that the goods go to. */
export interface OwnCountry {
  /** What may be chosen (ISO 3166-1 alpha-2). */
  readonly homes: readonly string[]
  readonly delivery: string
  /** The goods go to this very address. */
  readonly same: boolean
  /** They go to another address, in another country than ours: nobody guesses where the buyer is at home. */
  readonly asked: boolean
}

/** The country of the buyer's own address; left open, it is the one that the goods go to. */
export function ownCountry({ homes, delivery, same, asked }: OwnCountry) {
  return optional(fields.choice(homes as [string, ...string[]]))
    .refine((own) => own !== undefined || !asked, 'errors.ownCountry')
    .refine((own) => own === undefined || own === delivery || !same, 'errors.sameCountry')
    .transform((own) => own ?? delivery)
}
