import { z } from 'zod'
import { checked, postcode, printed } from '../customers/fields.ts'
import { phone, registrationNumber, vatNumber } from '../customers/identifiers.ts'
import { type Language, languageNames } from '../platform/i18n/languages.ts'
import { email, optionalText, text } from '../platform/web/fields.ts'
import { section } from './admin-section.ts'
import { change, type Settings } from './settings.ts'

/** Who the shop is: on its pages, in its mails, on its invoices and in its notice. */
export const identity = section({
  group: 'identity',
  form: ({ settings }) =>
    z
      .object({
        name: printed(text(40)),
        legalName: printed(text(120)),
        registrationNumber: checked(registrationNumber, 'settings.problem.registration'),
        vatNumber: z.preprocess(
          (typed) => (typeof typed === 'string' && typed.trim() !== '' ? typed : null),
          checked(vatNumber, 'settings.problem.vat').nullable(),
        ),
        street: printed(text(160)),
        town: printed(text(80)),
        postcode: postcode(),
        email: email(),
        // Shown as the shop writes it; only whether it is a number is checked.
        phone: text(40).refine((value) => phone(value).ok, 'errors.phone'),
      })
      .and(hoursForm(settings)),
  async shown(_tx, { settings }) {
    const { hours, vatNumber, country: _, ...plain } = settings.identity
    const open = settings.languages.open
    return {
      values: {
        ...plain,
        vatNumber: vatNumber ?? '',
        ...Object.fromEntries(open.map((code) => [`hours-${code}`, hours[code] ?? ''])),
      },
      open: open.map((code) => ({ code, name: languageNames[code] })),
    }
  },
  async save(tx, { hours, ...typed }, { settings }, by) {
    const { country } = settings.identity
    await change(tx, 'identity', { ...typed, country, hours: { ...settings.identity.hours, ...hours } }, by)
  },
})

/** Opening hours in the words of each open language. */
function hoursForm({ languages }: Settings) {
  const fields = languages.open.map((code) => [`hours-${code}`, optionalText(200)] as const)
  return z
    .object(Object.fromEntries(fields))
    .transform((typed): { hours: Partial<Record<Language, string>> } => ({
      hours: Object.fromEntries(languages.open.map((code) => [code, typed[`hours-${code}`] ?? ''])),
    }))
}
