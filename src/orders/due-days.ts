import type { IsoDate } from '../platform/time.ts'
import type { Settings } from '../settings/settings.ts'
import type { Calendar } from '../settings/working-days.ts'

/** The day by which something is ready that may be begun on `from`: its working days on, the next one at the earliest. */
export function dueOn(
  calendar: Calendar,
  closures: Settings['closures'],
  from: IsoDate,
  leadDays: number,
): IsoDate {
  return calendar.addWorkingDays(from, Math.max(1, leadDays), closures)
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
