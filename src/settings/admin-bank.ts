import { z } from 'zod'
import { printed } from '../customers/fields.ts'
import * as identifiers from '../customers/identifiers.ts'
import { optionalText, text, wholeNumber } from '../platform/web/fields.ts'
import { section } from './admin-section.ts'
import { change } from './settings.ts'

/** The account that customers pay into. */
export const bank = section({
  group: 'bank',
  form: () =>
    z.object({
      accountHolder: printed(text(70)),
      iban: text(42).transform((value, context) => {
        const found = identifiers.iban(value)
        if (found.ok) return found.value
        context.addIssue({ code: 'custom', message: `settings.problem.iban-${found.reason}` })
        return z.NEVER
      }),
      bank: optionalText(70).transform((value) => value ?? null),
      bic: optionalText(11).transform((value, context) => {
        const code = value?.toUpperCase() ?? null
        if (code === null || /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(code)) return code
        context.addIssue({ code: 'custom', message: 'settings.problem.bic' })
        return z.NEVER
      }),
      paymentDays: wholeNumber(1, 60),
    }),
  async shown(_tx, { settings }) {
    const { accountHolder, iban, bank: name, bic, paymentDays } = settings.bank
    return {
      values: {
        accountHolder,
        iban: identifiers.printedIban(iban),
        bank: name ?? '',
        bic: bic ?? '',
        paymentDays: String(paymentDays),
      },
    }
  },
  save: (tx, typed, _around, by) => change(tx, 'bank', typed, by),
})
