import { z } from 'zod'
import { missingGlyphs, readable } from '../platform/files/lettering.ts'
import * as fields from '../platform/web/fields.ts'
import * as identifiers from './identifiers.ts'

/** A telephone number as E.164; eight digits are a number in Latvia. */
export function phone() {
  return checked(identifiers.phone, 'errors.phone')
}

/** A Latvian postcode as "LV-1010"; the prefix may be left out. */
export function postcode() {
  return checked(identifiers.postcode, 'errors.postcode')
}

/** A postcode of a country (ISO 3166-1 alpha-2): checked where we know how they look. */
export function postcodeIn(country: string) {
  return country === 'LV' ? postcode() : named(fields.text(12))
}

/**
 * A company's number in the register of its country: a Latvian one by its check digits, any other as it is said, as long as
 * it is nobody's personal code. `wrong` says what is wrong with a Latvian one.
 */
export function registrationNumberIn(country: string, wrong = 'errors.registrationNumber') {
  if (country === 'LV') return checked(identifiers.registrationNumber, wrong)
  return printed(fields.text(40).refine((text) => !identifiers.personalCode(text).ok, 'errors.personalCode'))
}

/** A text that stands on documents: their letters are all we can print, and others would become boxes. */
export function printed<T extends z.ZodType<string | undefined>>(schema: T) {
  return schema.superRefine((text, context) => {
    const missing = text === undefined ? [] : missingGlyphs(text)
    if (missing.length === 0) return
    const params = { characters: readable(missing) }
    context.addIssue({ code: 'custom', message: 'errors.wordCharacters', params })
  })
}

/** Free text in which nobody's personal code is kept by mistake. A Latvian telephone number may look like one. */
export function free<T extends z.ZodType<string | undefined>>(schema: T) {
  return schema.refine(
    (text) =>
      text === undefined || !identifiers.holdsPersonalCode(text.replace(/(?:\+|\b00)371[\s-]?(?=\d)/g, ' ')),
    'errors.personalCode',
  )
}

/** Free text that documents print. */
export function named<T extends z.ZodType<string | undefined>>(schema: T) {
  return printed(free(schema))
}

/** An empty field is none. */
export function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    (typed) => (typeof typed === 'string' && typed.trim() === '' ? undefined : typed),
    schema.optional(),
  )
}

/** A required text that one of the identifiers' checks accepts, as it writes it; `wrong` says what is wrong otherwise. */
export function checked(check: (text: string) => identifiers.Checked<string>, wrong: string) {
  return fields.text(40).transform((text, context) => {
    const result = check(text)
    if (result.ok) return result.value
    const message = result.reason === 'personal-code' ? 'errors.personalCode' : wrong
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}
