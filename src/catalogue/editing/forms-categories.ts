import { z } from 'zod'
import { languages } from '../../platform/i18n/languages.ts'
import { optionalLines, optionalText, tick, wholeNumber } from '../../platform/web/fields.ts'

const words = (max: number) => optionalText(max).transform((value) => value ?? '')
const slug = () => words(80).pipe(z.string().regex(/^([a-z0-9]+(-[a-z0-9]+)*)?$/, 'goods.problem.slug'))
const each = <T extends z.ZodType, P extends string>(part: P, schema: () => T) =>
  Object.fromEntries(languages.map((language) => [`${part}-${language}`, schema()])) as Record<
    `${P}-${(typeof languages)[number]}`,
    T
  >
const chosenId = () => z.union([z.literal(''), z.uuid()], 'errors.choice').optional()

/** A category; Latvian is needed, another language where it has a name. */
export const categoryForm = z
  .object({
    ...each('name', () => words(80)),
    ...each('slug', slug),
    ...each('summary', () => optionalLines(300).transform((value) => value ?? '')),
    ...each('alt', () => words(200)),
    parent: chosenId(),
    order: wholeNumber(1, 9999),
    picture: chosenId(),
  })
  .superRefine((typed, context) => {
    for (const language of languages) {
      const needed = language === 'lv' || typed[`summary-${language}`] || typed[`slug-${language}`]
      if (needed && !typed[`name-${language}`])
        context.addIssue({ code: 'custom', path: [`name-${language}`], message: 'errors.required' })
    }
  })

/** A row of the list of materials. */
export const materialForm = z
  .object({
    ...each('name', () => words(80)),
    ...each('slug', slug),
    order: wholeNumber(1, 999),
    remove: tick(),
  })
  .superRefine((typed, context) => {
    for (const language of languages)
      if ((language === 'lv' || typed[`slug-${language}`]) && !typed[`name-${language}`])
        context.addIssue({ code: 'custom', path: [`name-${language}`], message: 'errors.required' })
  })
