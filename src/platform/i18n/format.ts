import { type Language, locales } from './languages.ts'

/** How a language writes figures and days, for people; never for files that machines read. */
export type Formats = {
  /** Integer cents of EUR: lv "12,50 €", en "€12.50". */
  money(cents: number): string
  number(value: number): string
  /** Basis points: 2100 is "21%". */
  percent(basisPoints: number): string
  /** A day ("2026-11-22") as it is, a moment (ISO text or Date) as its day in the shop's time zone. */
  date(day: string | Date): string
  /** A moment, with hours and minutes in the shop's time zone. */
  dateTime(moment: string | Date): string
  /** Both in figures, for tables. */
  shortDate(day: string | Date): string
  shortDateTime(moment: string | Date): string
}

const made = new Map<string, Formats>()

/** The formats of a language in a time zone (IANA name), kept: an Intl formatter is dear to make. */
export function formats(language: Language, zone: string): Formats {
  const key = `${language} ${zone}`
  let found = made.get(key)
  if (!found) {
    found = make(locales[language], zone)
    made.set(key, found)
  }
  return found
}

function make(locale: string, timeZone: string): Formats {
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' })
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const dayHere = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone })
  const figures = { day: '2-digit', month: '2-digit', year: 'numeric' } as const
  const shortDay = new Intl.DateTimeFormat(locale, { ...figures, timeZone: 'UTC' })
  const shortDayHere = new Intl.DateTimeFormat(locale, { ...figures, timeZone })
  const clock = { hour: '2-digit', minute: '2-digit' } as const
  const shortMoment = new Intl.DateTimeFormat(locale, { ...figures, ...clock, timeZone })
  return {
    money: (cents) => money.format(whole(cents) / 100),
    number: (value) => number.format(value),
    percent: (basisPoints) => percent.format(whole(basisPoints) / 10_000),
    date: (value) => (isDay(value) ? day : dayHere).format(at(value)),
    dateTime: (value) => moment.format(at(value)),
    shortDate: (value) => (isDay(value) ? shortDay : shortDayHere).format(at(value)),
    shortDateTime: (value) => shortMoment.format(at(value)),
  }
}

function whole(value: number): number {
  if (!Number.isSafeInteger(value)) throw new TypeError('cents and basis points are whole numbers')
  return value
}

function isDay(value: string | Date): boolean {
  return typeof value === 'string' && value.length === 10
}

function at(value: string | Date): Date {
  return typeof value === 'string' ? new Date(value) : value
}
