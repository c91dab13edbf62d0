import { type Language, locales } from '../platform/i18n/languages.ts'
import { addDays, type IsoDate, isoDate, weekday } from '../platform/time.ts'
import type { Collection } from '../settings/delivery.ts'

type Hours = Collection['hours'][number]

/** Whether goods can be collected on this day of the week; every day where no hours are set. */
export function isOpenOn({ hours }: Pick<Collection, 'hours'>, day: IsoDate): boolean {
  return hours.length === 0 || hours.some((one) => one.weekday === weekday(day))
}

/** Opening hours as a language writes them, days of the same hours together: "pirmd.–piektd. 09:00–17:00". */
export function hoursInWords({ hours }: Pick<Collection, 'hours'>, language: Language): string {
  const groups: { from: Hours; until: Hours }[] = []
  for (const one of hours.toSorted((a, b) => a.weekday - b.weekday)) {
    const last = groups.at(-1)
    if (last && last.until.weekday === one.weekday - 1 && sameHours(last.until, one)) last.until = one
    else groups.push({ from: one, until: one })
  }
  return groups
    .map(({ from, until }) => `${daysInWords(from, until, language)} ${from.from}–${from.until}`)
    .join(', ')
}

/** When and where goods are collected: the hours (the shop's own words where none are set), and the way to the door. */
export function collectionWords(
  collection: Pick<Collection, 'hours' | 'directions'>,
  shopHours: string | undefined,
  language: Language,
): string {
  const open = hoursInWords(collection, language) || shopHours
  return [open, collection.directions[language]].filter(Boolean).join('. ')
}

function sameHours(one: Hours, other: Hours): boolean {
  return one.from === other.from && one.until === other.until
}

function daysInWords(from: Hours, until: Hours, language: Language): string {
  if (from.weekday === until.weekday) return weekdayName(from.weekday, language, 'short')
  return `${weekdayName(from.weekday, language, 'short')}–${weekdayName(until.weekday, language, 'short')}`
}

/** 1 is Monday. */
export function weekdayName(day: number, language: Language, style: 'short' | 'long'): string {
  const monday = isoDate('2024-01-01')
  const format = new Intl.DateTimeFormat(locales[language], { weekday: style, timeZone: 'UTC' })
  return format.format(new Date(addDays(monday, day - 1)))
}
