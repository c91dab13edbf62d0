import fc from 'fast-check'
import { create } from 'qrcode'
import { describe, expect, test } from 'vitest'
import { creditorReference, printedReference, readCreditorReference } from '../../src/payments/reference.ts'
import { transferCode, transferPicture } from '../../src/payments/transfer-code.ts'
import { cents } from '../../src/platform/money.ts'

const body = fc.stringMatching(/^[0-9A-Z]{1,21}$/)

describe('a structured creditor reference', () => {
  test('has the check digits of published examples', () => {
    expect(creditorReference('539007547034')).toBe('RF18539007547034')
    expect(readCreditorReference('RF18 5390 0754 7034')).toBe('RF18539007547034')
    expect(readCreditorReference('rf18 000000000539007547034')).toBe('RF18000000000539007547034')
  })

  test('leaves remainder 1 modulo 97, computed as one big number', () => {
    fc.assert(
      fc.property(body, (number) => {
        const reference = creditorReference(number)
        const digits = [...reference.slice(4), ...reference.slice(0, 4)]
          .map((one) => Number.parseInt(one, 36))
          .join('')
        expect(BigInt(digits) % 97n).toBe(1n)
        expect(readCreditorReference(printedReference(reference).toLowerCase())).toBe(reference)
      }),
    )
  })

  test('a wrong character or two swapped ones of a kind are found', () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.constantFrom(...'0123456789ABCXYZ'), (number, at, other) => {
        const reference = creditorReference(number)
        const i = 4 + (at % number.length)
        const wrong = reference.slice(0, i) + other + reference.slice(i + 1)
        if (wrong !== reference && /\d/.test(other) === /\d/.test(reference[i]!))
          expect(readCreditorReference(wrong)).toBeNull()
        const swapped =
          reference.slice(0, i) +
          reference
            .slice(i, i + 2)
            .split('')
            .reverse()
            .join('') +
          reference.slice(i + 2)
        if (swapped !== reference && /^(\d\d|[A-Z][A-Z])$/.test(reference.slice(i, i + 2)))
          expect(readCreditorReference(swapped)).toBeNull()
      }),
    )
  })

  test('takes the letters and digits of an order number', () => {
    expect(creditorReference('b-2026-1042')).toBe(creditorReference('B20261042'))
    expect(printedReference(creditorReference('B-2026-1042'))).toMatch(/^RF\d\d B202 6104 2$/)
  })

  test.each(['', '-', 'A'.repeat(22), 'ŠĀ'])('nothing can be made of %j', (number) => {
    expect(() => creditorReference(number)).toThrow(RangeError)
  })

  test.each([
    '',
    'RF',
    'RF18',
    'RF0012',
    'RF01A',
    'RF99A',
    'LV18539007547034',
    `RF18${'1'.repeat(22)}`,
    'RF18Š',
  ])('%j is no reference', (text) => {
    expect(readCreditorReference(text)).toBeNull()
  })
})

describe('the code for bank apps', () => {
  const transfer = {
    name: 'SIA "ZĪMES"',
    iban: 'lv97 haba 0012 3456 7891 0',
    amountCents: cents(8820),
    reference: creditorReference('B-2026-1042'),
  }

  test('holds name, account, amount and structured reference in the order of EPC069-12', () => {
    expect(transferCode(transfer).split('\n')).toEqual([
      'BCD',
      '002',
      '1',
      'SCT',
      '',
      'SIA "ZĪMES"',
      'LV97HABA0012345678910',
      'EUR88.20',
      '',
      transfer.reference,
    ])
  })

  test('writes amounts with two decimals and no separators', () => {
    const amounts = [1, 100, 1_234_567, 99_999_999_999].map((amount) =>
      transferCode({ ...transfer, amountCents: cents(amount) }),
    )
    expect(amounts.map((code) => code.split('\n')[7])).toEqual([
      'EUR0.01',
      'EUR1.00',
      'EUR12345.67',
      'EUR999999999.99',
    ])
  })

  test('stays within version 13 and 331 bytes with the longest name and reference', () => {
    const code = transferCode({
      ...transfer,
      name: 'Ž'.repeat(70),
      reference: creditorReference('A'.repeat(21)),
    })
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(331)
    expect(create(code, { errorCorrectionLevel: 'M' }).version).toBeLessThanOrEqual(13)
  })

  test.each([
    ['no name', { name: ' ' }],
    ['a name over 70 characters', { name: 'x'.repeat(71) }],
    ['nothing to pay', { amountCents: cents(0) }],
    ['a negative amount', { amountCents: cents(-1) }],
    ['too much', { amountCents: cents(100_000_000_000) }],
    ['a wrong reference', { reference: 'RF00B20261042' }],
  ])('%s is refused', (_, wrong) => {
    expect(() => transferCode({ ...transfer, ...wrong })).toThrow(RangeError)
  })

  test('its picture needs no style and no script, says what it is and shows every module', async () => {
    const code = transferCode(transfer)
    const picture = await transferPicture(code, 'QR "<kods>" & maksājums')
    expect(picture).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 \d+ \d+" role="img"/)
    expect(picture).toContain('<title id="title">QR &#34;&#60;kods&#62;&#34; &#38; maksājums</title>')
    expect(picture).not.toMatch(/style|<script|href|\bon\w+=/)
    const { modules } = create(code, { errorCorrectionLevel: 'M' })
    expect(picture.match(/h1v1h-1z/g)).toHaveLength(
      modules.data.reduce((dark, module) => dark + (module ? 1 : 0), 0),
    )
  })
})
