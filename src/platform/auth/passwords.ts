import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { Unavailable } from '../errors.ts'

/** scrypt work: N is 2^logN. OWASP's first choice is N=2^17, r=8, p=1, which takes 128 MB while it runs. */
export type PasswordCost = { readonly logN: number; readonly r: number; readonly p: number }

export const passwordCost: PasswordCost = { logN: 17, r: 8, p: 1 }

export type Passwords = {
  /** A text to store: `scrypt$logN$r$p$salt$key`. Throws Unavailable when too many wait. */
  hash(password: string): Promise<string>
  /**
   * Whether the password is the stored one. With nothing stored the same work is done and the answer is no,
   * so that the time does not tell whether an account exists. Throws Unavailable when too many wait.
   */
  verify(password: string, stored: string | undefined): Promise<boolean>
  /** Whether a stored hash was made with another cost than today's and should be made again at sign-in. */
  isOutdated(stored: string): boolean
}

const longestQueue = 20

/** Hashes one password at a time: each takes 128 MB, and a crowd at the door must not take the shop's memory. */
export function openPasswords(cost: PasswordCost = passwordCost): Passwords {
  const inTurn = oneAtATime()
  const nobody = format(cost, randomBytes(16), randomBytes(32))
  return {
    hash: (password) => inTurn(() => hash(password, cost)),
    verify: async (password, stored) => {
      const matches = await inTurn(() => matchesHash(password, stored ?? nobody))
      return matches && stored !== undefined
    },
    isOutdated: (stored) => !stored.startsWith(prefix(cost)),
  }
}

async function hash(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(16)
  return format(cost, salt, await derive(password, salt, cost))
}

async function matchesHash(password: string, stored: string): Promise<boolean> {
  const [, logN, r, p, salt, key] = stored.split('$')
  const expected = Buffer.from(key ?? '', 'base64')
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) }
  const derived = await derive(password, Buffer.from(salt ?? '', 'base64'), cost)
  return derived.length === expected.length && timingSafeEqual(derived, expected)
}

function derive(password: string, salt: Buffer, { logN, r, p }: PasswordCost): Promise<Buffer> {
  const options = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r }
  return new Promise((resolve, reject) => {
    // NFKC: the same letters typed on another keyboard are the same password (NIST SP 800-63B 3.1.1.2).
    scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

function format(cost: PasswordCost, salt: Buffer, key: Buffer): string {
  return `${prefix(cost)}${salt.toString('base64')}$${key.toString('base64')}`
}

function prefix({ logN, r, p }: PasswordCost): string {
  return `scrypt$${logN}$${r}$${p}$`
}

function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return async (work) => {
    if (waiting >= longestQueue) throw new Unavailable()
    waiting += 1
    const turn = last.then(work, work)
    last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      waiting -= 1
    }
  }
}
