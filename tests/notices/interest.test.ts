import { describe, expect, test } from 'vitest'
import { basisPoints, cents } from '../../src/platform/money.ts'
import { addDays, isoDate } from '../../src/platform/time.ts'
import { lateInterest, type Owed } from '../../src/receivables/dunning/interest.ts'
import { type RateFrom, ratesFor } from '../../src/receivables/dunning/rates.ts'

const none = { rates: { person: [], refinancing: [] } }
const day = isoDate

/** A debt of 1,000 euros that was due at the end of 2025. */
const plain: Owed = { askedCents: cents(100_000), dueOn: day('2025-12-31'), changes: [] }

describe('late interest', () => {
  test('a person owes 6 % a year, to the day', () => {
    const { rows, cents: all } = lateInterest(plain, ratesFor('person', none), day('2026-12-31'))
    expect(all).toBe(6000)
    expect(rows).toEqual([
      { from: '2026-01-01', until: '2026-12-31', days: 365, baseCents: 100_000, rate: 600, cents: 6000 },
    ])
  })

  test('a company owes the rate of the ECB of each half-year and 8 points more', () => {
    const owed = { ...plain, dueOn: day('2024-12-31') }
    const { rows } = lateInterest(owed, ratesFor('company', none), day('2025-12-31'))
    expect(rows.map(({ days, rate, cents: amount }) => [days, rate, amount])).toEqual([
      [181, 1115, 5529],
      [184, 1015, 5117],
    ])
  })

  test('a rate that the shop enters holds from its day on', () => {
    const own = { rates: { person: [], refinancing: [{ from: '2026-07-01', rate: 240 }] } }
    const { rows } = lateInterest(plain, ratesFor('company', own), day('2026-12-31'))
    expect(rows.map(({ from, rate }) => [from, rate])).toEqual([
      ['2026-01-01', 1015],
      ['2026-07-01', 1040],
    ])
  })

  test('money lowers it from its own day on', () => {
    const paid = { ...plain, changes: [{ on: day('2026-01-11'), cents: 60_000 }] }
    const { rows } = lateInterest(paid, ratesFor('person', none), day('2026-01-20'))
    expect(rows.map(({ days, baseCents }) => [days, baseCents])).toEqual([
      [10, 100_000],
      [10, 40_000],
    ])
  })

  test('nothing is late on the due day, nor after all is paid', () => {
    const rates = ratesFor('person', none)
    expect(lateInterest(plain, rates, plain.dueOn).cents).toBe(0)
    const paid = { ...plain, changes: [{ on: day('2026-01-01'), cents: 100_000 }] }
    expect(lateInterest(paid, rates, day('2027-01-01')).rows).toEqual([])
  })

  test('it stops growing when it has reached the debt', () => {
    const { cents: all } = lateInterest(plain, ratesFor('person', none), day('2060-01-01'))
    expect(all).toBe(100_000)
  })
})

/** The same, a day at a time, in fractions that are never rounded on the way. */
function oracle(owed: Owed, rates: readonly RateFrom[], until: string): number {
  let numerator = 0n
  for (let at = addDays(owed.dueOn, 1); at <= until; at = addDays(at, 1)) {
    let open = BigInt(owed.askedCents)
    for (const change of owed.changes) if (change.on <= at) open -= BigInt(change.cents)
    let rate = BigInt(rates[0]!.rate)
    for (const one of rates) if (one.from <= at) rate = BigInt(one.rate)
    if (open <= 0n || numerator >= open * 3_650_000n) continue
    numerator += open * rate
    if (numerator > open * 3_650_000n) numerator = open * 3_650_000n
  }
  const [whole, rest] = [numerator / 3_650_000n, numerator % 3_650_000n]
  return Number(rest * 2n >= 3_650_000n ? whole + 1n : whole)
}

/** Repeatable chance (mulberry32). */
function dice(seed: number) {
  let state = seed
  return (most: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * most)
  }
}

test('any debt with any payments comes to the same cent as in fractions, and its rows add up', () => {
  for (let seed = 1; seed <= 1500; seed += 1) {
    const roll = dice(seed)
    const dueOn = addDays(day('2016-01-01'), roll(3900))
    const askedCents = cents(1 + roll(3_000_000))
    const payments = Array.from({ length: roll(5) }, () => ({
      on: addDays(dueOn, roll(500) - 30),
      cents: 1 + roll(Math.ceil(askedCents / 3)),
    }))
    const owed = { askedCents, dueOn, changes: payments }
    const until = addDays(dueOn, roll(seed % 50 === 0 ? 7000 : 900))
    const rates =
      seed % 3 === 0
        ? [
            { from: '2016-01-01', rate: basisPoints(roll(3000)) },
            { from: addDays(dueOn, roll(90)), rate: basisPoints(roll(3000)) },
          ]
        : ratesFor(seed % 2 === 0 ? 'person' : 'company', none)
    const { rows, cents: all } = lateInterest(owed, rates, until)
    const expected = oracle(owed, rates, until)
    expect({ seed, all }).toEqual({ seed, all: expected })
    expect(rows.reduce((total, row) => total + row.cents, 0)).toBe(all)
    expect(rows.every((row) => row.cents >= 0 && row.days > 0 && row.baseCents > 0)).toBe(true)
  }
})
