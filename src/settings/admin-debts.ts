import { z } from 'zod'
import { memberStates } from '../invoicing/vat-rates.ts'
import { languageNames, languages } from '../platform/i18n/languages.ts'
import { countryCodes } from '../platform/web/country-codes.ts'
import { orNull, sentTick, wholeNumber } from '../platform/web/fields.ts'
import { fieldError } from '../platform/web/forms.ts'
import { samples } from '../receivables/dunning/sample-debts.ts'
import { urlFor } from '../urls.ts'
import { Refused, section } from './admin-section.ts'
import { change, type Settings } from './settings.ts'

const form = z.object({
  automatic: sentTick(),
  personReminder: wholeNumber(1, 60),
  personNotice: wholeNumber(1, 365),
  companySteps: listOfDays(),
  companyNotice: wholeNumber(1, 365),
  presumedDays: orNull(wholeNumber(7, 60)),
  countries: countryCodes(memberStates),
  signedOff: sentTick(),
  barredPerson: wholeNumber(1, 15),
  barredCompany: wholeNumber(1, 15),
})
/** When the shop asks for money that is due, and whose debts it may hand to a collector. */
export const debts = section({
  group: 'debts',
  form: () => form,
  async shown(_tx, { settings: { debts }, language }) {
    const names = new Intl.DisplayNames(language, { type: 'region' })
    const foreign = debts.countries.filter((code) => code !== 'LV')
    return {
      values: {
        automatic: debts.automatic ? 'yes' : '',
        personReminder: String(debts.personDays),
        personNotice: String(debts.personNoticeDays),
        companySteps: debts.companySteps.join(', '),
        companyNotice: String(debts.companyNoticeDays),
        presumedDays: debts.presumedDays === null ? '' : String(debts.presumedDays),
        countries: debts.countries.join(', '),
        signedOff: '',
        barredPerson: String(debts.barredYears.person),
        barredCompany: String(debts.barredYears.company),
      },
      foreign: foreign.map((code) => names.of(code) ?? code).join(', '),
      letters: samples.map((letter) => ({
        key: letter,
        languages: languages.map((code) => ({
          name: languageNames[code],
          code,
          href: urlFor('adminReminderPreview', { letter, code }),
        })),
      })),
    }
  },
  async save(tx, typed, { settings }, by) {
    await change(tx, 'debts', debtsOf(typed, settings.debts), by)
  },
})

/** A notice before the last reminder would make the reminder idle; a new country needs a lawyer's word. */
function debtsOf(typed: z.output<typeof form>, now: Settings['debts']): Settings['debts'] {
  if (typed.personNotice <= typed.personReminder)
    throw new Refused({ personNotice: fieldError('settings.problem.stepsBeforeNotice') })
  if (typed.companySteps.some((days) => days >= typed.companyNotice))
    throw new Refused({ companyNotice: fieldError('settings.problem.stepsBeforeNotice') })
  const added = typed.countries.filter((code) => code !== 'LV' && !now.countries.includes(code))
  if (added.length > 0 && !typed.signedOff)
    throw new Refused({ signedOff: fieldError('settings.problem.signedOff') })
  return {
    ...now,
    countries: typed.countries,
    automatic: typed.automatic,
    companySteps: typed.companySteps,
    personDays: typed.personReminder,
    personNoticeDays: typed.personNotice,
    companyNoticeDays: typed.companyNotice,
    presumedDays: typed.presumedDays,
    barredYears: { person: typed.barredPerson, company: typed.barredCompany },
  }
}

/** "-3, 3, 14", in any order; nothing means no reminders. */
function listOfDays() {
  return z.string('errors.required').transform((value, context): number[] => {
    const parts = listed(value)
    const days = [...new Set(parts.map(Number))].sort((a, b) => a - b)
    const within = days.every((day) => day >= -30 && day <= 180)
    if (parts.every((part) => /^-?\d{1,3}$/.test(part)) && within && days.length <= 9) return days
    context.addIssue({ code: 'custom', message: 'settings.problem.steps' })
    return z.NEVER
  })
}

/** People write a minus as their keyboard has it. */
function listed(value: string): string[] {
  return value
    .replace(/[−–]/g, '-')
    .split(/[\s,;]+/)
    .filter(Boolean)
}
