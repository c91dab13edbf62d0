import { addDays, type IsoDate, isoDate } from '../../platform/time.ts'
import type { Calendar } from '../../settings/working-days.ts'

/** Months from receipt: to answer (GDPR 12(3)), and with the two further months that a difficult request may take. */
const months = { plain: 1, extended: 3 } as const

/** The shop's own holidays move no legal date: only weekends and public holidays do (Reg. 1182/71 Art. 2(1), 3(4)). */
const noClosures = { closures: [] }

/** The last day to answer a request received on this day. */
export function answerBy(receivedOn: IsoDate, calendar: Calendar): IsoDate {
  return calendar.workingDayFrom(monthsAfter(receivedOn, months.plain), noClosures)
}

/** The last day to answer once the term was extended. */
export function extendedTo(receivedOn: IsoDate, calendar: Calendar): IsoDate {
  return calendar.workingDayFrom(monthsAfter(receivedOn, months.extended), noClosures)
}

/** Whoever asked is told of an extension, with its reason, within the first month, or there is none. */
export function mayExtend(receivedOn: IsoDate, today: IsoDate, calendar: Calendar): boolean {
  return today <= answerBy(receivedOn, calendar)
}

/**
 * The same date so many months later, or the last day of a month that has no such date (Reg. 1182/71 Art. 3(2)(c)).
 * The day of receipt itself is not counted (Art. 3(1)), so a request of 5 March may be answered until the end of 5 April.
 */
export function monthsAfter(day: IsoDate, count: number): IsoDate {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const months = year * 12 + (month - 1) + count
  const last = lastOf(Math.floor(months / 12), (months % 12) + 1)
  return isoDate(`${last.slice(0, 8)}${String(Math.min(date, Number(last.slice(8)))).padStart(2, '0')}`)
}

/** Days until a day; negative once it is past. */
export function daysUntil(day: IsoDate, today: IsoDate): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000)
}

/** The last day of a month, 1 to 12. */
function lastOf(year: number, month: number): IsoDate {
  const next = month === 12 ? [year + 1, 1] : [year, month + 1]
  return addDays(isoDate(`${next[0]}-${String(next[1]).padStart(2, '0')}-01`), -1)
}
