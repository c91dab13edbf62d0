import { expect } from 'vitest'
import type { DocumentDraft } from '../../src/invoicing/snapshot.ts'
import type { OrderFacts } from '../../src/orders/find.ts'

// The oracle: exact fractions of cents in BigInt, written from the law and not from the shop's code.

/** What VAT group a sum belongs to, and what all documents together make of it: positive ones less credit notes. */
export function booked(documents: readonly DocumentDraft[]): Map<string, { gross: bigint; vat: bigint }> {
  const sums = new Map<string, { gross: bigint; vat: bigint }>()
  for (const { kind, vatGroups } of documents)
    for (const { category, rate, taxableCents, vatCents } of vatGroups) {
      const sign = kind === 'credit-note' ? -1n : 1n
      const { gross, vat } = sums.get(`${category}${rate}`) ?? { gross: 0n, vat: 0n }
      sums.set(`${category}${rate}`, {
        gross: gross + sign * BigInt(taxableCents + vatCents),
        vat: vat + sign * BigInt(vatCents),
      })
    }
  return sums
}

/** The order's price and VAT by group: VAT is rounded once, half a cent up. */
export function owed({ lines, delivery }: OrderFacts): Map<string, { gross: bigint; vat: bigint }> {
  const highest = Math.max(...lines.map(({ vatRate }) => vatRate))
  const carried = { quantity: 1, unitPriceCents: delivery.priceCents, discountCents: 0, vatRate: highest }
  const sums = new Map<string, { gross: bigint; vat: bigint }>()
  for (const line of delivery.priceCents > 0 ? [...lines, carried] : lines) {
    const key = `${line.vatRate === 0 ? 'Z' : 'S'}${line.vatRate}`
    const before = sums.get(key)?.gross ?? 0n
    const gross = before + BigInt(line.quantity) * BigInt(line.unitPriceCents) - BigInt(line.discountCents)
    sums.set(key, { gross, vat: halfUp(gross * BigInt(line.vatRate), 10_000n + BigInt(line.vatRate)) })
  }
  return sums
}

function halfUp(over: bigint, under: bigint): bigint {
  return over / under + (2n * (over % under) >= under ? 1n : 0n)
}

/** A part of an advance that is given back carries a part of what the advance was off, too. */
function nearItsVat({ kind, lines, vatGroups }: DocumentDraft): boolean {
  const off = kind === 'credit-note' && lines[0]!.about === 'advance' ? 2n : 1n
  return vatGroups.every(({ rate, taxableCents, vatCents }) => {
    const cent = 10_000n + BigInt(rate)
    const distance = BigInt(vatCents) * cent - BigInt(taxableCents + vatCents) * BigInt(rate)
    return distance <= off * cent && distance >= -off * cent
  })
}

/** What EN 16931 asks of every document's own sums (BR-CO-10, 13, 15; BR-S-08; PEPPOL-EN16931-R120). */
export function addsUp(document: DocumentDraft): void {
  const { lines, vatGroups, netCents, vatCents, grossCents } = document
  expect(lines.reduce((total, line) => total + line.netCents, 0)).toBe(netCents)
  expect(netCents + vatCents).toBe(grossCents)
  for (const group of vatGroups) {
    const members = lines.filter((one) => one.vatCategory === group.category && one.vatRate === group.rate)
    expect(members.reduce((total, line) => total + line.netCents, 0)).toBe(group.taxableCents)
    expect(members.reduce((total, line) => total + line.grossCents, 0)).toBe(
      group.taxableCents + group.vatCents,
    )
  }
  for (const { unitNet, quantity, allowanceCents = 0, netCents: net } of lines) {
    const [whole, decimals] = unitNet.split('.') as [string, string]
    const exact = BigInt(whole + decimals) * BigInt(Math.abs(quantity)) * 100n
    const under = 10n ** BigInt(decimals.length)
    expect(halfUp(exact, under)).toBe(BigInt(quantity < 0 ? -net : net) + BigInt(allowanceCents))
    expect(allowanceCents).toBeGreaterThanOrEqual(0)
  }
  expect(nearItsVat(document)).toBe(true)
}
