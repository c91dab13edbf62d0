import { z } from 'zod'
import { translator } from '../../platform/i18n/messages.ts'
import { choice, lines, wholeNumber } from '../../platform/web/fields.ts'
import type { Typed } from '../../platform/web/forms.ts'
import type { PurposeId, Retention } from '../purposes.ts'
import {
  type BalancingPart,
  balancingParts,
  type RegisterLanguage,
  registerLanguages,
  textOf,
  type WrittenText,
} from './balancing.ts'
import { isWithin, limitsOf } from './terms.ts'

const longestText = 2_000

/** The length of a term: a number and its unit, as an ISO 8601 duration. */
export function lengthForm(purpose: PurposeId, fact: string) {
  const [count, unit] = [`count-${fact}`, `unit-${fact}`]
  return z
    .object({ [count]: wholeNumber(0, 999), [unit]: choice(['D', 'M', 'Y']) })
    .transform((typed, context) => {
      const period = `P${typed[count]}${typed[unit]}`
      if (isWithin(period, limitsOf(purpose, fact))) return period
      context.addIssue({ code: 'custom', message: 'purposes.error.limits', path: [count] })
      return z.NEVER
    })
}

/** The lengths of terms as their forms hold them. */
export function lengthValues(terms: readonly Retention[]): Typed {
  return Object.fromEntries(
    terms.flatMap(({ from, period }) => [
      [`count-${from}`, /\d+/.exec(period)![0]],
      [`unit-${from}`, period.at(-1)!],
    ]),
  )
}

/** On or off. */
export const switchForm = z.object({ to: choice(['on', 'off']) }).transform(({ to }) => to === 'on')

type BalanceText = { part: BalancingPart; language: RegisterLanguage; words: string }
const fields = balancingParts.flatMap((part) => registerLanguages.map((language) => ({ part, language })))

/** The balancing test: its three steps in each language of the register. */
export const balanceForm = z
  .object(Object.fromEntries(fields.map(({ part, language }) => [`${part}-${language}`, lines(longestText)])))
  .transform((typed): BalanceText[] =>
    fields.map(({ part, language }) => ({ part, language, words: typed[`${part}-${language}`]! })),
  )

/** The test as it stands. */
export function balanceValues(subject: PurposeId, texts: readonly WrittenText[]): Typed {
  return Object.fromEntries(
    fields.map(({ part, language }) => [
      `${part}-${language}`,
      textOf(texts, { subject, language, part }, translator(language)),
    ]),
  )
}
