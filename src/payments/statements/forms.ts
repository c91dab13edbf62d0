import { z } from 'zod'
import { amount } from '../../platform/web/amounts.ts'
import { choice, id, optionalLines, text } from '../../platform/web/fields.ts'
import { asideReasons } from './table.ts'

/** The largest payment that there can be, in cents. */
const most = 2_000_000_000

/** The orders that an entry is for, and how much of it each gets. */
export const matchForm = z
  .object({
    order: z.array(id()).min(1, 'errors.required').max(20),
    amount: z.array(amount(1, most)).min(1, 'errors.required').max(20),
    /** Where the button stood. */
    from: z.enum(['list', 'entry']).catch('entry'),
  })
  .refine(({ order, amount: amounts }) => order.length === amounts.length, 'errors.invalid')

export const searchForm = z.object({ search: text(100) })

export const undoForm = z.object({ payment: id(), undoReason: text(200) })

export const asideForm = z.object({
  reason: choice(asideReasons),
  note: optionalLines(500),
  from: z.enum(['list', 'entry']).catch('entry'),
})

/** What the room's address may ask for. */
export const roomQuery = z.object({
  show: z.enum(['waiting', 'statements']).catch('waiting'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  import: z.uuid().optional().catch(undefined),
  known: z.coerce.number().int().min(1).max(100).optional().catch(undefined),
  done: z.enum(['matched', 'undone', 'aside', 'again']).optional().catch(undefined),
})
