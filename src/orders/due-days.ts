import type { IsoDate } from '../platform/time.ts'
import { countsFor, daysToLeave } from '../settings/sending.ts'
import type { Settings } from '../settings/settings.ts'
import type { Calendar } from '../settings/working-days.ts'

/** What the making of goods waits for, and how long it takes. */
export interface Begun {
  /** The day on which the money came. */
  readonly paidOn: IsoDate
  /** The day on which the drawing was approved, where there is one. */
  readonly approvedOn?: IsoDate | undefined
  readonly leadDays: number
}

/**
 * The day by which goods are ready, the same for the buyer and for the workshop: working days on from the day for which the
 * money counts, as the page of the goods says, or from the approval where that came later.
 */
export function readyOn(
  calendar: Calendar,
  closures: Settings['closures'],
  { paidOn, approvedOn, leadDays }: Begun,
): IsoDate {
  const paid = countsFor(calendar, closures, paidOn)
  const from = approvedOn && approvedOn > paid ? approvedOn : paid
  return calendar.addWorkingDays(from, daysToLeave({ leadDays, drawn: false }), closures)
}

/** Working days from today until a day: 0 for today, negative when it is past (a missed day is one at least). */
export function daysUntil(
  calendar: Calendar,
  closures: Settings['closures'],
  today: IsoDate,
  due: IsoDate,
): number {
  if (due < today) return -Math.max(1, workingDaysAfter(calendar, closures, due, today))
  return workingDaysAfter(calendar, closures, today, due)
}

const mostCounted = 250

/** Working days after `from` up to `until`. */
function workingDaysAfter(
  calendar: Calendar,
  closures: Settings['closures'],
  from: IsoDate,
  until: IsoDate,
): number {
  let days = 0
  // What is a year late is late enough.
  for (let day = from; days < mostCounted; days++) {
    day = calendar.addWorkingDays(day, 1, closures)
    if (day > until) break
  }
  return days
}
