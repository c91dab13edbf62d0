import { describe, expect, it } from 'vitest'
import { asRecoveryCode, newRecoveryCodes } from '../../src/platform/auth/recovery-codes.ts'
import { seal, unseal } from '../../src/platform/auth/seal.ts'
import { base32, matchingStep, totpCode, totpStep, totpUri } from '../../src/platform/auth/totp.ts'

const secret = Buffer.from('12345678901234567890')

describe('a code of the app', () => {
  // RFC 6238 appendix B, SHA-1, the last six of the eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('is the one RFC 6238 gives for second %i', (seconds, code) => {
    expect(totpCode(secret, totpStep(new Date(seconds * 1000)))).toBe(code)
  })

  it('may be half a minute early or late, not more', () => {
    const now = new Date(1_111_111_111_000)
    const step = totpStep(now)
    const found = [-2, -1, 0, 1, 2].map((away) =>
      matchingStep(secret, totpCode(secret, step + away), now, null),
    )
    expect(found).toEqual([undefined, step - 1, step, step + 1, undefined])
  })

  it('works once, and none before it works after it', () => {
    const now = new Date(1_111_111_111_000)
    const step = totpStep(now)
    expect(matchingStep(secret, totpCode(secret, step), now, step)).toBeUndefined()
    expect(matchingStep(secret, totpCode(secret, step - 1), now, step)).toBeUndefined()
    expect(matchingStep(secret, totpCode(secret, step + 1), now, step)).toBe(step + 1)
  })

  it('is read with a space in the middle, and nothing else is', () => {
    const now = new Date(59_000)
    expect(matchingStep(secret, '287 082', now, null)).toBe(1)
    expect(['', '28708', '2870820', 'abcdef'].map((code) => matchingStep(secret, code, now, null))).toEqual(
      Array(4).fill(undefined),
    )
  })

  it('comes from a secret that the QR code and the typed key both carry', () => {
    expect(base32(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
    expect(totpUri({ secret, issuer: 'ZĪMES', account: 'a@b.lv' })).toBe(
      'otpauth://totp/Z%C4%AAMES:a%40b.lv?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Z%C4%AAMES',
    )
  })
})

describe('recovery codes', () => {
  it('are ten different ones of 80 bits', () => {
    const codes = newRecoveryCodes()
    expect(new Set(codes).size).toBe(10)
    expect(codes.every((code) => /^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/.test(code))).toBe(true)
  })

  it('are read as people type them', () => {
    expect(asRecoveryCode(' abcd efgh ijkl mnop ')).toBe('ABCD-EFGH-IJKL-MNOP')
    expect(asRecoveryCode('abcd-efgh')).toBeUndefined()
  })
})

describe('a sealed secret', () => {
  const key = Buffer.alloc(32, 7)

  it('opens with its key in its own row only', () => {
    const sealed = seal(key, secret, 'anna')
    expect(unseal(key, sealed, 'anna')).toEqual(secret)
    expect(() => unseal(key, sealed, 'otto')).toThrow()
    expect(() => unseal(Buffer.alloc(32, 8), sealed, 'anna')).toThrow()
  })

  it('does not open after a byte was changed', () => {
    const sealed = seal(key, secret, 'anna')
    sealed.writeUInt8(sealed.readUInt8(30) ^ 1, 30)
    expect(() => unseal(key, sealed, 'anna')).toThrow()
  })
})
