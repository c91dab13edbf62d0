import { expect, test } from 'vitest'
import { isoDate } from '../../src/platform/time.ts'
import { holidaysOf, knownYears, namedHolidays } from '../../src/settings/holidays.ts'
import { openCalendar } from '../../src/settings/working-days.ts'

const open = { closures: [] }
const inventory = {
  closures: [{ id: crypto.randomUUID(), from: '2026-06-25', until: '2026-06-26', reason: '' }],
}

test('weekends and the public holidays of Latvia are no working days', async () => {
  const calendar = await openCalendar()
  expect(calendar.isWorkingDay(isoDate('2026-06-22'), open)).toBe(true)
  expect(calendar.isWorkingDay(isoDate('2026-06-21'), open)).toBe(false)
  expect(calendar.isWorkingDay(isoDate('2026-06-24'), open)).toBe(false)
  expect(calendar.isWorkingDay(isoDate('2026-11-18'), open)).toBe(false)
})

test('two working days after the day before Midsummer lie behind holidays, closure and weekend', async () => {
  const calendar = await openCalendar()
  expect(calendar.addWorkingDays(isoDate('2026-06-22'), 1, inventory)).toBe('2026-06-29')
  expect(calendar.addWorkingDays(isoDate('2026-06-22'), 2, inventory)).toBe('2026-06-30')
})

test('a day on which the shop is shut moves to the next one on which it is not', async () => {
  const calendar = await openCalendar()
  expect(calendar.workingDayFrom(isoDate('2026-06-26'), inventory)).toBe('2026-06-29')
  expect(calendar.workingDayFrom(isoDate('2026-06-29'), inventory)).toBe('2026-06-29')
})

test('holidays are named in the language of the page', async () => {
  const calendar = await openCalendar()
  const [day] = calendar.holidays(isoDate('2026-06-24'), isoDate('2026-06-24'), 'lv')
  expect(day?.name).toMatch(/Jāņi|Jāņu/)
})

test('the holidays that stand in the code are those that the package tells, and other years are asked for', () => {
  for (const year of [...knownYears, 2023, 2046])
    expect([year, [...holidaysOf(year)].sort()]).toEqual([
      year,
      namedHolidays(year)
        .map(({ date }) => date.slice(5, 10))
        .sort(),
    ])
})
