import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CodeInCart, discountOn, spread } from '../../src/checkout/discount-shares.ts'
import { type Priced, sumsOf, withDelivery } from '../../src/invoicing/sums.ts'
import { totals } from '../../src/invoicing/totals.ts'

const base: CodeInCart = { id: '', code: 'X', share: null, amountCents: null, minimumCents: 0, problem: null }
const code: fc.Arbitrary<CodeInCart> = fc.oneof(
  fc.integer({ min: 1, max: 9900 }).map((share) => ({ ...base, share })),
  fc
    .record({ amountCents: fc.integer({ min: 1, max: 50_000 }), more: fc.integer({ min: 1, max: 5000 }) })
    .map(({ amountCents, more }) => ({ ...base, amountCents, minimumCents: amountCents + more })),
)
const line = fc.record({
  quantity: fc.integer({ min: 1, max: 50 }),
  priceCents: fc.integer({ min: 1, max: 90_000 }),
  discounted: fc.boolean(),
  vatRate: fc.constantFrom(2100, 1200, 500),
})
const cart = fc.array(line, { minLength: 1, maxLength: 20 })

function priced(
  lines: readonly (typeof line extends fc.Arbitrary<infer T> ? T : never)[],
  given: CodeInCart,
) {
  const { discount, shares } = discountOn(lines, given)
  const goods: Priced[] = lines.map(({ quantity, priceCents, vatRate }, index) => ({
    quantity,
    unitPriceCents: priceCents,
    discountCents: shares[index]!,
    vatCategory: 'S',
    vatRate,
  }))
  return { discount, shares, goods }
}

describe('what a code takes off a cart', () => {
  test('the shares are the discount to the cent, none more than its line, and something is left to pay', () => {
    fc.assert(
      fc.property(cart, code, (lines, given) => {
        const { discount, shares } = priced(lines, given)
        expect(shares.reduce((total, share) => total + share, 0)).toBe(discount.cents)
        const whole = lines.reduce((total, one) => total + one.quantity * one.priceCents, 0)
        expect(discount.cents).toBeLessThan(whole)
        lines.forEach(({ quantity, priceCents, discounted }, index) => {
          expect(shares[index]).toBeGreaterThanOrEqual(0)
          expect(shares[index]).toBeLessThanOrEqual(discounted ? quantity * priceCents : 0)
        })
      }),
    )
  })

  test('goods less the discount and with delivery are the total, and the VAT groups make up the same sum', () => {
    fc.assert(
      fc.property(cart, code, fc.integer({ min: 0, max: 2000 }), (lines, given, delivery) => {
        const { discount, goods } = priced(lines, given)
        const sums = sumsOf(goods, delivery)
        expect(sums.goods - discount.cents + delivery).toBe(sums.total)
        expect(sums.discount ?? 0).toBe(discount.cents)
        const document = totals(withDelivery(goods, delivery))
        expect(document.grossCents).toBe(sums.total)
        expect(document.lines.reduce((total, one) => total + one.grossCents, 0)).toBe(sums.total)
        expect(document.groups.reduce((total, one) => total + one.vatCents, 0)).toBe(document.vatCents)
        expect(document.netCents + document.vatCents).toBe(sums.total)
      }),
    )
  })

  test('unit price times quantity less the allowance is the line net (EN 16931 BT-131)', () => {
    fc.assert(
      fc.property(cart, code, (lines, given) => {
        const { goods } = priced(lines, given)
        totals(withDelivery(goods, 0)).lines.forEach(({ unitNet, netCents, allowanceCents = 0 }, index) => {
          const [whole, decimals] = unitNet.split('.') as [string, string]
          const scale = 10n ** BigInt(decimals.length)
          const exact = BigInt(whole + decimals) * BigInt(goods[index]!.quantity) * 100n
          expect(Number((2n * exact + scale) / (2n * scale)) - allowanceCents).toBe(netCents)
          expect(allowanceCents).toBeGreaterThanOrEqual(0)
        })
      }),
    )
  })

  test('ten per cent of three lines, worked by hand', () => {
    const lines = [333, 333, 334].map((priceCents) => ({ quantity: 1, priceCents, discounted: true }))
    const { discount, shares } = discountOn(lines, { ...base, share: 1000 })
    expect(discount.cents).toBe(100)
    expect(shares).toEqual([33, 33, 34])
    expect(spread(100, [1, 1, 1])).toEqual([34, 33, 33])
  })

  test('a code that lacks goods, or is for others, takes nothing off and says why', () => {
    const lines = [{ quantity: 2, priceCents: 1000, discounted: true }]
    const amount = { ...base, amountCents: 500, minimumCents: 3000 }
    expect(discountOn(lines, amount).discount).toMatchObject({
      cents: 0,
      problem: 'minimum',
      missingCents: 1000,
    })
    const others = lines.map((one) => ({ ...one, discounted: false }))
    expect(discountOn(others, { ...base, share: 1000 }).discount).toMatchObject({ problem: 'other-goods' })
    expect(discountOn(lines, { ...base, share: 1000, problem: 'ended' })).toMatchObject({
      discount: { cents: 0, problem: 'ended' },
      shares: [0],
    })
  })
})
