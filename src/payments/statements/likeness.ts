/** Words in names of companies that say nothing about which one it is. */
const forms = new Set('sia as ik zs ps bdr ou uab ab gmbh bv nv ltd llc oy oyj inc und the'.split(' '))

/**
 * How alike two names are, from 0 to 1: the words that both have, whatever their order, accents and legal form. Banks cut
 * names off, so a word that begins another counts half.
 */
export function likeness(one: string, other: string): number {
  const [some, others] = [wordsOf(one), wordsOf(other)]
  if (some.length === 0 || others.length === 0) return 0
  const left = [...others]
  let shared = 0
  for (const word of some) {
    const whole = left.indexOf(word)
    const begun = whole < 0 ? left.findIndex((each) => begins(each, word) || begins(word, each)) : -1
    if (whole >= 0) shared += 1
    else if (begun >= 0) shared += 0.5
    if (whole >= 0 || begun >= 0) left.splice(Math.max(whole, begun), 1)
  }
  return (2 * shared) / (some.length + others.length)
}

function begins(long: string, short: string): boolean {
  return short.length >= 3 && long.startsWith(short)
}

/** The words of a name as letters without accents. */
function wordsOf(name: string): string[] {
  const bare = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return (bare.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !forms.has(word))
}
