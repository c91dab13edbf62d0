import { z } from 'zod'
import { type Language, languages } from '../../platform/i18n/languages.ts'
import { choice, email, optionalLines, optionalText, tick, wholeNumber } from '../../platform/web/fields.ts'
import { longest, most, slugPattern } from '../limits.ts'
import { vatClasses } from '../vat-class.ts'
import { emptyOr } from './forms-rows.ts'

/** What a product's form says of the product itself; its rows have forms of their own (`forms-rows.ts`). */

const slug = () =>
  optionalText(longest.slug).pipe(z.string().regex(slugPattern, 'goods.problem.slug').optional())

const orEmpty = (value: string | undefined) => value ?? ''

/** The fields of each language, as `name-lv`. */
const perLanguage = {
  name: optionalText(longest.name).transform(orEmpty),
  slug: slug().transform(orEmpty),
  summary: optionalText(longest.summary).transform(orEmpty),
  description: optionalLines(longest.description).transform(orEmpty),
  material: optionalText(longest.material).transform(orEmpty),
  fixing: optionalText(longest.fixing).transform(orEmpty),
  warnings: optionalLines(longest.warnings).transform(orEmpty),
  authority: optionalLines(longest.authority).transform(orEmpty),
} as const
export type TextPart = keyof typeof perLanguage
export const textParts = Object.keys(perLanguage) as TextPart[]

export const textFields = Object.fromEntries(
  languages.flatMap((language) => textParts.map((part) => [`${part}-${language}`, perLanguage[part]])),
) as Record<`${TextPart}-${Language}`, (typeof perLanguage)['name']>

export const states = ['draft', 'scheduled', 'published'] as const

const country = () => z.string('errors.required').regex(/^[A-Z]{2}$/, 'errors.choice')

export const goodsForm = z
  .object({
    ...textFields,
    category: z.uuid('errors.choice'),
    vatClass: choice(vatClasses),
    madeToOrder: tick(),
    leadDays: wholeNumber(0, most.leadDays),
    ownWords: tick(),
    wordLines: emptyOr(wholeNumber(1, most.wordLines)),
    wordLineLength: emptyOr(wholeNumber(1, longest.wordLine)),
    takesArtwork: tick(),
    needsAuthority: tick(),
    makerName: optionalText(longest.contactName).transform(orEmpty),
    makerAddress: optionalText(longest.contactAddress).transform(orEmpty),
    makerEmail: emptyOr(email()),
    makerCountry: country(),
    identifier: optionalText(longest.identifier).transform(orEmpty),
    responsibleName: optionalText(longest.contactName),
    responsibleAddress: optionalText(longest.contactAddress),
    responsibleEmail: emptyOr(email()),
    related: optionalLines(2000).transform(orEmpty),
    state: choice(states),
    publishAt: optionalText(16),
  })
  .superRefine((typed, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    for (const language of languages) {
      const others = textParts.some((part) => part !== 'name' && typed[`${part}-${language}`])
      if (others && !typed[`name-${language}`]) refuse(`name-${language}`, 'goods.problem.nameless')
    }
    if (typed.ownWords && !typed.madeToOrder) refuse('madeToOrder', 'goods.problem.own-words')
    if (typed.takesArtwork && !typed.madeToOrder) refuse('madeToOrder', 'goods.problem.own-words')
    if (typed.ownWords && !typed.wordLines) refuse('wordLines', 'errors.required')
    if (typed.ownWords && !typed.wordLineLength) refuse('wordLineLength', 'errors.required')
    const responsible = [typed.responsibleName, typed.responsibleAddress, typed.responsibleEmail]
    if (responsible.some(Boolean) && !responsible.every(Boolean))
      refuse('responsibleName', 'goods.problem.responsible-parts')
    if (typed.state === 'scheduled' && !isHour(typed.publishAt ?? ''))
      refuse('publishAt', 'goods.problem.hour')
  })

/** A day and hour of the calendar as browsers send them, in years that PostgreSQL and people count. */
function isHour(text: string): boolean {
  return (
    /^2\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) && z.iso.datetime({ local: true }).safeParse(text).success
  )
}
