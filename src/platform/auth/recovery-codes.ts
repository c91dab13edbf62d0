import { randomBytes } from 'node:crypto'
import { base32 } from './totp.ts'

const howMany = 10

/** Ten codes of 80 random bits, each works once: `ABCD-EFGH-IJKL-MNOP`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: howMany }, () => inGroups(base32(randomBytes(10))))
}

/** A typed code as it was handed out, or undefined where it cannot be one; spaces, dashes and case do not matter. */
export function asRecoveryCode(typed: string): string | undefined {
  const letters = typed.replace(/[\s-]/g, '').toUpperCase()
  return /^[A-Z2-7]{16}$/.test(letters) ? inGroups(letters) : undefined
}

function inGroups(letters: string): string {
  return (letters.match(/.{4}/g) ?? []).join('-')
}
