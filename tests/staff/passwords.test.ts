import { describe, expect, it } from 'vitest'
import { openPasswords, passwordCost } from '../../src/platform/auth/passwords.ts'
import { weaknessOf } from '../../src/platform/auth/weak-passwords.ts'

const personal = ['anna.berzina@zimes.example', 'Anna Bērziņa', 'SIA "ZĪMES"']

describe('a new password', () => {
  it.each([
    ['short', 'elevenchars'],
    ['long', `${'a quiet walk '.repeat(10)}`],
    ['simple', 'aaaaaaaaaaaaaa'],
    ['simple', 'abcabcabcabcabc'],
    ['simple', '1234567890123'],
    ['simple', 'abcdefghijklmn'],
    ['common', 'q1w2e3r4t5y6'],
    ['common', 'correcthorsebatterystaple'],
    ['common', 'Sunshine2024!'],
    ['common', 'P4$$w0rd2026!'],
    ['common', 'dragonmonkey1'],
    ['common', 'ParoleParole1!'],
    ['personal', 'annaberzina12'],
    ['personal', 'Bērziņa-2026!'],
    ['personal', 'zimes1234567'],
  ])('is refused as %s: %s', (weakness, password) => {
    expect(weaknessOf(password, personal)).toBe(weakness)
  })

  it.each([
    'seven brown lanterns by the river',
    'a quiet walk under wet chestnuts',
    'h7Kq-v2Xw-9pLm',
    'zaļš dīvāns pie jūras',
    'Anna never eats seven cold dumplings',
    '93k1 katls 40 ziloņu',
  ])('is taken where nobody would guess it: %s', (password) => {
    expect(weaknessOf(password, personal)).toBeUndefined()
  })

  it('is counted in characters as people count them', () => {
    expect(weaknessOf('🪁🦊🌧🧭🪵🫖', [])).toBe('short')
    expect(weaknessOf('gk4 wPu7qzNd', [])).toBeUndefined()
    expect(weaknessOf('gk4 wPu7qzN', [])).toBe('short')
  })
})

describe('a stored password', () => {
  const passwords = openPasswords({ logN: 10, r: 8, p: 1 })

  it('matches the same letters however they were typed, and nothing else', async () => {
    const stored = await passwords.hash('ķēniņa spīdošā lāpa')
    expect(await passwords.verify('ķēniņa spīdošā lāpa'.normalize('NFD'), stored)).toBe(true)
    expect(await passwords.verify('ķēniņa spīdošā lāp', stored)).toBe(false)
  })

  it('differs for two people with the same password', async () => {
    expect(await passwords.hash('the same words')).not.toBe(await passwords.hash('the same words'))
  })

  it('does not match where none is stored', async () => {
    expect(await passwords.verify('', undefined)).toBe(false)
  })

  it('is made with N = 2^17 in the shop, and one made more cheaply is found outdated', async () => {
    expect(passwordCost).toEqual({ logN: 17, r: 8, p: 1 })
    expect(openPasswords().isOutdated(await passwords.hash('x'))).toBe(true)
    expect(passwords.isOutdated(await passwords.hash('x'))).toBe(false)
  })

  it('waits its turn, and a crowd is sent away', async () => {
    const crowd = await Promise.allSettled(Array.from({ length: 40 }, () => passwords.hash('x')))
    const sentAway = crowd.filter((each) => each.status === 'rejected')
    expect(sentAway.length).toBe(20)
    expect(sentAway.every((each) => each.reason.code === 'UNAVAILABLE')).toBe(true)
  })
})
