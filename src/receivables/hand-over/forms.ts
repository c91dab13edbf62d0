import { z } from 'zod'
import type { FieldErrors } from '../../platform/web/forms.ts'

/** The debts that were ticked, and to whom they go. */
export const handOverForm = z.object({
  collector: z.uuid('handOver.noCollector'),
  'debt[]': z.array(z.uuid()).min(1, 'handOver.noneTicked').max(100).prefault([]),
})

/** The name of the ticks without its brackets, for the link of what is wrong with them. */
export function plainly(errors: FieldErrors): FieldErrors {
  return Object.fromEntries(Object.entries(errors).map(([field, error]) => [field.replace('[]', ''), error]))
}

/** A collector's report: a file, or what was read of it and a yes. */
export const reportForm = z.object({ table: z.string().max(1_000_000).optional().catch(undefined) })

export const roomQuery = z.object({
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  done: z.enum(['told', 'reversed']).optional().catch(undefined),
})

export const batchQuery = z.object({
  done: z.enum(['handed-over', 'recalled', 'report']).optional().catch(undefined),
  lines: z.coerce.number().int().min(0).max(10_000).optional().catch(undefined),
})
