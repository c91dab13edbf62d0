import { z } from 'zod'
import { languages } from '../platform/i18n/languages.ts'
import { amount, optionalAmount } from '../platform/web/amounts.ts'
import { choice, optionalText, text, tick, wholeNumber } from '../platform/web/fields.ts'
import type { Finish } from './drawing-materials.ts'

/** The rows of a product's form: variants, pictures, documents. A field is named `v-<key>-sku`, `p-<key>-order` … */

/** Cents with VAT. */
export const dearest = 10_000_000
export const tierRows = [1, 2, 3] as const
export const measureUnits = ['m', 'm2', 'kg', 'l'] as const

const emptyOr = <T extends z.ZodType>(schema: T) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
      schema.optional(),
    )
    .optional()
const words = (max: number) => optionalText(max).transform((value) => value ?? '')
const inLanguages = <T extends z.ZodType, P extends string>(part: P, schema: () => T) =>
  Object.fromEntries(languages.map((language) => [`${part}-${language}`, schema()])) as Record<
    `${P}-${(typeof languages)[number]}`,
    T
  >

const tier = (number: (typeof tierRows)[number]) => ({
  [`from${number}`]: emptyOr(wholeNumber(2, 999)),
  [`price${number}`]: optionalAmount(1, dearest),
})

export const variantForm = z
  .object({
    sku: text(40),
    ...inLanguages('label', () => words(80)),
    price: amount(1, dearest),
    stock: emptyOr(wholeNumber(0, 1_000_000)),
    seenStock: emptyOr(wholeNumber(0, 1_000_000)),
    reorder: wholeNumber(0, 100_000),
    width: wholeNumber(1, 20_000),
    height: wholeNumber(1, 20_000),
    depth: wholeNumber(1, 20_000),
    weight: wholeNumber(1, 1_000_000),
    material: emptyOr(z.uuid('errors.choice')),
    finish: emptyOr(z.string().transform((value) => value as Finish)),
    gtin: emptyOr(text(14).pipe(z.string().refine(isGtin, 'goods.problem.gtin'))),
    measure: emptyOr(text(12).pipe(z.string().transform(measureOf))),
    measureUnit: emptyOr(choice(measureUnits)),
    ...tier(1),
    ...tier(2),
    ...tier(3),
    order: wholeNumber(1, 999),
    remove: tick(),
    withdrawn: tick(),
  })
  .superRefine((typed, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if ((typed.measure === undefined) !== (typed.measureUnit === undefined))
      refuse(typed.measure === undefined ? 'measure' : 'measureUnit', 'goods.problem.measure')
    const row = typed as unknown as Readonly<Record<string, number | null | undefined>>
    const seen = new Set<number>()
    for (const number of tierRows) {
      const [from, price] = [row[`from${number}`], row[`price${number}`]]
      if ((from === undefined) !== (price === null)) refuse(`from${number}`, 'goods.problem.tier')
      else if (from != null && seen.has(from)) refuse(`from${number}`, 'goods.problem.tier-twice')
      else if (price != null && price >= typed.price) refuse(`price${number}`, 'goods.problem.tier-dear')
      if (from != null) seen.add(from)
    }
  })

export const pictureForm = z.object({
  ...inLanguages('alt', () => words(200)),
  order: wholeNumber(1, 999),
  remove: tick(),
})

export const documentForm = z.object({
  name: text(120),
  language: emptyOr(choice(languages)),
  order: wholeNumber(1, 999),
  remove: tick(),
})

/** What is typed beside files that are being sent. */
export const uploadForm = z.object({
  ...inLanguages('alt', () => words(200)),
  documentLanguage: emptyOr(choice(languages)),
})

/** The last digit of a GTIN is computed from the others (GS1). */
function isGtin(typed: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(typed)) return false
  const digits = [...typed].map(Number).reverse()
  const sum = digits.reduce((total, digit, index) => total + digit * (index % 2 === 1 ? 3 : 1), 0)
  return sum % 10 === 0
}

function measureOf(typed: string, context: z.RefinementCtx): string {
  const figures = typed.replace(',', '.')
  if (/^\d{1,6}(\.\d{1,3})?$/.test(figures) && Number(figures) > 0) return figures
  context.addIssue({ code: 'custom', message: 'goods.problem.measure-number' })
  return z.NEVER
}
