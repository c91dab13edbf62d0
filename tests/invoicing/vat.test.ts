import { describe, expect, test } from 'vitest'
import { domesticVat, vatRate, vatRegistered } from '../../src/invoicing/vat.ts'

describe('the Latvian VAT rate follows the day of supply', () => {
  test.each([
    ['standard', '2012-06-30', 2200],
    ['standard', '2012-07-01', 2100],
    ['standard', '2026-11-22', 2100],
    ['reduced', '2026-11-22', 1200],
    ['second-reduced', '2018-01-01', 500],
    ['second-reduced', '2026-11-22', 500],
    ['zero', '2026-11-22', 0],
  ] as const)('%s on %s is %i basis points', (vatClass, day, rate) => {
    expect(vatRate(vatClass, day)).toBe(rate)
  })

  test('a day, class or country without data is refused, never guessed', () => {
    expect(() => vatRate('second-reduced', '2017-12-31')).toThrow(RangeError)
    expect(() => vatRate('standard', '2010-12-31')).toThrow(RangeError)
    expect(() => vatRate('standard', '2026-01-01', 'XX')).toThrow(RangeError)
  })
})

describe('a seller outside the VAT register', () => {
  const joinedInJune = [{ from: '2026-06-01', registered: true }]

  test('charges no VAT until the day it joins', () => {
    expect(domesticVat('standard', '2026-05-31', joinedInJune)).toEqual({ category: 'O', rate: 0 })
    expect(domesticVat('standard', '2026-06-01', joinedInJune)).toEqual({ category: 'S', rate: 2100 })
  })

  test('leaves and joins again, in whatever order the periods are kept', () => {
    const periods = [
      { from: '2026-09-01', registered: true },
      { from: '2020-01-01', registered: true },
      { from: '2026-03-01', registered: false },
    ]
    expect(
      ['2019-12-31', '2026-02-28', '2026-03-01', '2026-09-01'].map((day) => vatRegistered(periods, day)),
    ).toEqual([false, true, false, true])
  })

  test('a zero rate is category Z, not S', () => {
    expect(domesticVat('zero', '2026-11-22', joinedInJune)).toEqual({ category: 'Z', rate: 0 })
  })
})
