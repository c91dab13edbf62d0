import { describe, expect, test } from 'vitest'
import { domesticVat, type Sale, type VatRules, vatFor, vatRegistered } from '../../src/invoicing/vat.ts'
import { memberStates, vatRate } from '../../src/invoicing/vat-rates.ts'

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

describe('rates elsewhere in the Union', () => {
  test.each([
    ['EE', '2023-12-31', 2000],
    ['EE', '2024-01-01', 2200],
    ['EE', '2025-07-01', 2400],
    ['FI', '2026-11-22', 2550],
    ['SE', '2026-11-22', 2500],
    ['HU', '2026-11-22', 2700],
    ['LU', '2023-06-30', 1600],
  ] as const)('%s on %s: %i basis points', (country, day, rate) => {
    expect(vatRate('standard', day, country)).toBe(rate)
  })

  test('all 27 have one, and every class of goods the standard one', () => {
    expect(memberStates).toHaveLength(27)
    for (const country of memberStates)
      expect(vatRate('standard', '2026-11-22', country)).toBeGreaterThan(1500)
    expect(vatRate('second-reduced', '2026-11-22', 'SE')).toBe(2500)
  })
})

describe('who is charged which VAT', () => {
  const person = { kind: 'person', country: 'LV', vatNumber: null, confirmed: false } as const
  const swede = { ...person, country: 'SE' }
  const firm = { kind: 'company', country: 'SE', vatNumber: 'SE556677889901', confirmed: true } as const
  const unsure = { ...firm, confirmed: false }
  const latvian = { kind: 'company', country: 'LV', vatNumber: 'LV40003032949', confirmed: true } as const
  const sale: Sale = { day: '2026-11-22', vatClass: 'standard', what: 'goods', buyer: person, arrival: 'LV' }
  const registered: VatRules = {
    registration: [{ from: '2020-01-01', registered: true }],
    destination: false,
  }
  const oss = { ...registered, destination: true }

  test.each<[string, Partial<Sale>, VatRules, string, number, string]>([
    ['a person here', {}, registered, 'S', 2100, 'LV'],
    ['a book here', { vatClass: 'second-reduced' }, registered, 'S', 500, 'LV'],
    ['a zero-rated thing here', { vatClass: 'zero' }, registered, 'Z', 0, 'LV'],
    ['a Swede below the threshold', { buyer: swede, arrival: 'SE' }, registered, 'S', 2100, 'LV'],
    ['a Swede under One-Stop-Shop', { buyer: swede, arrival: 'SE' }, oss, 'S', 2500, 'SE'],
    ['a Swede who collects', { buyer: swede, arrival: 'LV' }, oss, 'S', 2100, 'LV'],
    ['a firm in Sweden, confirmed', { buyer: firm, arrival: 'SE' }, registered, 'K', 0, 'LV'],
    ['a Swedish firm, goods to Estonia', { buyer: firm, arrival: 'EE' }, oss, 'K', 0, 'LV'],
    ['a firm in Sweden, not confirmed', { buyer: unsure, arrival: 'SE' }, oss, 'S', 2100, 'LV'],
    ['a Latvian firm, goods to Sweden', { buyer: latvian, arrival: 'SE' }, oss, 'S', 2100, 'LV'],
    ['a confirmed firm that collects', { buyer: firm, arrival: 'LV' }, oss, 'S', 2100, 'LV'],
    ['a service to a firm in Sweden', { buyer: firm, what: 'service' }, registered, 'AE', 0, 'LV'],
    ['a service to one not confirmed', { buyer: unsure, what: 'service' }, registered, 'S', 2100, 'LV'],
    ['goods to Norway', { buyer: { ...person, country: 'NO' }, arrival: 'NO' }, oss, 'G', 0, 'LV'],
    [
      'anybody, shop not registered',
      { buyer: firm, arrival: 'SE' },
      { ...oss, registration: [] },
      'O',
      0,
      'LV',
    ],
  ])('%s', (_, changed, rules, category, rate, country) => {
    expect(vatFor({ ...sale, ...changed }, rules)).toMatchObject({ category, rate, country })
  })

  test('a sentence says why no VAT is charged, and only then', () => {
    expect(vatFor({ ...sale, buyer: firm, arrival: 'SE' }, oss).note).toBe('document.intraCommunity')
    expect(vatFor(sale, oss).note).toBeNull()
    expect(vatFor({ ...sale, vatClass: 'zero' }, oss).note).toBeNull()
  })
})
