import { z } from 'zod'
import type { Transaction } from '../platform/database/client.ts'
import { addDays, type IsoDate } from '../platform/time.ts'
import { day, optionalText } from '../platform/web/fields.ts'
import { type Around, section } from './admin-section.ts'
import { change } from './settings.ts'
import { openCalendar } from './working-days.ts'

/** Days on which the shop does not work, beside the state's own. */
export const closures = section({
  group: 'closures',
  form: ({ today }) =>
    z.object({ from: day(), until: day(), reason: optionalText(80) }).superRefine((typed, context) => {
      const problem = problemOf(typed, today)
      if (problem) context.addIssue({ code: 'custom', ...problem })
    }),
  async shown(_tx, { settings, today, language }) {
    const calendar = await openCalendar()
    return {
      values: {},
      closures: settings.closures.closures.filter(({ until }) => until >= today),
      holidays: calendar.holidays(today, addDays(today, 365), language),
    }
  },
  async save(tx, { from, until, reason = '' }, { settings }, by) {
    const added = { id: crypto.randomUUID(), from, until, reason }
    const all = [...settings.closures.closures, added].sort((a, b) => a.from.localeCompare(b.from))
    await change(tx, 'closures', { closures: all }, by)
  },
})

/** Takes a closure back; one that is gone already stays gone. */
export async function removeClosure(
  tx: Transaction,
  id: string,
  { settings }: Around,
  by: string,
): Promise<void> {
  const left = settings.closures.closures.filter((closure) => closure.id !== id)
  await change(tx, 'closures', { closures: left }, by)
}

function problemOf({ from, until }: { from: IsoDate; until: IsoDate }, today: IsoDate) {
  if (until < from) return { message: 'settings.problem.order', path: ['until'] }
  if (from < addDays(today, -365)) return { message: 'settings.problem.too-early', path: ['from'] }
  if (until > addDays(from, 365)) return { message: 'settings.problem.too-long', path: ['until'] }
  // It would change nothing any more, and is not listed.
  if (until < today) return { message: 'settings.problem.past', path: ['until'] }
  return undefined
}
