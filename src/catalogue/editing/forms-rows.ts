import { z } from 'zod'
import { languages } from '../../platform/i18n/languages.ts'
import { amount, optionalAmount } from '../../platform/web/amounts.ts'
import { choice, optionalText, text, tick, wholeNumber } from '../../platform/web/fields.ts'
import type { Finish } from '../drawing/materials.ts'
import { isGtin, longest, measureIn, most } from '../limits.ts'
import { measureUnits } from '../table.ts'

/** The rows of a product's form: variants, pictures, documents. A field is named `v-<key>-sku`, `p-<key>-order` … */

export const tierRows = [1, 2, 3] as const satisfies { readonly length: typeof most.tiers }

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

const finishKeys = Object.keys(finishes) as [Finish, ...Finish[]]

/** An empty field is none. */
export const emptyOr = <T extends z.ZodType>(schema: T) =>
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
  [`price${number}`]: optionalAmount(1, most.cents),
})

export const variantForm = z
  .object({
    sku: text(longest.sku),
    ...inLanguages('label', () => words(longest.label)),
    price: amount(1, most.cents),
    stock: emptyOr(wholeNumber(0, most.pieces)),
    seenStock: emptyOr(wholeNumber(0, most.pieces)),
    reorder: wholeNumber(0, most.reorder),
    width: wholeNumber(1, most.millimetres),
    height: wholeNumber(1, most.millimetres),
    depth: wholeNumber(1, most.millimetres),
    weight: wholeNumber(1, most.grams),
    material: emptyOr(z.uuid('errors.choice')),
    finish: emptyOr(choice(finishKeys)),
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

function measureOf(typed: string, context: z.RefinementCtx): string {
  const figures = measureIn(typed)
  if (figures !== undefined) return figures
  context.addIssue({ code: 'custom', message: 'goods.problem.measure-number' })
  return z.NEVER
}
