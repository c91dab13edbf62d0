import { addDays, type IsoDate } from '../../platform/time.ts'
import type { Settings } from '../../settings/settings.ts'

type Debts = Settings['debts']

/** One reminder of a buyer's schedule; days after the due date, before it negative. */
export interface Step {
  /** Its place in the schedule, from 1. */
  readonly level: number
  readonly days: number
}

/** How a reminder speaks: before the due date, after it, or for the last time before the notice. */
export const tones = ['before', 'first', 'last'] as const
export type Tone = (typeof tones)[number]

/** The reminders of a buyer's schedule, by days. A person gets one: more would be collection already (PTAC). */
export function stepsFor(kind: 'person' | 'company', { personDays, companySteps }: Debts): Step[] {
  const days = kind === 'person' ? [personDays] : [...new Set(companySteps)].sort((a, b) => a - b)
  return days.map((day, index) => ({ level: index + 1, days: day }))
}

/** The day from which the notice of the debt is due; a person gives it. */
export function noticeDueOn(
  kind: 'person' | 'company',
  dueOn: IsoDate,
  { personNoticeDays, companyNoticeDays }: Debts,
): IsoDate {
  return addDays(dueOn, kind === 'person' ? personNoticeDays : companyNoticeDays)
}

/** How the reminder of a level speaks on a day: one that was delayed until after the due date does not say that it is to come. */
export function toneOf(steps: readonly Step[], level: number, dueOn: IsoDate, today: IsoDate): Tone {
  if (today <= dueOn) return 'before'
  const later = steps.filter(({ days }) => days > 0)
  return later.length > 1 && level >= steps.length ? 'last' : 'first'
}
