import { z } from 'zod'
import { amountText, optionalAmount } from '../platform/web/amounts.ts'
import { orNull, sentTick, wholeNumber } from '../platform/web/fields.ts'
import { fieldError } from '../platform/web/forms.ts'
import { Refused, section } from './admin-section.ts'
import { change, type Settings } from './settings.ts'

const form = z.object({
  transfer: sentTick(),
  card: sentTick(),
  collection: sentTick(),
  personDays: orNull(wholeNumber(1, 50)),
  personMost: optionalAmount(1, 1_000_000),
  companyDays: orNull(wholeNumber(1, 120)),
  reminderDays: orNull(wholeNumber(1, 30)),
  releaseDays: orNull(wholeNumber(0, 90)),
})

/** How buyers may pay, and what becomes of orders that nobody pays. */
export const paying = section({
  group: 'paying',
  form: () => form,
  async shown(_tx, { settings: { paying }, language }) {
    const number = (value: number | null | undefined) => (value == null ? '' : String(value))
    const ticked = (on: boolean) => (on ? 'yes' : '')
    return {
      values: {
        transfer: ticked(paying.transfer),
        card: ticked(paying.card),
        collection: ticked(paying.collection),
        personDays: number(paying.persons?.days),
        personMost: paying.persons ? amountText(paying.persons.mostCents, language) : '',
        companyDays: number(paying.companies?.days),
        reminderDays: number(paying.reminderDays),
        releaseDays: number(paying.releaseDays),
      },
    }
  },
  async save(tx, typed, _around, by) {
    await change(tx, 'paying', payingOf(typed), by)
  },
})

/** Days and highest amount for persons go together. */
function payingOf({
  personDays,
  personMost,
  companyDays,
  ...typed
}: z.output<typeof form>): Settings['paying'] {
  if (!typed.transfer && !typed.card && !typed.collection)
    throw new Refused({ transfer: fieldError('settings.problem.noPayment') })
  if (personDays !== null && personMost === null)
    throw new Refused({ personMost: fieldError('settings.problem.personMost') })
  return {
    ...typed,
    persons: personDays !== null && personMost !== null ? { days: personDays, mostCents: personMost } : null,
    companies: companyDays !== null ? { days: companyDays } : null,
  }
}
