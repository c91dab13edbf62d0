import { expect, test } from 'vitest'
import { formats } from '../../../src/platform/i18n/format.ts'

const lv = formats('lv', 'Europe/Riga')
const en = formats('en', 'Europe/Riga')

test('each language writes money its own way', () => {
  expect(plain(lv.money(1250))).toBe('12,50 €')
  expect(en.money(1250)).toBe('€12.50')
  expect(en.money(-5)).toBe('-€0.05')
})

test('money is whole cents', () => {
  expect(() => lv.money(12.5)).toThrow(TypeError)
  expect(() => lv.money(Number.NaN)).toThrow(TypeError)
})

test('a rate is written from basis points', () => {
  expect(en.percent(2100)).toBe('21%')
  expect(plain(lv.percent(1250))).toMatch(/^12,5 ?%$/)
})

test('a legal day stays that day, a moment is told by the clock of the shop', () => {
  expect(en.date('2026-11-22')).toBe('22 November 2026')
  expect(en.date('2026-11-22T22:30:00Z')).toBe('23 November 2026')
  expect(lv.date('2026-11-22')).toBe('2026. gada 22. novembris')
  expect(en.dateTime(new Date('2026-06-30T22:05:00Z'))).toContain('1 July 2026')
  expect(en.dateTime(new Date('2026-06-30T22:05:00Z'))).toContain('01:05')
})

function plain(text: string): string {
  return text.replace(/\u00a0/g, ' ')
}
