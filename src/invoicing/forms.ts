import { z } from 'zod'
import { checked, optional, registrationNumberIn } from '../customers/fields.ts'
import { vatNumber } from '../customers/identifiers.ts'
import type { IsoDate } from '../platform/time.ts'
import { countries } from '../platform/web/country-codes.ts'
import { choice, dayUntil, id, lines, optionalText, text } from '../platform/web/fields.ts'
import { sendingWays } from './evidence/table.ts'
import { documentStates } from './lists.ts'
import { documentKinds } from './snapshot.ts'

/** What the list's address may ask for. */
export const listQuery = z.object({
  kind: z.enum(documentKinds).optional().catch(undefined),
  month: z
    .string()
    .regex(/^20\d{2}-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
  state: z.enum(documentStates).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

export const searchForm = z.object({ search: text(40) })

export const publicForm = z.object({ public: choice(['yes', 'no']) })

export const vatForm = z.object({ vat: choice(['intra-community', 'domestic']) })

export const transportForm = z.object({ words: lines(1000) })

/** How and when a structured document went. */
export function sendingForm(today: IsoDate) {
  return z.object({
    invoice: id(),
    sentOn: dayUntil(today),
    way: choice(sendingWays),
    reference: optionalText(100),
  })
}

/** The country of the address that should have been there, by which the company's number is held. */
export const correctedCountry = z.object({ country: z.enum(countries).catch('LV') })

/** The buyer's details as they should have read; identifiers by their check digits. */
export function correctiveForm(country: string) {
  return z.object({
    invoice: id(),
    name: text(200),
    companyName: optionalText(200),
    registrationNumber: optional(registrationNumberIn(country)),
    vatNumber: optional(checked(vatNumber, 'errors.vatNumber')),
    street: text(200),
    town: text(100),
    postcode: optionalText(12),
    country: choice(countries as [string, ...string[]]),
  })
}
