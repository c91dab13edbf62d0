import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vatWithin } from '../../src/invoicing/shares.ts'
import { type PricedLine, totals, unitNet } from '../../src/invoicing/totals.ts'
import { basisPoints, cents } from '../../src/platform/money.ts'

const standard = (quantity: number, price: number): PricedLine => ({
  quantity,
  unitPriceCents: cents(price),
  vatCategory: 'S',
  vatRate: basisPoints(2100),
})

const treatment = fc.constantFrom(
  ...[2100, 1200, 500].map((rate) => ({ vatCategory: 'S' as const, vatRate: basisPoints(rate) })),
  { vatCategory: 'Z' as const, vatRate: basisPoints(0) },
)
const line: fc.Arbitrary<PricedLine> = fc
  .record({
    quantity: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 100_000 })),
    price: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 500_000 })),
    treatment,
  })
  .filter(({ quantity, price }) => quantity * price < 1_000_000_000)
  .map(({ quantity, price, treatment }) => ({ quantity, unitPriceCents: cents(price), ...treatment }))
const lines = fc.array(line, { minLength: 1, maxLength: 60 })

/** An exact fraction; nothing here knows how the shop rounds. */
type Fraction = { readonly over: bigint; readonly under: bigint }
const less = (one: Fraction, other: Fraction) => one.over * other.under < other.over * one.under
const distance = (amount: number, exact: Fraction): Fraction => {
  const off = BigInt(amount) * exact.under - exact.over
  return { over: off < 0n ? -off : off, under: exact.under }
}
const atMostHalf = ({ over, under }: Fraction) => 2n * over <= under
const exactNet = (gross: number, rate: number): Fraction => ({
  over: BigInt(gross) * 10_000n,
  under: 10_000n + BigInt(rate),
})

function grossOf(priced: readonly PricedLine[]): bigint {
  return priced.reduce(
    (total, { quantity, unitPriceCents }) => total + BigInt(quantity) * BigInt(unitPriceCents),
    0n,
  )
}

