import { z } from 'zod'
import { type Language, languages } from '../platform/i18n/languages.ts'
import { choice, email, id, optionalLines, optionalText, tick, wholeNumber } from '../platform/web/fields.ts'
import type { Finish } from './drawing-materials.ts'

/** What a product's form says of the product itself; its rows have forms of their own (`forms-rows.ts`). */

/** Surfaces that a sign with the buyer's words can be drawn in, with their names. */
export const finishes: Readonly<Record<Finish, string>> = {
  'enamel-blue': 'goods.finish.enamel-blue',
  'enamel-black': 'goods.finish.enamel-black',
  'enamel-green': 'goods.finish.enamel-green',
  'enamel-white': 'goods.finish.enamel-white',
  steel: 'goods.finish.steel',
  brass: 'goods.finish.brass',
  slate: 'goods.finish.slate',
  oak: 'goods.finish.oak',
  acrylic: 'goods.finish.acrylic',
  'acrylic-black': 'goods.finish.acrylic-black',
  'printed-white': 'goods.finish.printed-white',
  'film-white': 'goods.finish.film-white',
  'road-blue': 'goods.finish.road-blue',
  'road-white': 'goods.finish.road-white',
  aluminium: 'goods.finish.aluminium',
  glass: 'goods.finish.glass',
}

export const vatClasses = ['standard', 'reduced', 'second-reduced', 'zero'] as const

const slug = () =>
  optionalText(80).pipe(
    z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'goods.problem.slug')
      .optional(),
  )

const orEmpty = (value: string | undefined) => value ?? ''
const emptyOr = <T extends z.ZodType>(schema: T) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
      schema.optional(),
    )
    .optional()

/** The fields of each language, as `name-lv`. */
const perLanguage = {
  name: optionalText(120).transform(orEmpty),
  slug: slug().transform(orEmpty),
  summary: optionalText(300).transform(orEmpty),
  description: optionalLines(6000).transform(orEmpty),
  material: optionalText(120).transform(orEmpty),
  fixing: optionalText(200).transform(orEmpty),
  warnings: optionalLines(2000).transform(orEmpty),
  authority: optionalLines(500).transform(orEmpty),
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
    category: id(),
    vatClass: choice(vatClasses),
    madeToOrder: tick(),
    leadDays: wholeNumber(0, 365),
    ownWords: tick(),
    wordLines: emptyOr(wholeNumber(1, 12)),
    wordLineLength: emptyOr(wholeNumber(1, 80)),
    takesArtwork: tick(),
    needsAuthority: tick(),
    makerName: optionalText(160).transform(orEmpty),
    makerAddress: optionalText(300).transform(orEmpty),
    makerEmail: emptyOr(email()),
    makerCountry: country(),
    identifier: optionalText(120).transform(orEmpty),
    responsibleName: optionalText(160),
    responsibleAddress: optionalText(300),
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
    if (typed.state === 'scheduled' && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(typed.publishAt ?? ''))
      refuse('publishAt', 'goods.problem.hour')
  })
