import { z } from 'zod'
import { free, named, optional, phone } from '../../customers/fields.ts'
import { countries } from '../../platform/web/country-codes.ts'
import * as fields from '../../platform/web/fields.ts'
import { purposeList } from '../purposes.ts'
import { copyFormats } from './request-copy.ts'

/** Where the link goes; a person is an address in lower case. */
export const linkForm = z.object({ email: fields.email().transform((address) => address.toLowerCase()) })

/** What the copy is made as: everything for people and machines, or what the person gave (Art. 20). */
export const copyForm = z.object({ format: fields.choice(copyFormats) })

/** How it should be; what is left empty stays as it is. */
export const correctionForm = z.object({
  name: named(fields.optionalText(120)),
  email: optional(fields.email()),
  phone: optional(phone()),
  street: named(fields.optionalText(160)),
  town: named(fields.optionalText(80)),
  postcode: named(fields.optionalText(12)),
  country: optional(fields.choice(countries as [string, ...string[]])),
  what: free(fields.optionalLines(2000)),
})
export type CorrectionWish = z.infer<typeof correctionForm>

export const erasureForm = z.object({ sure: fields.requiredTick() })

/** The grounds of Art. 18(1)(a) to (d). */
export const grounds = ['accuracy', 'unlawful', 'claims', 'objection'] as const

export const restrictionForm = z.object({
  ground: z.enum(grounds, 'errors.grounds'),
  why: free(fields.optionalLines(2000)),
})

/** The button that ends a restriction. */
export const liftingForm = z.object({ lift: z.enum(['yes']).optional().catch(undefined) })

const weighed = purposeList.filter(({ basis }) => Object.values(basis).includes('f')).map(({ id }) => id)

/** Marketing needs no reason (Art. 21(2)); anything else the person's own situation (Art. 21(1)). */
export const objectionForm = z
  .object({
    against: z.enum(['marketing', ...weighed], 'errors.choice'),
    why: free(fields.optionalLines(2000)),
  })
  .refine(({ against, why }) => against === 'marketing' || why !== undefined, {
    path: ['why'],
    message: 'errors.required',
  })

const turned = z.enum(['on', 'off']).optional()

/** One switch. */
export const choiceForm = z.object({
  'marketing-email': turned,
  'marketing-similar-goods': turned,
  'marketing-phone': turned,
})