describe('totals of prices that include VAT', () => {
  test('the buyer pays exactly the prices seen, and taxable amount and VAT make up that sum', () => {
    fc.assert(
      fc.property(lines, (priced) => {
        const sums = totals(priced)
        expect(BigInt(sums.grossCents)).toBe(grossOf(priced))
        expect(sums.netCents + sums.vatCents).toBe(sums.grossCents)
        for (const group of sums.groups) {
          const members = priced.filter(
            (one) => one.vatRate === group.rate && one.vatCategory === group.category,
          )
          expect(BigInt(group.grossCents)).toBe(grossOf(members))
          expect(group.taxableCents + group.vatCents).toBe(group.grossCents)
        }
      }),
    )
  })

  test('VAT is rounded once for each rate: no cent is nearer to the exact tax', () => {
    fc.assert(
      fc.property(lines, (priced) => {
        for (const { grossCents, vatCents, taxableCents, rate } of totals(priced).groups) {
          const exactVat = { over: BigInt(grossCents) * BigInt(rate), under: 10_000n + BigInt(rate) }
          expect(atMostHalf(distance(vatCents, exactVat))).toBe(true)
          expect(atMostHalf(distance(taxableCents, exactNet(grossCents, rate)))).toBe(true)
        }
      }),
    )
  })

  test('the VAT shown is within a cent of rate times taxable amount (BR-CO-17, BR-S-09)', () => {
    fc.assert(
      fc.property(lines, (priced) => {
        for (const { vatCents, taxableCents, rate } of totals(priced).groups) {
          const computed = { over: BigInt(taxableCents) * BigInt(rate), under: 10_000n }
          expect(less(distance(vatCents, computed), { over: 1n, under: 1n })).toBe(true)
        }
      }),
    )
  })

  test('line nets add up to the taxable amount, each within a cent of its exact share (BR-CO-10)', () => {
    fc.assert(
      fc.property(lines, (priced) => {
        const sums = totals(priced)
        expect(sums.lines.reduce((total, { netCents }) => total + netCents, 0)).toBe(sums.netCents)
        sums.lines.forEach(({ netCents, grossCents }, i) => {
          const exact = exactNet(grossCents, priced[i]!.vatRate)
          expect(less(distance(netCents, exact), { over: 1n, under: 1n })).toBe(true)
        })
      }),
    )
  })

  test('the missing cents go to the largest remainders, the earlier line first among equals', () => {
    fc.assert(
      fc.property(lines, (priced) => {
        const sums = totals(priced)
        for (const group of sums.groups) {
          const members = priced.flatMap((one, i) => (one.vatRate === group.rate ? [i] : []))
          const raised = (i: number) =>
            exceeds(sums.lines[i]!.netCents, exactNet(sums.lines[i]!.grossCents, group.rate))
          const fraction = (i: number) =>
            (BigInt(sums.lines[i]!.grossCents) * 10_000n) % (10_000n + BigInt(group.rate))
          for (const up of members.filter(raised))
            for (const down of members.filter((i) => !raised(i) && fraction(i) !== 0n))
              expect(fraction(up) > fraction(down) || (fraction(up) === fraction(down) && up < down)).toBe(
                true,
              )
        }
      }),
      { numRuns: 50 },
    )
  })

  test('quantity times unit price, rounded to the cent, is the line net (PEPPOL-EN16931-R120)', () => {
    fc.assert(
      fc.property(lines, (priced) => {
        totals(priced).lines.forEach(({ unitNet: price, netCents }, i) => {
          expect(price).toMatch(/^\d+\.\d{2,}$/)
          const [whole, decimals] = price.split('.') as [string, string]
          const exact = {
            over: BigInt(whole + decimals) * BigInt(priced[i]!.quantity) * 100n,
            under: 10n ** BigInt(decimals.length),
          }
          expect(atMostHalf(distance(netCents, exact))).toBe(true)
        })
      }),
    )
  })

  test('three of one price and a delivery: worked by hand', () => {
    // 3 x 4.99 + 3.50 = 18.47; 18.47 x 21 / 121 = 3.2055..., so 3.21 VAT and 15.26 net.
    // Exact line nets 12.3719 and 2.8925: 12.37 + 2.89 = 15.26.
    const sums = totals([standard(3, 499), standard(1, 350)])
    expect(sums).toEqual({
      lines: [
        { grossCents: 1497, netCents: 1237, unitNet: '4.123' },
        { grossCents: 350, netCents: 289, unitNet: '2.89' },
      ],
      groups: [{ category: 'S', rate: 2100, taxableCents: 1526, vatCents: 321, grossCents: 1847 }],
      netCents: 1526,
      vatCents: 321,
      grossCents: 1847,
    })
  })

  test('many small lines: rounding each would lose cents, rounding the group does not', () => {
    const sums = totals(Array.from({ length: 100 }, () => standard(1, 3)))
    expect(sums.vatCents).toBe(52)
    expect(sums.netCents).toBe(248)
    expect(sums.lines.map(({ netCents }) => netCents).sort()).toEqual([
      ...Array.from({ length: 52 }, () => 2),
      ...Array.from({ length: 48 }, () => 3),
    ])
  })

  test('rates and categories stand apart, highest rate first', () => {
    const untaxed: PricedLine = {
      quantity: 1,
      unitPriceCents: cents(100),
      vatCategory: 'O',
      vatRate: basisPoints(0),
    }
    const sums = totals([untaxed, { ...standard(1, 112), vatRate: basisPoints(1200) }, standard(1, 121)])
    expect(sums.groups).toEqual([
      { category: 'S', rate: 2100, taxableCents: 100, vatCents: 21, grossCents: 121 },
      { category: 'S', rate: 1200, taxableCents: 100, vatCents: 12, grossCents: 112 },
      { category: 'O', rate: 0, taxableCents: 100, vatCents: 0, grossCents: 100 },
    ])
  })

  test('half a cent of VAT rounds up', () => {
    // 0.09 at 12.5 % holds exactly one cent; 0.05 at 100 % holds two and a half.
    expect(vatWithin(cents(9), basisPoints(1250))).toBe(1)
    expect(vatWithin(cents(5), basisPoints(10_000))).toBe(3)
  })

  test('a unit price gets decimals only where two do not give the line again', () => {
    expect(unitNet(cents(3099), 3)).toBe('10.33')
    expect(unitNet(cents(10331), 10)).toBe('10.331')
    expect(unitNet(cents(0), 7)).toBe('0.00')
    expect(unitNet(cents(1), 100_000)).toBe('0.0000001')
  })
})

describe('amounts that no document may hold', () => {
  test.each([
    ['no lines', []],
    ['no pieces', [standard(0, 100)]],
    ['negative pieces', [standard(-1, 100)]],
    ['half a piece', [standard(0.5, 100)]],
    ['more pieces than any order', [standard(100_001, 1)]],
    ['a negative price', [standard(1, -1)]],
    ['a price above a million euros', [standard(1, 100_000_001)]],
    ['a total above a billion euros', Array.from({ length: 11 }, () => standard(1000, 10_000_000))],
    ['a fraction of a cent', [{ ...standard(1, 1), unitPriceCents: 1.5 as PricedLine['unitPriceCents'] }]],
    ['a rate on a category that has none', [{ ...standard(1, 1), vatCategory: 'O' as const }]],
    ['category S without a rate', [{ ...standard(1, 1), vatRate: basisPoints(0) }]],
  ])('%s is refused', (_, priced) => {
    expect(() => totals(priced)).toThrow(RangeError)
  })
})

function exceeds(amount: number, exact: Fraction): boolean {
  return BigInt(amount) * exact.under > exact.over
}
