/** What a proof found. */
export interface ProofResult {
  name: string
  held: boolean
  detail: string
}

/** How a proof is asked: how often it repeats, and where it tells of its progress. */
export interface Asked {
  readonly rounds: number
  say(line: string): void
}

/** A result from the things counted: those in `nothing` must be zero, those in `facts` must be true. */
export function judged(
  name: string,
  nothing: Readonly<Record<string, number>>,
  facts: Readonly<Record<string, boolean>>,
  detail: readonly string[],
): ProofResult {
  const found = Object.entries(nothing).filter(([, count]) => count !== 0)
  const untrue = Object.entries(facts).filter(([, is]) => !is)
  const wrong = [
    ...found.map(([what, count]) => `${count} ${what}`),
    ...untrue.map(([what]) => `not: ${what}`),
  ]
  const sound = Object.keys(nothing).map((what) => `0 ${what}`)
  return {
    name,
    held: wrong.length === 0,
    detail: [...detail, wrong.length ? `WRONG: ${wrong.join(', ')}` : sound.join(', ')]
      .filter(Boolean)
      .join('; '),
  }
}

/** Smallest, middle and largest, for times in milliseconds. */
export function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  if (sorted.length === 0) return 'none'
  return `${sorted[0]}, ${sorted[sorted.length >> 1]}, at most ${sorted.at(-1)} ms`
}

/** Counts by name, as `name 3, other 1`. */
export function tally(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ')
}
