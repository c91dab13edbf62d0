import { expect, test } from 'vitest'
import { basisPoints, cents, sum } from '../../src/platform/money.ts'
import { addDays, dayIn, isoDate, weekday } from '../../src/platform/time.ts'

test('a moment late in the evening in Riga belongs to that day there', () => {
  expect(dayIn('Europe/Riga', new Date('2026-06-30T20:59:00Z'))).toBe('2026-06-30')
  expect(dayIn('Europe/Riga', new Date('2026-06-30T21:00:00Z'))).toBe('2026-07-01')
})

test('days are counted by the calendar, over months, leap days and changes of the clock', () => {
  expect(addDays(isoDate('2024-02-28'), 1)).toBe('2024-02-29')
  expect(addDays(isoDate('2026-03-28'), 2)).toBe('2026-03-30')
  expect(addDays(isoDate('2026-01-01'), -1)).toBe('2025-12-31')
  expect(weekday(isoDate('2026-11-22'))).toBe(7)
})

test.each(['2026-02-30', '2026-13-01', '26-01-01', 'tomorrow', ''])('%s is no day', (text) => {
  expect(() => isoDate(text)).toThrow(RangeError)
})

test('money is whole cents and rates are basis points', () => {
  expect(sum([cents(1), cents(-2), cents(10)])).toBe(9)
  for (const wrong of [0.5, Number.NaN, 2 ** 53]) expect(() => cents(wrong)).toThrow(RangeError)
  for (const wrong of [-1, 10_001, 21.5]) expect(() => basisPoints(wrong)).toThrow(RangeError)
})
