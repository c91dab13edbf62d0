import { z } from 'zod'
import { documentKinds } from '../invoicing/snapshot.ts'
import { addDays, type IsoDate } from '../platform/time.ts'
import { choice, day, dayUntil, lines, text } from '../platform/web/fields.ts'
import { monthPattern, moved } from './periods.ts'
import { exportFormats } from './table.ts'

/** A month in an address; the given one where it names none. */
export function monthIn(month: string) {
  return z.string().regex(monthPattern).catch(month)
}

/** What the address of the list of documents may ask for; the given month where it names none. */
export function listQuery(month: string) {
  return z.object({
    month: monthIn(month),
    kind: z.enum(documentKinds).optional().catch(undefined),
    page: z.coerce.number().int().min(1).max(100_000).catch(1),
  })
}

/** The day as of which open items are asked for, today at the latest. */
export function onQuery(today: IsoDate) {
  return z.object({ on: dayUntil(today).catch(today) })
}

export const searchForm = z.object({ number: text(40) })

/** Ten years at most: what the books are kept for. */
const longest = 3660

// What was left empty is no day to reckon with.
const complete = ({ issues }: { readonly issues: readonly unknown[] }) => issues.length === 0

/** What is to be taken out of the books; both days belong to it. */
export function exportForm() {
  return z
    .object({ from: day(), until: day(), format: choice(exportFormats) })
    .refine(({ from, until }) => from <= until, {
      path: ['until'],
      message: 'books.error.order',
      when: complete,
    })
    .refine(({ from, until }) => until <= addDays(from, longest), {
      path: ['until'],
      message: 'books.error.tooLong',
      when: complete,
    })
}

/** A closed month is opened again with a reason. */
export const reopeningForm = z.object({ why: lines(500) })

/** The month before a day's own: the one that is usually wanted. */
export function lastMonth(today: IsoDate): string {
  return moved(today.slice(0, 7), -1)
}
