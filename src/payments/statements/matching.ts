import { likeness } from './likeness.ts'
import type { How } from './table.ts'

/** An order that an entry may be for. */
export interface Candidate {
  readonly orderId: string
  readonly number: string
  /** What it still waits for, in cents; 0 or less where it is paid. */
  readonly openCents: number
  readonly cancelled: boolean
  /** The buyer's name, and the company's; none once the contract has ended. */
  readonly names: readonly string[]
  /**
   * Its reference or its number stands in the remittance; a refund of it came back. Null: only the amount or the name leads
   * to it.
   */
  readonly by: 'reference' | 'number' | 'refund' | null
}

export interface Entry {
  /** What of it is matched to nothing yet, in cents. */
  readonly openCents: number
  /** Who paid, and for whom. */
  readonly names: readonly string[]
  /** Several transfers in one, or one that came back: no order's by itself. */
  readonly unusual: boolean
}

/**
 * The order that an entry settles by itself: its reference alone names it and asks for so much at least; or its number
 * stands in the words, and it waits for exactly this amount. Null where a person decides: two orders are named, more came
 * than is open, the order is paid or cancelled.
 */
export function decide(entry: Entry, candidates: readonly Candidate[]): { orderId: string; how: How } | null {
  if (entry.unusual || entry.openCents <= 0) return null
  const named = candidates.filter(({ by }) => by !== null)
  const [referenced, ...more] = named.filter(({ by }) => by === 'reference')
  const exact = (one: Candidate) => !one.cancelled && one.openCents === entry.openCents
  if (referenced) {
    if (more.length > 0) return null
    const part = !referenced.cancelled && named.length === 1 && entry.openCents < referenced.openCents
    return exact(referenced) || part ? { orderId: referenced.orderId, how: 'reference' } : null
  }
  const [numbered, ...others] = named
  return numbered && others.length === 0 && exact(numbered)
    ? { orderId: numbered.orderId, how: 'number' }
    : null
}

/** Why an order is suggested, or what to know before it is chosen. */
export type Reason =
  | 'reference'
  | 'number'
  | 'refund'
  | 'amount'
  | 'name'
  | 'part'
  | 'over'
  | 'paid'
  | 'cancelled'

export interface Suggestion {
  readonly orderId: string
  readonly number: string
  readonly names: readonly string[]
  /** What would be matched, in cents. */
  readonly amountCents: number
  readonly openCents: number
  readonly reasons: readonly Reason[]
  /** 0 to 100. */
  readonly score: number
}

const mostSuggestions = 4
const weights = { reference: 70, refund: 70, number: 50 } as const
const alike = 0.6

/** The orders that an entry may be for, the likeliest first; those that only the amount leads to where there is little else. */
export function suggest(entry: Entry, candidates: readonly Candidate[]): Suggestion[] {
  const all = candidates.map((candidate) => suggestion(entry, candidate))
  const amountAlone = all.filter(({ reasons }) => reasons.join() === 'amount')
  const crowded = amountAlone.length > 2 || candidates.some(({ by }) => by !== null)
  return all
    .filter((each) => each.score >= 40 && !(crowded && amountAlone.includes(each)))
    .sort((one, other) => other.score - one.score || (one.number < other.number ? 1 : -1))
    .slice(0, mostSuggestions)
}

/** Orders that together wait for exactly this amount, all of them named in the remittance; undefined where none do. */
export function suggestSplit(
  entry: Entry,
  candidates: readonly Candidate[],
): readonly Candidate[] | undefined {
  const named = candidates.filter(
    ({ by, cancelled, openCents }) => by !== null && !cancelled && openCents > 0,
  )
  const sum = named.reduce((total, { openCents }) => total + openCents, 0)
  return named.length > 1 && sum === entry.openCents ? named : undefined
}

function suggestion(entry: Entry, candidate: Candidate): Suggestion {
  const { orderId, number, names, openCents, cancelled, by } = candidate
  const name = nameLikeness(entry.names, names)
  const isAmount = openCents === entry.openCents && !cancelled
  const facts: Record<Reason, boolean> = {
    reference: by === 'reference',
    number: by === 'number',
    refund: by === 'refund',
    amount: isAmount,
    name: name >= alike,
    part: !cancelled && openCents > entry.openCents,
    over: !cancelled && openCents > 0 && openCents < entry.openCents,
    paid: !cancelled && openCents <= 0 && by !== 'refund',
    cancelled,
  }
  const score =
    (by === null ? 0 : weights[by]) +
    (isAmount ? 40 : 0) +
    (name >= alike ? Math.round(45 * name) : 0) -
    (by !== 'refund' && (cancelled || openCents <= 0) ? 20 : 0)
  return {
    orderId,
    number,
    names,
    // What is too much goes with it, and is paid back from there.
    amountCents: entry.openCents,
    openCents,
    reasons: (Object.keys(facts) as Reason[]).filter((reason) => facts[reason]),
    score: Math.max(0, Math.min(100, score)),
  }
}

function nameLikeness(some: readonly string[], others: readonly string[]): number {
  return Math.max(0, ...some.flatMap((one) => others.map((other) => likeness(one, other))))
}
