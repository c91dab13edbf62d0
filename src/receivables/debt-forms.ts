import { z } from 'zod'
import { free } from '../customers/fields.ts'
import type { IsoDate } from '../platform/time.ts'
import * as fields from '../platform/web/fields.ts'
import { debtFilters } from './debt-filters.ts'
import { debtSorts } from './debts.ts'
import type { WriteOffCause } from './hand-over/table.ts'

/** What an address says of the list; nonsense shows all of it from its beginning. */
export const listQuery = z.object({
  state: z.enum(debtFilters).catch('all'),
  sort: z.enum(debtSorts).catch('due'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  debtor: z.uuid().optional().catch(undefined),
})
export type ListQuery = z.output<typeof listQuery>

export const searchForm = z.object({ search: fields.text(80) })

/** What is done to all ticked debts; who holds them says why. */
export const bulkForm = z
  .object({
    action: fields.choice(['remind', 'hold', 'notice']),
    'debt[]': z.array(z.uuid()).optional().catch([]),
    holdReason: free(fields.optionalText(500)),
  })
  .transform((given, context) => {
    const { action, 'debt[]': debt = [], holdReason } = given
    if (debt.length === 0) context.addIssue({ code: 'custom', message: 'debts.error.tick', path: ['debt'] })
    if (action === 'hold' && holdReason === undefined)
      context.addIssue({ code: 'custom', message: 'errors.required', path: ['holdReason'] })
    return { action, debt, holdReason }
  })

/** Why debts are written off; the order is that of the page. */
export const writeOffCauses = [
  'uncollectable',
  'insolvent',
  'time-barred',
  'small',
] as const satisfies readonly WriteOffCause[]

/** What is further away is no promise to pay. */
export const mostPromiseDays = 183

/** A day to come, or today. */
export function promiseForm(today: IsoDate, latest: IsoDate) {
  const promisedOn = fields
    .day()
    .refine((day) => day >= today, 'debts.error.past')
    .refine((day) => day <= latest, 'debts.error.tooLate')
  return z.object({ promisedOn })
}

export const holdForm = z.object({ holdReason: free(fields.text(500)) })

/** The day on which the debtor had the notice, and what proves it. */
export function receiptForm(given: IsoDate, today: IsoDate) {
  return z.object({
    receivedOn: fields.dayUntil(today).refine((day) => day >= given, 'debts.error.beforeNotice'),
    proof: free(fields.text(300)),
  })
}

export const decisionForm = z.object({
  objectionId: fields.id(),
  upheld: fields.choice(['yes', 'no']),
  decision: free(fields.lines(2000)),
})

/** Why the rest is owed of a debt that was objected to rightly in part. */
export const restForm = z.object({ restReason: free(fields.lines(2000)) })

/** What of interest and costs is charged. */
export const chargeForm = z.object({ charge: fields.choice(['both', 'interest', 'costs']) })

export const writeOffForm = z.object({
  cause: fields.choice(writeOffCauses),
  writeOffReason: free(fields.text(500)),
})

/** Steps that need nothing but their button. */
export const buttonForm = z.object({})
