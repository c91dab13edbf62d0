import type { z } from 'zod'

/** Where most people have their mail: what is nearly one of these was probably meant to be it. */
const common = [
  'gmail.com',
  'inbox.lv',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
  'icloud.com',
  'apollo.lv',
  'one.lv',
  'mail.ru',
  'tvnet.lv',
  'live.com',
  'msn.com',
  'me.com',
  'proton.me',
  'protonmail.com',
  'googlemail.com',
  'telia.com',
  'hotmail.se',
  'outlook.lv',
  'hotmail.nl',
  'ziggo.nl',
  'kpnmail.nl',
  'home.nl',
]

/** Endings that nobody has, as they are mistyped. */
const endings: Readonly<Record<string, string>> = {
  con: 'com',
  cmo: 'com',
  ocm: 'com',
  vom: 'com',
  comm: 'com',
  lvv: 'lv',
}

/**
 * The address that was probably meant, where its domain looks like a slip; undefined otherwise. Only asks: there are
 * people whose domain is one letter away from a large one.
 */
export function likelyMeant(address: string): string | undefined {
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), address.slice(at + 1).toLowerCase()]
  if (common.includes(domain)) return undefined
  const mended = mendedEnding(domain)
  const near = common.find((known) => isNear(mended, known))
  const meant = near ?? mended
  return meant === domain ? undefined : `${local}@${meant}`
}

/**
 * For the field of an address: a domain that looks like a slip is asked about once; whoever sends the same address
 * again means it. `seen` is the address that stood in the form when it was shown.
 */
export function askAbout(seen: string) {
  return (address: string, context: z.RefinementCtx): void => {
    const suggestion = likelyMeant(address)
    if (suggestion === undefined || seen.trim().toLowerCase() === address.toLowerCase()) return
    context.addIssue({ code: 'custom', message: 'errors.emailSlip', params: { suggestion } })
  }
}

function mendedEnding(domain: string): string {
  const dot = domain.lastIndexOf('.')
  const ending = endings[domain.slice(dot + 1)]
  return ending ? domain.slice(0, dot + 1) + ending : domain
}

/** One slip of the finger; two in a long name. A short name has too many real neighbours. */
function isNear(domain: string, known: string): boolean {
  if (known.length < 8) return domain === known
  return slips(domain, known) <= (known.length < 11 ? 1 : 2)
}

/** Letters left out, put in, mistaken or swapped with their neighbour (optimal string alignment). */
function slips(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row[j] = Math.min(
        last[j]! + 1,
        row[j - 1]! + 1,
        last[j - 1]! + same,
        swapped ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = last
    last = row
  }
  return last[other.length]!
}
