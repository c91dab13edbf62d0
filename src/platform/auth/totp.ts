import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Time-based one-time codes as every authenticator app makes them: RFC 6238, SHA-1, six digits, 30 seconds. */
const period = 30
const digits = 6

/** A new shared secret: 160 bits, the length RFC 4226 recommends. */
export function totpSecret(): Buffer {
  return randomBytes(20)
}

/** The code of a time step (RFC 4226 5.3). */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const offset = digest.readUInt8(digest.length - 1) & 0x0f
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

/** The time step of a moment. */
export function totpStep(now: Date): number {
  return Math.floor(now.getTime() / 1000 / period)
}

/**
 * The step whose code was typed, or undefined. One step early or late is allowed for slow clocks and thumbs;
 * only steps after `lastUsed` count, because a code works once (RFC 6238 5.2).
 */
export function matchingStep(
  secret: Buffer,
  code: string,
  now: Date,
  lastUsed: number | null,
): number | undefined {
  const typed = Buffer.from(code.replace(/\s/g, ''))
  const current = totpStep(now)
  return [current, current - 1, current + 1].find((step) => {
    const expected = Buffer.from(totpCode(secret, step))
    return typed.length === expected.length && timingSafeEqual(typed, expected) && step > (lastUsed ?? -1)
  })
}

/** What the QR code says (the Key URI Format that authenticator apps read). */
export function totpUri({
  secret,
  issuer,
  account,
}: {
  secret: Buffer
  issuer: string
  account: string
}): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 without padding (RFC 4648 6), the way apps take a secret that is typed in. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('')
}
