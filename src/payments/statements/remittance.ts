import { creditorReference, readCreditorReference } from '../reference.ts'

/** What the payer wrote. */
export interface Remittance {
  readonly structured: readonly string[]
  readonly endToEndId: string | null
  readonly words: string | null
}

/** What stands in a remittance that an order or an invoice could be known by. */
export interface Found {
  /** ISO 11649 references whose check digits are right. */
  readonly references: readonly string[]
  /** Letters and digits that could be the number of an order or an invoice, without signs, in capitals. */
  readonly numbers: readonly string[]
}

const mostNumbers = 60

/** References and possible numbers, each once, as they stand there. */
export function readRemittance({ structured, endToEndId, words }: Remittance): Found {
  const texts = [...structured, endToEndId, words].filter((text) => text !== null)
  const references = new Set(texts.flatMap(referencesIn))
  const numbers = new Set(texts.flatMap(numbersIn))
  return { references: [...references], numbers: [...numbers].slice(0, mostNumbers) }
}

/** The reference that an order of this number has; undefined where no order can have such a number. */
export function referenceOf(number: string): string | undefined {
  return number.length <= 21 ? creditorReference(number) : undefined
}

/**
 * People write a reference in groups, and go on writing after it: every beginning whose check digits are right is one, and
 * only an order that has it counts.
 */
function referencesIn(text: string): string[] {
  const found: string[] = []
  for (const { index } of text.matchAll(/RF\s?\d/gi)) {
    const rest = /^[0-9A-Z]+/i.exec(text.slice(index, index + 60).replace(/[\s-]/g, ''))?.[0] ?? ''
    for (let length = Math.min(25, rest.length); length >= 5; length -= 1) {
      const reference = readCreditorReference(rest.slice(0, length))
      if (reference) found.push(reference)
    }
  }
  return found
}

/** Words with a digit in them, whole, by their parts, and with those around them: "B 00123", "B 2026 / 0012". */
function numbersIn(text: string): string[] {
  const parts = text.toUpperCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const joined = (text.toUpperCase().match(/[\p{L}\p{N}]+(?:[-/._][\p{L}\p{N}]+)+/gu) ?? []).map((word) =>
    word.replace(/[^\p{L}\p{N}]/gu, ''),
  )
  const pairs = parts.slice(1).map((part, at) => parts[at]! + part)
  const triples = parts.slice(2).map((part, at) => pairs[at]! + part)
  return [...joined, ...parts, ...pairs, ...triples].filter(
    (word) => /^[0-9A-Z]{3,30}$/.test(word) && /\d/.test(word),
  )
}
