import { createHash } from 'node:crypto'
import type { Typed } from '../../platform/web/forms.ts'

/** The parts of a form by which two editors are told apart, each with a fingerprint of what it says. */
export type Fingerprint = ReadonlyMap<string, string>

/** The part that a field belongs to; undefined for one that nobody keeps. */
export type PartOf = (name: string) => string | undefined

/** A part that somebody else changed meanwhile, and whether this form changed it too. */
export interface StalePart {
  readonly part: string
  readonly both: boolean
}

/** The fingerprint of a form. */
export function fingerprintOf(values: Typed, partOf: PartOf): Fingerprint {
  const parts = new Map<string, string[]>()
  for (const [name, value] of Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const part = partOf(name)
    const said = String(value).replace(/\r\n?/g, '\n').trim()
    if (!part || said === '') continue
    parts.set(part, [...(parts.get(part) ?? []), `${name}=${said}`])
  }
  const hash = (lines: string[]) =>
    createHash('sha256').update(lines.join('\0')).digest('base64url').slice(0, 8)
  return new Map([...parts].map(([part, lines]) => [part, hash(lines)]))
}

/** A fingerprint as a hidden field carries it, and back. */
export function written(print: Fingerprint): string {
  return [...print].map(([part, hash]) => `${part}:${hash}`).join(' ')
}

export function readPrint(text: string): Fingerprint {
  return new Map(
    text
      .split(' ')
      .map((one) => one.split(':'))
      .filter((pair): pair is [string, string] => pair.length === 2),
  )
}

/** The parts in which two fingerprints differ. */
export function differences(one: Fingerprint, other: Fingerprint): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((part) => one.get(part) !== other.get(part))
}

/**
 * Two people changed the same. What only the other one touched is taken over into the form; what both touched
 * stays as typed. `seen` is the fingerprint of what the form was opened with, `current` what is kept now.
 */
export function reconciled(
  typed: Typed,
  current: Typed,
  seen: string,
  partOf: PartOf,
): { typed: Typed; stale: StalePart[] } {
  const before = readPrint(seen)
  const theirs = differences(before, fingerprintOf(current, partOf))
  const mine = new Set(differences(before, fingerprintOf(typed, partOf)))
  const taken = new Set(theirs.filter((part) => !mine.has(part)))
  const isTaken = ([name]: readonly [string, unknown]) => taken.has(partOf(name) ?? '')
  return {
    typed: {
      ...Object.fromEntries(Object.entries(typed).filter((entry) => !isTaken(entry))),
      ...Object.fromEntries(Object.entries(current).filter(isTaken)),
    },
    stale: theirs.map((part) => ({ part, both: mine.has(part) })),
  }
}
