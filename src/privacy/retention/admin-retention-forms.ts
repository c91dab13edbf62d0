import { z } from 'zod'
import * as fields from '../../platform/web/fields.ts'
import { holdKinds } from './holds.ts'

/** Holding an order back; its number as staff read it on the order. */
export const holdForm = z.object({
  order: fields.text(40),
  kind: fields.choice(holdKinds),
  reason: fields.text(500),
})

/** The day for which a look ahead is asked. */
export const aheadForm = z.object({ day: z.iso.date() })
