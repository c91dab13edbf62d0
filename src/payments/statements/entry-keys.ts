import { createHash } from 'node:crypto'
import type { Statement } from './camt.ts'
import type { BookedEntry } from './camt-entries.ts'

/**
 * By what an entry is known again, in another statement too: the bank's reference, or all its facts where it gives none;
 * the second of two that are the same in one statement is another one.
 */
export function entryKeys({ entries }: Pick<Statement, 'entries'>): Buffer[] {
  const seen = new Map<string, number>()
  return entries.map((entry) => {
    const facts = factsOf(entry)
    const before = seen.get(facts) ?? 0
    seen.set(facts, before + 1)
    return hashOf(facts, String(before))
  })
}

/** By what a statement is known again, however its file is written. */
export function statementKey(statement: Statement, keys: readonly Buffer[]): Buffer {
  const { account, name, currency, from, until, openingCents, closingCents } = statement
  const facts = JSON.stringify([account, name, currency, from, until, openingCents, closingCents])
  return hashOf(facts, ...keys.map((key) => key.toString('hex')))
}

function factsOf(entry: BookedEntry): string {
  const { reference, credit, amountCents, currency, bookedOn, valueOn, reversal, parts } = entry
  const moved = [credit, amountCents, currency, bookedOn]
  if (reference !== null) return JSON.stringify([reference, ...moved])
  const told = parts.map(({ endToEndId, name, iban, references, words }) => [
    endToEndId,
    name,
    iban,
    references,
    words,
  ])
  return JSON.stringify([null, ...moved, valueOn, reversal, told])
}

function hashOf(...texts: readonly string[]): Buffer {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text}\n`)
  return hash.digest()
}
