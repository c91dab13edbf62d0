import { createRequire } from 'node:module'

/**
 * The public holidays of Latvia as the package date-holidays tells them: to load it takes a third of a second and 40 MB,
 * so what it says of these years stands here, and a test asks it whether that is still so. Other years it is asked for.
 */
const everyYear = '01-01 05-01 05-04 06-23 06-24 11-18 12-24 12-25 12-26 12-31'

/** What moves with Easter or with the day of the week. */
const moving: Readonly<Record<number, string>> = {
  2024: '03-29 03-31 04-01 05-06',
  2025: '04-18 04-20 04-21 05-05',
  2026: '04-03 04-05 04-06',
  2027: '03-26 03-28 03-29',
  2028: '04-14 04-16 04-17 11-20',
  2029: '03-30 04-01 04-02 11-19',
  2030: '04-19 04-21 04-22 05-06',
  2031: '04-11 04-13 04-14 05-05',
  2032: '03-26 03-28 03-29',
  2033: '04-15 04-17 04-18',
  2034: '04-07 04-09 04-10 11-20',
  2035: '03-23 03-25 03-26 11-19',
  2036: '04-11 04-13 04-14 05-05',
  2037: '04-03 04-05 04-06',
  2038: '04-23 04-25 04-26',
  2039: '04-08 04-10 04-11',
  2040: '03-30 04-01 04-02 11-19',
  2041: '04-19 04-21 04-22 05-06',
  2042: '04-04 04-06 04-07 05-05',
  2043: '03-27 03-29 03-30',
  2044: '04-15 04-17 04-18',
  2045: '04-07 04-09 04-10 11-20',
}

/** The years that need no asking. */
export const knownYears: readonly number[] = Object.keys(moving).map(Number)

/** A year's public holidays, as `MM-DD`. */
export function holidaysOf(year: number): ReadonlySet<string> {
  const own = moving[year]
  if (own === undefined) return new Set(namedHolidays(year).map(({ date }) => date.slice(5, 10)))
  return new Set([...everyYear.split(' '), ...own.split(' ')])
}

type Holidays = InstanceType<typeof import('date-holidays')['default']>
let latvia: Holidays | undefined

/** A year's public holidays with their names, in the language where the package knows it. */
export function namedHolidays(year: number, language?: string): { date: string; name: string }[] {
  latvia ??= load()
  return latvia.getHolidays(year, language).filter(({ type }) => type === 'public')
}

/** At once, unlike `import`, for whoever asks for a year that is not known. */
function load(): Holidays {
  const Package = createRequire(import.meta.url)('date-holidays') as new (country: string) => Holidays
  return new Package('LV')
}
