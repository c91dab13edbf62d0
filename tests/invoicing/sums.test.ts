import { expect, test } from 'vitest'
import { documentName } from '../../src/invoicing/documents.ts'
import { sumsOf } from '../../src/invoicing/sums.ts'

const sign = { quantity: 2, unitPriceCents: 1210, vatCategory: 'S', vatRate: 2100 } as const
const book = { quantity: 1, unitPriceCents: 1050, vatCategory: 'S', vatRate: 500 } as const

test('delivery bears the highest rate of the goods', () => {
  expect(sumsOf([book, sign], 605)).toEqual({
    goods: 3470,
    delivery: 605,
    total: 4075,
    vat: [
      { rate: 2100, amount: 525 },
      { rate: 500, amount: 50 },
    ],
  })
})

test('while no delivery is chosen none is counted, and a free one bears no tax', () => {
  expect(sumsOf([sign])).toEqual({ goods: 2420, total: 2420, vat: [{ rate: 2100, amount: 420 }] })
  expect(sumsOf([sign], 0)).toEqual({
    goods: 2420,
    delivery: 0,
    total: 2420,
    vat: [{ rate: 2100, amount: 420 }],
  })
  expect(sumsOf([])).toEqual({ goods: 0, total: 0, vat: [] })
})

test('a shop outside the VAT register shows none, and zero-rated goods say so', () => {
  expect(sumsOf([{ ...sign, vatCategory: 'O', vatRate: 0 }], 605).vat).toEqual([])
  expect(sumsOf([{ ...sign, vatCategory: 'Z', vatRate: 0 }], 605).vat).toEqual([{ rate: 0, amount: 0 }])
})

test('a document’s file has a name that every system takes, whatever its prefix', () => {
  expect(documentName('ZIM/A-2026-0001')).toBe('ZIM-A-2026-0001.pdf')
})
