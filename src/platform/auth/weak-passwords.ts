import { readFileSync } from 'node:fs'

/** Why a password is refused: a message key's last part. */
export type Weakness = 'short' | 'long' | 'personal' | 'simple' | 'common'

const shortestPassword = 12
export const longestPassword = 128

/**
 * What is wrong with a new password, or undefined (NIST SP 800-63B, OWASP ASVS 5.0 6.2: length and a list of
 * common ones, no rules about kinds of characters). `personal` are words that anyone would try first: the person's
 * e-mail and name, the shop's name.
 */
export function weaknessOf(password: string, personal: readonly string[]): Weakness | undefined {
  const characters = [...password.normalize('NFKC')].length
  if (characters < shortestPassword) return 'short'
  if (characters > longestPassword) return 'long'
  const plain = plainLetters(password)
  if (personal.some((words) => isBuiltOn(plain, words))) return 'personal'
  if (isSimple(plain)) return 'simple'
  if (isCommon(plain)) return 'common'
  return undefined
}

function plainLetters(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** A personal word with less than a password's worth of other characters around it. */
function isBuiltOn(plain: string, words: string): boolean {
  const parts = [plainLetters(words), ...plainLetters(words).split(/[^\p{L}\p{N}]+/u)]
  return parts.some(
    (part) => part.length >= 4 && plain.includes(part) && plain.replaceAll(part, '').length < 8,
  )
}

/** One short piece over and over, few different characters, or a run along the alphabet or the digits. */
function isSimple(plain: string): boolean {
  if (new Set(plain).size < 5 || repeatsAPiece(plain)) return true
  const steps = [...plain]
    .slice(1)
    .map((character, index) => character.charCodeAt(0) - plain.charCodeAt(index))
  return [-1, 0, 1].some((step) => steps.filter((each) => each === step).length > steps.length * 0.7)
}

function repeatsAPiece(plain: string): boolean {
  for (let size = 1; size <= Math.min(6, plain.length / 2); size += 1) {
    if (plain.slice(0, size).repeat(plain.length).startsWith(plain)) return true
  }
  return false
}

/** On the list, or at most two words of the list with a few digits and signs ("Sunshine2024!"). */
function isCommon(plain: string): boolean {
  const { passwords, words } = commonPasswords()
  return [plain, unmasked(plain)].some((text) => {
    if (passwords.has(text)) return true
    const letters = text.replace(/[^\p{L}]/gu, '')
    return letters.length > 0 && text.length - letters.length <= 6 && isWords(letters, words, 2)
  })
}

/** "p4$$w0rd" is "password". */
function unmasked(plain: string): string {
  const masks: Record<string, string> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
    '!': 'i',
  }
  return plain.replace(/[0134579@$!](?=.*\p{L})/gu, (mask) => masks[mask] ?? mask)
}

function isWords(letters: string, words: ReadonlySet<string>, most: number): boolean {
  if (words.has(letters)) return true
  if (most === 1) return false
  for (let end = 4; end <= letters.length - 4; end += 1) {
    if (words.has(letters.slice(0, end)) && isWords(letters.slice(end), words, most - 1)) return true
  }
  return false
}

type CommonPasswords = { readonly passwords: ReadonlySet<string>; readonly words: ReadonlySet<string> }
let read: CommonPasswords | undefined

function commonPasswords(): CommonPasswords {
  read ??= readCommonPasswords()
  return read
}

function readCommonPasswords(): CommonPasswords {
  const [, passwords, words] = readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8').split(
    '\n\n',
  )
  const set = (text: string | undefined) => new Set((text ?? '').split(/\s+/).filter(Boolean))
  return { passwords: set(passwords), words: set(words) }
}
