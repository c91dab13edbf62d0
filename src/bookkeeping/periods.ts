import { addDays, type IsoDate, isoDate } from '../platform/time.ts'

/** Days of the books, both included. */
export interface Period {
  readonly from: IsoDate
  readonly until: IsoDate
}

/** A month as people write it: 2026-01. */
export type Month = string

export const monthPattern = /^20\d{2}-(0[1-9]|1[0-2])$/

/** The month of a day. */
export function monthOf(day: string): Month {
  return day.slice(0, 7)
}

/** The days of a month. */
export function daysOf(month: Month): Period {
  return { from: firstDay(month), until: addDays(firstDay(moved(month, 1)), -1) }
}

/** The month so many later; "2026-12" and 1 are "2027-01". */
export function moved(month: Month, by: number): Month {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
}

function firstDay(month: Month): IsoDate {
  return isoDate(`${month}-01`)
}
