/** A code that lies in a cart, as the database judges it today. */
export interface CodeInCart {
  readonly id: string
  readonly code: string
  /** Basis points; null where the code takes off an amount. */
  readonly share: number | null
  /** Cents with VAT; null where it takes off a share. */
  readonly amountCents: number | null
  /** Cents with VAT that the goods it is for must come to. */
  readonly minimumCents: number
  readonly problem: 'ended' | 'early' | 'used-up' | null
}

/** What a code does to a cart. */
export interface Discount {
  readonly id: string
  readonly code: string
  /** Cents with VAT; 0 where it takes nothing off. */
  readonly cents: number
  /** Why it takes nothing off: `minimum` lacks `missingCents`, `other-goods` is for none of these. */
  readonly problem?: 'ended' | 'early' | 'used-up' | 'minimum' | 'other-goods'
  readonly missingCents?: number
}

interface Line {
  readonly quantity: number
  /** Cents with VAT. */
  readonly priceCents: number
  /** Whether the cart's code is for these goods. */
  readonly discounted: boolean
}

/**
 * What a code takes off these goods, and what of it falls to each line (cents with VAT, in the order of the lines).
 * It never takes everything: a cent is left to pay. Delivery is never reduced.
 */
export function discountOn(
  lines: readonly Line[],
  code: CodeInCart,
): { discount: Discount; shares: readonly number[] } {
  const prices = lines.map((line) => (line.discounted ? line.quantity * line.priceCents : 0))
  const goodsCents = prices.reduce((total, price) => total + price, 0)
  const problem = code.problem ?? problemWith(goodsCents, code)
  const { id, code: name } = code
  if (problem) {
    const missingCents = problem === 'minimum' ? code.minimumCents - goodsCents : undefined
    const discount = { id, code: name, cents: 0, problem, ...(missingCents && { missingCents }) }
    return { discount, shares: prices.map(() => 0) }
  }
  const cents = Math.min(takenOff(goodsCents, code), goodsCents - 1)
  return { discount: { id, code: name, cents }, shares: spread(cents, prices) }
}

function problemWith(goodsCents: number, { minimumCents }: CodeInCart): Discount['problem'] {
  if (goodsCents <= 1) return 'other-goods'
  return goodsCents < minimumCents ? 'minimum' : undefined
}

/** Half a cent rounds up. */
function takenOff(goodsCents: number, { share, amountCents }: CodeInCart): number {
  return share === null ? amountCents! : Number((BigInt(goodsCents) * BigInt(share) + 5_000n) / 10_000n)
}

/**
 * Parts of an amount in proportion to these prices, by largest remainder: they add up to it exactly, and none is more
 * than its price as long as the amount is less than their sum.
 */
export function spread(cents: number, prices: readonly number[]): number[] {
  const whole = BigInt(prices.reduce((total, price) => total + price, 0))
  if (whole === 0n) return prices.map(() => 0)
  const parts = prices.map((price) => BigInt(cents) * BigInt(price))
  const shares = parts.map((part) => Number(part / whole))
  const missing = cents - shares.reduce((total, share) => total + share, 0)
  const byRest = parts.map((part, index) => ({ rest: part % whole, index }))
  byRest.sort((one, other) =>
    one.rest === other.rest ? one.index - other.index : one.rest > other.rest ? -1 : 1,
  )
  for (const { index } of byRest.slice(0, missing)) shares[index]! += 1
  return shares
}
