import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { creditorReference, printedReference } from '../../src/payments/reference.ts'
import { likeness } from '../../src/payments/statements/likeness.ts'
import {
  type Candidate,
  decide,
  type Entry,
  suggest,
  suggestSplit,
} from '../../src/payments/statements/matching.ts'
import { readRemittance } from '../../src/payments/statements/remittance.ts'

const read = (words: string) => readRemittance({ structured: [], endToEndId: null, words })
const reference = creditorReference('Z00123')

describe('in the words of a transfer', () => {
  test.each([
    reference,
    printedReference(reference),
    `Pasūtījums ${reference} paldies`,
    `par zīmi ${printedReference(reference)}, Anna`,
    reference.toLowerCase(),
    `${reference}2 gab.`,
    `/ROC/${reference}//`,
  ])('%s names the reference', (words) => {
    expect(read(words).references).toContain(reference)
  })

  test('a reference with a wrong digit is none', () => {
    const wrong = `RF${(Number(reference.slice(2, 4)) % 97) + 1}${reference.slice(4)}`.padStart(2, '0')
    expect(read(wrong).references).not.toContain(wrong)
  })

  test.each([
    'Z00123',
    'z00123',
    'Z 00123',
    'Z-00123',
    'pas.Z00123.',
    'Nr.Z00123',
    '"Z00123"',
  ])('%s could be the order Z00123', (words) => {
    expect(read(words).numbers).toContain('Z00123')
  })

  test.each([
    'ZIM-2026-0012',
    'ZIM 2026-0012',
    'zim-2026/0012',
    'rēķins ZIM-2026-0012',
  ])('%s could be the invoice ZIM-2026-0012', (words) => {
    expect(read(words).numbers).toContain('ZIM20260012')
  })

  test('nothing takes long, and no text breaks it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), (words) => {
        expect(read(words).numbers.length).toBeLessThanOrEqual(60)
      }),
    )
    expect(read('RF18 '.repeat(300)).numbers.length).toBeLessThanOrEqual(60)
  })
})

test.each([
  ['Anna Bērziņa', 'BERZINA ANNA', 1],
  ['SIA "Zīmes"', 'ZIMES SIA', 1],
  ['Anna Bērziņa', 'Anna Bērziņa-Kalniņa', 0.8],
  ['Jānis Ozols', 'Anna Bērziņa', 0],
  ['SIA', 'SIA', 0],
])('%s and %s are alike by %d', (one, other, much) => {
  expect(likeness(one, other)).toBeCloseTo(much, 1)
  expect(likeness(other, one)).toBeCloseTo(much, 1)
})

const entry: Entry = { openCents: 1_000, names: ['Anna Bērziņa'], unusual: false }
const candidate: Candidate = {
  orderId: 'a',
  number: 'Z1',
  openCents: 1_000,
  cancelled: false,
  names: ['Anna Bērziņa'],
  by: null,
}

describe('an entry', () => {
  test.each([
    ['with the reference and the amount', entry, [{ by: 'reference' }], 'reference'],
    ['with the reference and a part', entry, [{ by: 'reference', openCents: 2_000 }], 'reference'],
    ['with the number and the amount', entry, [{ by: 'number' }], 'number'],
    ['with the number and a part', entry, [{ by: 'number', openCents: 2_000 }], null],
    ['with the reference and too much', entry, [{ by: 'reference', openCents: 900 }], null],
    ['for an order that is paid', entry, [{ by: 'reference', openCents: 0 }], null],
    ['for an order that is cancelled', entry, [{ by: 'reference', cancelled: true }], null],
    ['with two references', entry, [{ by: 'reference' }, { by: 'reference', orderId: 'b' }], null],
    ['with two numbers', entry, [{ by: 'number' }, { by: 'number', orderId: 'b' }], null],
    [
      'with one reference, and another’s number',
      entry,
      [{ by: 'reference' }, { by: 'number', orderId: 'b' }],
      'reference',
    ],
    [
      'with a part for one, and another’s number',
      entry,
      [
        { by: 'reference', openCents: 2_000 },
        { by: 'number', orderId: 'b' },
      ],
      null,
    ],
    ['with amount and name alone', entry, [{}], null],
    ['that is a sum of several', { ...entry, unusual: true }, [{ by: 'reference' }], null],
  ] as const)('%s', (_, given, candidates, how) => {
    const all = candidates.map((each) => ({ ...candidate, ...each }) as Candidate)
    expect(decide(given, all)?.how ?? null).toBe(how)
  })

  test('suggests the likeliest first, and says why', () => {
    const found = suggest(entry, [
      { ...candidate, orderId: 'name', openCents: 5_000 },
      { ...candidate, orderId: 'amount', names: ['Somebody Else'] },
      { ...candidate, orderId: 'both' },
      { ...candidate, orderId: 'number', by: 'number', openCents: 700 },
      { ...candidate, orderId: 'nothing', openCents: 1, names: [] },
    ])
    expect(found.map(({ orderId, reasons }) => [orderId, reasons.join()])).toEqual([
      ['number', 'number,name,over'],
      ['both', 'amount,name'],
      ['name', 'name,part'],
    ])
  })

  test('suggests what has the amount alone in common where there is nothing else, and never a crowd', () => {
    const crowd = ['a', 'b', 'c'].map((orderId) => ({ ...candidate, orderId, names: [] }))
    expect(suggest(entry, crowd)).toEqual([])
    expect(suggest(entry, crowd.slice(1))).toHaveLength(2)
  })

  test('for two orders that it names is offered as a split when they make the amount', () => {
    const named = [400, 600].map((openCents, at) => ({
      ...candidate,
      orderId: String(at),
      openCents,
      by: 'reference' as const,
    }))
    expect(suggestSplit(entry, named)).toEqual(named)
    expect(suggestSplit({ ...entry, openCents: 999 }, named)).toBeUndefined()
  })
})
