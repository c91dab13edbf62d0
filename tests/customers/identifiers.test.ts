import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  holdsPersonalCode,
  iban,
  phone,
  postcode,
  printedIban,
  registrationNumber,
  vatNumber,
} from '../../src/customers/identifiers.ts'

const good = (value: string) => ({ ok: true, value })
const bad = (reason: string) => ({ ok: false, reason })

describe('a company registration number', () => {
  test.each([
    ['40003521600', good('40003521600')],
    [' 4000 3032 949 ', good('40003032949')],
    ['LV40003521600', good('40003521600')],
    ['90000069281', good('90000069281')],
    ['40003521601', bad('checksum')],
    ['4000352160', bad('format')],
    ['400035216000', bad('format')],
    ['', bad('format')],
    ['4000352160x', bad('format')],
  ])('%j gives %j', (text, expected) => {
    expect(registrationNumber(text)).toEqual(expected)
  })

  test('a personal code is refused as such, old or new, with and without its dash', () => {
    for (const code of [
      '161175-19997',
      '16117519997',
      '320000-12345',
      '32123456789',
      '010190 10006',
      'LV16117519997',
    ])
      expect(registrationNumber(code)).toEqual(bad('personal-code'))
  })

  test('nothing that begins as a personal code does is ever accepted', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-3]\d{10}$/), (digits) => {
        expect(registrationNumber(digits)).toEqual(bad('personal-code'))
        expect(vatNumber(digits)).toEqual(bad('personal-code'))
        expect(vatNumber(`LV ${digits}`)).toEqual(bad('personal-code'))
      }),
    )
  })

  test('any single wrong digit is found', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digits = [...'40003521600']
        digits[at] = String((Number(digits[at]) + by) % 10)
        expect(registrationNumber(digits.join(''))).toEqual(bad('checksum'))
      }),
    )
  })
})

describe('an EU VAT number', () => {
  test.each([
    ['LV 40003521600', good('LV40003521600')],
    ['40003521600', good('LV40003521600')],
    ['LV40003521601', bad('checksum')],
    ['EE100931558', good('EE100931558')],
    ['DE136695976', good('DE136695976')],
    ['DE136695977', bad('checksum')],
    ['SE556188840401', good('SE556188840401')],
    ['NL004495445B01', good('NL004495445B01')],
    ['EL094259216', good('EL094259216')],
    ['SK2022749619', good('SK2022749619')],
    ['LT12', bad('format')],
    ['GB980780684', bad('country')],
    ['XX123456789', bad('country')],
    ['none', bad('format')],
    ['', bad('format')],
  ])('%j gives %j', (text, expected) => {
    expect(vatNumber(text)).toEqual(expected)
  })
})

describe('an IBAN', () => {
  test.each([
    ['lv97 haba 0012 3456 7891 0', good('LV97HABA0012345678910')],
    ['NL91ABNA0417164300', good('NL91ABNA0417164300')],
    ['LV98HABA0012345678910', bad('checksum')],
    ['LV97HABA001234567891', bad('format')],
    ['XX97HABA0012345678910', bad('format')],
    ['', bad('format')],
  ])('%j gives %j', (text, expected) => {
    expect(iban(text)).toEqual(expected)
  })

  test('is printed in fours', () => {
    expect(printedIban('LV97HABA0012345678910')).toBe('LV97 HABA 0012 3456 7891 0')
  })
})

describe('a Latvian postcode', () => {
  test.each([
    ['LV-1010', good('LV-1010')],
    ['lv 1010', good('LV-1010')],
    ['1010', good('LV-1010')],
    ['LV-0010', bad('format')],
    ['LV-10100', bad('format')],
    ['', bad('format')],
  ])('%j gives %j', (text, expected) => {
    expect(postcode(text)).toEqual(expected)
  })
})

describe('a phone number', () => {
  test.each([
    ['20 000 000', good('+37120000000')],
    ['+371 2000-0000', good('+37120000000')],
    ['00371 67000000', good('+37167000000')],
    ['371 67000000', good('+37167000000')],
    ['+46 (8) 123 456 78', good('+46812345678')],
    ['+371 1234567', bad('format')],
    ['12345678', bad('format')],
    ['+0123456789', bad('format')],
    ['call me', bad('format')],
    ['', bad('format')],
  ])('%j gives %j', (text, expected) => {
    expect(phone(text)).toEqual(expected)
  })
})

describe('a personal code in free text', () => {
  test.each([
    '161175-19997',
    'Janis 16117519997',
    'p.k. 320000-12345.',
    '010190–10006',
  ])('is seen in %j', (text) => {
    expect(holdsPersonalCode(text)).toBe(true)
  })

  test.each([
    '',
    'PAS-2026/118',
    '40003521600',
    '+371 20000000',
    '999999-19997',
    'LV97HABA0012345678910',
  ])('is not seen in %j', (text) => {
    expect(holdsPersonalCode(text)).toBe(false)
  })
})
