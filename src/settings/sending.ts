import { type Clock, type IsoDate, weekday } from '../platform/time.ts'
import type { Settings } from './settings.ts'
import type { Calendar } from './working-days.ts'

/** Working days that the drawing of a sign with the buyer's own words takes. */
const proofDays = 1

/** When goods can leave that are ordered now. */
export interface LeadTime {
  /** The working day on which the money must be there, by the cut-off hour. */
  readonly paidOn: IsoDate
  /** From the shelf: the day they leave. Made to order: the day by which they are made and sent. */
  readonly leavesOn: IsoDate
}

/** Working days from the money to the day on which goods leave: the next one at the earliest, and a day for the drawing. */
export function daysToLeave({
  leadDays,
  drawn,
}: {
  readonly leadDays: number
  readonly drawn: boolean
}): number {
  return Math.max(1, leadDays) + (drawn ? proofDays : 0)
}

/** `leadDays` are working days; where a drawing must be approved first, its day comes before them. */
export function leadTime(
  clock: Clock,
  calendar: Calendar,
  { closures, ordering }: Pick<Settings, 'closures' | 'ordering'>,
  goods: { readonly leadDays: number; readonly drawn: boolean },
): LeadTime {
  const paidOn = moneyDay(clock, calendar, { closures, ordering })
  return { paidOn, leavesOn: calendar.addWorkingDays(paidOn, daysToLeave(goods), closures) }
}

/** The working day for which money counts that comes now. */
export function moneyDay(
  clock: Clock,
  calendar: Calendar,
  { closures, ordering }: Pick<Settings, 'closures' | 'ordering'>,
): IsoDate {
  const today = clock.today()
  return beforeCutOff(clock, ordering)
    ? countsFor(calendar, closures, today)
    : calendar.addWorkingDays(today, 1, closures)
}

/** The working day for which money of a day counts: that of a Sunday for Monday. */
export function countsFor(calendar: Calendar, closures: Settings['closures'], day: IsoDate): IsoDate {
  return calendar.workingDayFrom(day, closures)
}

/** What a kept page's dates stand on: the day, and which side of the cut-off hour it is. */
export function sendingPeriod(clock: Clock, ordering: Settings['ordering']): string {
  return `${clock.today()} ${beforeCutOff(clock, ordering) ? 'before' : 'after'}`
}

/** A day in the parts that messages are written with: `{weekday, select, w1 {…}}`, `{month, select, m1 {…}}`. */
export function dayParts(day: IsoDate): { weekday: string; month: string; day: number } {
  const [, month, number] = day.split('-').map(Number)
  return { weekday: `w${weekday(day)}`, month: `m${month}`, day: number! }
}

/** Money that has come by the cut-off hour of a working day (the shop's time) counts for that day. */
function beforeCutOff(clock: Clock, { cutOffHour }: Settings['ordering']): boolean {
  return hourIn(clock) < cutOffHour
}

let known: { readonly zone: string; readonly quarter: number; readonly hour: number } | undefined

/** Asked for each page, also for those that are kept. All zones begin their hours on a quarter of an hour. */
function hourIn({ zone, now }: Clock): number {
  const moment = now()
  const quarter = Math.floor(moment.getTime() / quarterMs)
  if (known?.quarter !== quarter || known.zone !== zone) {
    const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' })
    known = { zone, quarter, hour: Number(format.format(moment)) }
  }
  return known.hour
}

const quarterMs = 15 * 60_000
