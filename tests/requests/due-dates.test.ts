import { beforeAll, expect, test } from 'vitest'
import { isoDate } from '../../src/platform/time.ts'
import {
  answerBy,
  daysUntil,
  extendedTo,
  mayExtend,
  monthsAfter,
} from '../../src/privacy/requests/due-dates.ts'
import { type Calendar, openCalendar } from '../../src/settings/working-days.ts'

let calendar: Calendar
beforeAll(async () => {
  calendar = await openCalendar()
})

test.for([
  ['2026-03-05', '2026-04-07', 'the same date is Easter Sunday, then Easter Monday'],
  ['2026-05-15', '2026-06-15', 'the same date, a Monday'],
  ['2026-08-31', '2026-09-30', 'a month without that date ends on its last day'],
  ['2027-01-29', '2027-03-01', 'the last day of February is a Sunday'],
  ['2028-01-31', '2028-02-29', 'a leap year'],
  ['2026-07-05', '2026-08-05', 'received on a Sunday'],
  ['2026-05-24', '2026-06-25', 'Midsummer Day, after the day before it'],
  ['2026-11-25', '2026-12-28', 'Christmas, then a weekend'],
  ['2026-12-01', '2027-01-04', 'New Year’s Day, then a weekend'],
  ['2026-10-18', '2026-11-19', 'the day of the Republic'],
] as const)('a request of %s is answered by %s: %s', ([received, due]) => {
  expect(answerBy(isoDate(received), calendar)).toBe(due)
})

test.for([
  ['2026-11-30', '2027-03-01', 'the end of February, a Sunday'],
  ['2026-05-15', '2026-08-17', 'a Saturday moves to Monday'],
  ['2026-10-31', '2027-02-01', 'a Sunday moves to Monday, into the next month'],
] as const)('extended, a request of %s is answered by %s: %s', ([received, due]) => {
  expect(extendedTo(isoDate(received), calendar)).toBe(due)
})

test('the extension counts from receipt, not from the first term that a holiday had moved', () => {
  const received = isoDate('2026-03-05')
  expect(answerBy(received, calendar)).toBe('2026-04-07')
  expect(extendedTo(received, calendar)).toBe('2026-06-05')
})

test('a term may be extended on the last day of the first month, and not on the day after', () => {
  const received = isoDate('2026-08-31')
  expect(mayExtend(received, isoDate('2026-09-30'), calendar)).toBe(true)
  expect(mayExtend(received, isoDate('2026-10-01'), calendar)).toBe(false)
})

test('the shop’s own holidays give no time', () => {
  expect(answerBy(isoDate('2026-06-06'), calendar)).toBe('2026-07-06')
})

test('months are counted over the end of the year', () => {
  expect(monthsAfter(isoDate('2026-12-31'), 2)).toBe('2027-02-28')
  expect(monthsAfter(isoDate('2026-12-31'), 12)).toBe('2027-12-31')
})

test('days left are calendar days, below zero once the day is past', () => {
  expect(daysUntil(isoDate('2026-03-31'), isoDate('2026-03-26'))).toBe(5)
  expect(daysUntil(isoDate('2026-03-26'), isoDate('2026-03-31'))).toBe(-5)
})
