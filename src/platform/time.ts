/** Moments are `timestamptz` and Date; legal dates are `date` and ISO strings in the shop's own time zone. */
export type IsoDate = string & { readonly __unit: 'ISO date' }

export interface Clock {
  readonly zone: string
  now(): Date
  /** The calendar day in the shop's time zone. */
  today(): IsoDate
}

/** The machine's clock, read in the given IANA time zone. */
export function systemClock(zone: string): Clock {
  let known: { readonly quarter: number; readonly day: IsoDate } | undefined
  return {
    zone,
    now: () => new Date(),
    // Asked several times for each page. All zones begin their days on a quarter of an hour.
    today() {
      const now = new Date()
      const quarter = Math.floor(now.getTime() / quarterMs)
      if (known?.quarter !== quarter) known = { quarter, day: dayIn(zone, now) }
      return known.day
    },
  }
}

const quarterMs = 15 * 60_000

/** The calendar day of a moment in an IANA time zone. */
export function dayIn(zone: string, moment: Date): IsoDate {
  // The Swedish locale writes dates as ISO 8601 does.
  return dayFormat(zone).format(moment) as IsoDate
}

/** An ISO date that exists in the calendar; throws RangeError for anything else. */
export function isoDate(text: string): IsoDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError('a date is YYYY-MM-DD')
  const parsed = new Date(`${text}T00:00:00Z`)
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== text)
    throw new RangeError('no such day')
  return text as IsoDate
}

/** The day `days` calendar days later (earlier when negative). */
export function addDays(day: IsoDate, days: number): IsoDate {
  const moved = new Date(`${day}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.toISOString().slice(0, 10) as IsoDate
}

/**
 * The same day so many years later (earlier when negative), to compare days with: a 29 February that a common year lacks sorts
 * between its neighbours.
 */
export function yearsFrom(day: IsoDate, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`
}

/** 1 Monday to 7 Sunday (ISO 8601). */
export function weekday(day: IsoDate): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

const formats = new Map<string, Intl.DateTimeFormat>()
function dayFormat(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    formats.set(zone, format)
  }
  return format
}
