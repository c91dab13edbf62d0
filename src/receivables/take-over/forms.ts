import { z } from 'zod'
import { checked, named, optional, phone, postcodeIn, registrationNumberIn } from '../../customers/fields.ts'
import { vatNumber } from '../../customers/identifiers.ts'
import { creditorReference, readCreditorReference } from '../../payments/reference.ts'
import { languages } from '../../platform/i18n/languages.ts'
import { type IsoDate, yearsFrom } from '../../platform/time.ts'
import { amount } from '../../platform/web/amounts.ts'
import { countries } from '../../platform/web/country-codes.ts'
import * as fields from '../../platform/web/fields.ts'

const mostCents = 2_000_000_000
/** Years: a later day to pay is a slip of the pen. */
const longestTerm = 5

/** A line of the file of open invoices; `written` is the country that the line names, by which its postcode and numbers are held. */
export function rowForm(today: IsoDate, written: string) {
  const country = written.toUpperCase()
  return z
    .object({
      number: named(fields.text(40)),
      issued_on: fields.dayUntil(today),
      due_on: fields.day(),
      gross: amount(1, mostCents),
      vat: zeroIfEmpty(),
      paid: zeroIfEmpty(),
      delivered_on: fields.orNull(fields.dayUntil(today)),
      reference: optional(reference()),
      company: named(fields.optionalText(120)),
      registration_number: optional(registrationNumberIn(country)),
      vat_number: optional(checked(vatNumber, 'errors.vatNumber')),
      name: named(fields.text(120)),
      email: fields.email(),
      phone: optional(phone()),
      street: named(fields.optionalText(160)),
      town: named(fields.optionalText(80)),
      postcode: optional(postcodeIn(country)),
      country: orElse(
        'LV',
        fields
          .text(2)
          .transform(upper)
          .refine((code) => countries.includes(code), 'takeOver.error.country'),
      ),
      language: orElse(
        'lv',
        fields.text(2).transform(lower).pipe(z.enum(languages, 'takeOver.error.language')),
      ),
    })
    .refine(({ issued_on: issued, due_on: due }) => due >= issued, {
      path: ['due_on'],
      message: 'takeOver.error.due',
    })
    .refine(({ issued_on: issued, due_on: due }) => due <= yearsFrom(issued, longestTerm), {
      path: ['due_on'],
      message: 'takeOver.error.dueFar',
    })
    .refine(({ gross, vat }) => vat < gross, { path: ['vat'], message: 'takeOver.error.vat' })
    .refine(({ gross, paid }) => paid < gross, { path: ['paid'], message: 'takeOver.error.paid' })
}
export type FormerRow = z.output<ReturnType<typeof rowForm>>

function zeroIfEmpty() {
  return orElse('0', amount(0, mostCents))
}

function orElse<T extends z.ZodType>(otherwise: string, field: T) {
  return z.preprocess(
    (typed) =>
      typed === undefined || (typeof typed === 'string' && typed.trim() === '') ? otherwise : typed,
    field,
  )
}

/** An ISO 11649 reference as it is; any other that has digits is found by the bank's words, and kept as one. */
function reference() {
  return fields.text(30).transform((typed, context) => {
    const written = readCreditorReference(typed)
    const bare = typed.replace(/[^0-9A-Za-z]/g, '')
    if (written) return written
    if (/\d/.test(bare) && bare.length <= 21 && !/^RF\d\d/i.test(bare)) return creditorReference(bare)
    context.addIssue({ code: 'custom', message: 'takeOver.error.reference' })
    return z.NEVER
  })
}

function upper(text: string): string {
  return text.toUpperCase()
}

function lower(text: string): string {
  return text.toLowerCase()
}

/** The page's two steps: a file, or what was read of it and a yes. */
export const stepForm = z.object({ table: z.string().max(1_000_000).optional().catch(undefined) })
