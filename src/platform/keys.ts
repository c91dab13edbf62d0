import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** 32 bytes for one use, derived from the shop's secret (HKDF-SHA-256, RFC 5869); the label names the use. */
export function deriveKey(secret: Buffer, label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', label, 32))
}

/** By it a secret is known again, and not found out. */
export function secretMark(secret: Buffer): string {
  return deriveKey(secret, 'mark of the secret').toString('hex')
}

/** A new bearer token of 256 bits, for links and cookies. */
export function token(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps of a token: SHA-256 is enough for 256 random bits. */
export function tokenHash(bearer: string): Buffer {
  return createHash('sha256').update(bearer).digest()
}

/** HMAC-SHA-256 of something guessable (an address), so that the hash alone does not give it away. */
export function keyedHash(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** Whether a text has the shape of a bearer token; says nothing about its worth. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text)
}
