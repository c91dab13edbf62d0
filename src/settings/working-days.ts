import type { Language } from '../platform/i18n/languages.ts'
import { addDays, type IsoDate, weekday } from '../platform/time.ts'
import { holidaysOf, namedHolidays } from './holidays.ts'
import type { Settings } from './settings.ts'

export interface Calendar {
  /** Public holidays of Latvia, named in the language where the calendar knows it. */
  holidays(from: IsoDate, until: IsoDate, language: Language): { day: IsoDate; name: string }[]
  /** No weekend, no public holiday, no closure of the shop's own. */
  isWorkingDay(day: IsoDate, closures: Settings['closures']): boolean
  /** The day itself where the shop works on it, otherwise the next such day. */
  workingDayFrom(day: IsoDate, closures: Settings['closures']): IsoDate
  /** The working day `count` working days later. */
  addWorkingDays(day: IsoDate, count: number, closures: Settings['closures']): IsoDate
}

let opened: Promise<Calendar> | undefined

/** The working calendar. */
export function openCalendar(): Promise<Calendar> {
  opened ??= Promise.resolve(makeCalendar())
  return opened
}

function makeCalendar(): Calendar {
  const years = new Map<number, ReadonlySet<string>>()
  const daysOf = (year: number) => {
    const known = years.get(year) ?? holidaysOf(year)
    years.set(year, known)
    return known
  }

  const calendar: Calendar = {
    holidays(from, until, language) {
      const found = []
      for (let year = yearOf(from); year <= yearOf(until); year++)
        found.push(...namedHolidays(year, language))
      return found
        .map(({ date, name }) => ({ day: date.slice(0, 10) as IsoDate, name }))
        .filter(({ day }) => day >= from && day <= until)
    },
    isWorkingDay(day, { closures }) {
      if (weekday(day) > 5 || daysOf(yearOf(day)).has(day.slice(5))) return false
      return !closures.some(({ from, until }) => day >= from && day <= until)
    },
    workingDayFrom(day, closures) {
      return calendar.isWorkingDay(day, closures) ? day : calendar.addWorkingDays(day, 1, closures)
    },
    addWorkingDays(day, count, closures) {
      let moved = day
      // A shop that closes for good must not turn this into an endless walk.
      for (let left = count, steps = 0; left > 0 && steps < 1000; steps++) {
        moved = addDays(moved, 1)
        if (calendar.isWorkingDay(moved, closures)) left--
      }
      return moved
    },
  }
  return calendar
}

function yearOf(day: IsoDate): number {
  return Number(day.slice(0, 4))
}
