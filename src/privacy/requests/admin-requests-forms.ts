import { z } from 'zod'
import { free, named, optional } from '../../customers/fields.ts'
import { languages } from '../../platform/i18n/languages.ts'
import type { IsoDate } from '../../platform/time.ts'
import * as fields from '../../platform/web/fields.ts'
import { copyFormats } from '../my-data/request-copy.ts'
import { requestKinds } from './requests.ts'

/** Whose requests are looked for; posted, so that no address stands in one. */
export const searchForm = z.object({ search: fields.email().transform((address) => address.toLowerCase()) })

/** What the copy is made as. */
export const copyForm = z.object({ format: fields.choice(copyFormats) })

/** How it came; the page notes its own. */
export const origins = ['mail', 'letter', 'telephone'] as const

/** A request that came another way than by the page. The day is today's at the latest. */
export function newForm(today: IsoDate) {
  return z
    .object({
      email: optional(fields.email().transform((address) => address.toLowerCase())),
      orderNumber: fields.optionalText(30),
      name: named(fields.optionalText(120)),
      postal: free(fields.optionalLines(400)),
      language: z.enum(languages, 'errors.choice'),
      kind: z.enum(requestKinds, 'errors.choice'),
      origin: fields.choice(origins),
      receivedOn: fields.dayUntil(today),
      words: free(fields.optionalLines(4000)),
    })
    .refine(({ email, postal }) => email !== undefined || postal !== undefined, {
      path: ['email'],
      message: 'errors.emailOrPost',
    })
    .refine(({ postal, name }) => postal === undefined || name !== undefined, {
      path: ['name'],
      message: 'errors.required',
    })
    .refine(({ postal }) => postal === undefined || postal.length >= 5, {
      path: ['postal'],
      message: 'errors.required',
    })
}

const words = () => free(fields.lines(4000))

/** What is done about a request: each button has its own fields. */
export const stepForm = z.discriminatedUnion('step', [
  z.object({ step: z.literal('identity'), how: named(fields.text(300)) }),
  z.object({ step: z.literal('extended'), reason: words() }),
  z.object({ step: z.literal('refused'), refusal: words() }),
  z.object({ step: z.literal('answered'), answer: words() }),
  z.object({ step: z.literal('noted'), remark: words() }),
  z.object({
    step: z.literal('restricted'),
    ground: z.enum(['accuracy', 'unlawful', 'claims', 'objection']),
  }),
  z.object({ step: z.literal('lift-told'), lifting: words() }),
  z.object({ step: z.literal('lifted') }),
  z.object({ step: z.literal('located'), number: fields.text(30) }),
  z.object({ step: z.literal('recipients-told') }),
  z.object({ step: z.literal('objection-accepted'), purpose: z.string().max(40) }),
  z.object({ step: z.literal('objection-declined'), declined: words() }),
])
export type StepForm = z.infer<typeof stepForm>
