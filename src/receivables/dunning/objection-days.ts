import { addDays, type IsoDate } from '../../platform/time.ts'
import type { Calendar } from '../../settings/working-days.ts'

/** Days that the debtor has from the receipt of a notice (Parādu ārpustiesas atgūšanas likums 8). */
const daysToObject = 21

/**
 * The last day on which the debtor may object to a notice received on a day: that day does not count, and an end on a
 * Saturday, Sunday or public holiday moves to the next working day (Regulation 1182/71 Art. 3(1), (4)). Closures of the
 * shop's own change nothing for the debtor.
 */
export function lastDayToObject(receivedOn: IsoDate, calendar: Pick<Calendar, 'workingDayFrom'>): IsoDate {
  return calendar.workingDayFrom(addDays(receivedOn, daysToObject), { closures: [] })
}
