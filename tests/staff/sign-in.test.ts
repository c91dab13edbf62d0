import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as secondFactors from '../../src/staff/second-factors.ts'
import * as sessions from '../../src/staff/sessions.ts'
import {
  changePassword,
  confirmIdentity,
  currentStaff,
  passCode,
  passRecoveryCode,
} from '../../src/staff/sign-ins.ts'
import {
  codeNow,
  everythingStored,
  type House,
  halfway,
  hire,
  hour,
  memberOf,
  minute,
  openHouse,
  otherPassword,
  type Person,
  second,
  stepIn,
  wrongCode,
} from './house.ts'

let house: House
let owner: Person
let people = 0

beforeAll(async () => {
  house = await openHouse()
  owner = await hire(house, 'owner', 'owner@zimes.example')
})
afterAll(() => house.close())

/** Somebody new, so that no test stumbles over another's failures. */
function newcomer(): Promise<Person> {
  people += 1
  return hire(house, 'administrator', `person-${people}@zimes.example`)
}

async function signInFully(person: Person): Promise<string> {
  house.clock.pass(30 * second)
  const half = await halfway(house, person.email)
  const passed = await passCode(house.auth, await memberOf(house, half), codeNow(house, person))
  if (passed.kind !== 'right') throw new Error(`the code was ${passed.kind}`)
  return passed.token
}

describe('signing in', () => {
  it('takes a password and a code, and the token changes between the two', async () => {
    const person = await newcomer()
    const half = await halfway(house, person.email)
    expect(await currentStaff(house.auth, half)).toMatchObject({ id: person.id, secondFactor: false })
    const passed = await passCode(house.auth, await memberOf(house, half), codeNow(house, person))
    expect(passed.kind).toBe('right')
    expect(await currentStaff(house.auth, half)).toBeUndefined()
    const token = passed.kind === 'right' ? passed.token : ''
    expect(await currentStaff(house.auth, token)).toMatchObject({ id: person.id, secondFactor: true })
  })

  it('leaves no session token, password, secret or recovery code in the database in plain', async () => {
    const person = await newcomer()
    const token = await signInFully(person)
    const stored = await everythingStored(house)
    const bytes = (value: string | Buffer) => Buffer.from(value).toString('hex')
    expect(stored).toContain(person.email)
    for (const secret of [token, person.token, person.password, ...person.recoveryCodes]) {
      expect(stored).not.toContain(secret)
      expect(stored).not.toContain(bytes(secret))
    }
    expect(stored).not.toContain(person.secret.toString('hex'))
    expect(stored).not.toContain('192.0.2.1')
  })

  it('gives the same answer for a wrong password and for an account that does not exist', async () => {
    const known = await stepIn(house, owner.email, 'not the password', '192.0.2.50')
    const unknown = await stepIn(house, 'nobody@zimes.example', 'not the password', '192.0.2.50')
    expect(known).toEqual({ kind: 'refused' })
    expect(unknown).toEqual(known)
  })

  it('does the work of a password check for an account that does not exist', async () => {
    const checked: (string | undefined)[] = []
    const { verify } = house.auth.passwords
    const passwords = {
      ...house.auth.passwords,
      verify: (password: string, stored: string | undefined) => {
        checked.push(stored)
        return verify(password, stored)
      },
    }
    const watched = { ...house, auth: { ...house.auth, passwords } }
    await stepIn(watched, 'nobody-else@zimes.example', 'not the password', '192.0.2.51')
    expect(checked).toEqual([undefined])
  })

  it.each([
    ['somebody who works here'],
    ['nobody'],
  ])('is refused for a while after five wrong passwords for %s', async (who) => {
    const email = who === 'nobody' ? 'ghost@zimes.example' : (await newcomer()).email
    const tries = []
    for (let count = 0; count < 6; count += 1) tries.push(await stepIn(house, email, 'wrong', '192.0.2.60'))
    expect(tries.map(({ kind }) => kind)).toEqual([...Array(5).fill('refused'), 'throttled'])
    expect((await stepIn(house, email, undefined, '192.0.2.60')).kind).toBe('throttled')
    house.clock.pass(15 * minute)
    expect((await stepIn(house, email, undefined, '192.0.2.60')).kind).toBe(
      who === 'nobody' ? 'refused' : 'begun',
    )
  })

  it('gives guesses at once no more than five tries', async () => {
    const { email } = await newcomer()
    const guesses = Array.from({ length: 20 }, () => stepIn(house, email, 'wrong', '192.0.2.61'))
    const kinds = (await Promise.all(guesses)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'refused').length).toBe(5)
  })

  it('is refused for an address that tried thirty accounts', async () => {
    for (let count = 0; count < 30; count += 1)
      await stepIn(house, `a${count}@guess.example`, 'wrong', '192.0.2.62')
    expect((await stepIn(house, 'another@guess.example', 'wrong', '192.0.2.62')).kind).toBe('throttled')
  })

  it('stays open to the person from the usual address while strangers guess from everywhere', async () => {
    const { email } = await newcomer()
    expect((await stepIn(house, email, undefined, '192.0.2.63')).kind).toBe('begun')
    for (let count = 0; count < 20; count += 1) await stepIn(house, email, 'wrong', `198.51.100.${count}`)
    expect((await stepIn(house, email, undefined, '198.51.100.99')).kind).toBe('throttled')
    expect((await stepIn(house, email, undefined, '192.0.2.63')).kind).toBe('begun')
  })
})

describe('the second factor', () => {
  it('takes each code once', async () => {
    const person = await newcomer()
    const code = codeNow(house, person)
    const first = await memberOf(house, await halfway(house, person.email))
    const again = await memberOf(house, await halfway(house, person.email))
    expect((await passCode(house.auth, first, code)).kind).toBe('right')
    expect((await passCode(house.auth, again, code)).kind).toBe('wrong')
  })

  it('rests for a while after five wrong codes', async () => {
    const person = await newcomer()
    const member = await memberOf(house, await halfway(house, person.email))
    for (let count = 0; count < 5; count += 1) {
      expect((await passCode(house.auth, member, wrongCode(house, person))).kind).toBe('wrong')
    }
    expect((await passCode(house.auth, member, codeNow(house, person))).kind).toBe('locked')
    expect((await passRecoveryCode(house.auth, member, person.recoveryCodes[0] ?? '')).kind).toBe('locked')
    house.clock.pass(15 * minute)
    expect((await passCode(house.auth, member, codeNow(house, person))).kind).toBe('right')
  })

  it('gives guesses at once no more than five tries', async () => {
    const person = await newcomer()
    const member = await memberOf(house, await halfway(house, person.email))
    const wrong = wrongCode(house, person)
    const answers = await Promise.all(Array.from({ length: 15 }, () => passCode(house.auth, member, wrong)))
    expect(answers.filter(({ kind }) => kind === 'wrong').length).toBe(5)
  })

  it('gives way to each recovery code once', async () => {
    const person = await newcomer()
    const code = person.recoveryCodes[3]?.toLowerCase().replaceAll('-', ' ') ?? ''
    const first = await memberOf(house, await halfway(house, person.email))
    const again = await memberOf(house, await halfway(house, person.email))
    expect((await passRecoveryCode(house.auth, first, code)).kind).toBe('right')
    expect((await passRecoveryCode(house.auth, again, code)).kind).toBe('wrong')
    expect(await house.within((tx) => secondFactors.recoveryCodesLeft(tx, person.id))).toBe(9)
  })

  it('cannot be set up anew by somebody who knows only the password', async () => {
    const person = await newcomer()
    const member = await memberOf(house, await halfway(house, person.email))
    const setup = house.within((tx) => secondFactors.setup(house.auth, tx, member, 'ZĪMES'))
    await expect(setup).rejects.toMatchObject({ code: 'second-factor-is-set' })
  })

  it('has new recovery codes in place of the old ones', async () => {
    const person = await newcomer()
    await house.within((tx) => secondFactors.replaceRecoveryCodes(house.auth, tx, person.id))
    const member = await memberOf(house, await halfway(house, person.email))
    expect((await passRecoveryCode(house.auth, member, person.recoveryCodes[0] ?? '')).kind).toBe('wrong')
  })
})

describe('a session', () => {
  it('ends on the server when it is ended from another browser', async () => {
    const person = await newcomer()
    const [here, there] = [await signInFully(person), await signInFully(person)]
    const other = await memberOf(house, there)
    await house.within((tx) =>
      sessions.end(tx, house.clock.now(), { staffId: person.id, sessionId: other.sessionId }, 'ended'),
    )
    expect(await currentStaff(house.auth, there)).toBeUndefined()
    expect(await currentStaff(house.auth, here)).toBeDefined()
  })

  it('of somebody else cannot be ended', async () => {
    const [one, another] = [await newcomer(), await newcomer()]
    const { sessionId } = await memberOf(house, another.token)
    await house.within((tx) => sessions.end(tx, house.clock.now(), { staffId: one.id, sessionId }, 'ended'))
    expect(await currentStaff(house.auth, another.token)).toBeDefined()
  })

  it('ends after two idle hours', async () => {
    const { token } = await newcomer()
    house.clock.pass(2 * hour - minute)
    expect(await currentStaff(house.auth, token)).toBeDefined()
    house.clock.pass(2 * hour)
    expect(await currentStaff(house.auth, token)).toBeUndefined()
  })

  it('ends after twelve hours, however busy', async () => {
    const { token } = await newcomer()
    for (let hours = 0; hours < 11; hours += 1) {
      house.clock.pass(hour)
      expect(await currentStaff(house.auth, token)).toBeDefined()
    }
    house.clock.pass(hour)
    expect(await currentStaff(house.auth, token)).toBeUndefined()
  })

  it('waits half an hour between password and code', async () => {
    const person = await newcomer()
    const half = await halfway(house, person.email)
    house.clock.pass(30 * minute)
    expect(await currentStaff(house.auth, half)).toBeUndefined()
  })

  it('in which the password is changed goes on under a new token, and the others end', async () => {
    const person = await newcomer()
    const [here, there] = [await signInFully(person), await signInFully(person)]
    const token = await changePassword(house.auth, await memberOf(house, here), otherPassword)
    const found = await Promise.all([here, there, token].map((each) => currentStaff(house.auth, each)))
    expect(found.map(Boolean)).toEqual([false, false, true])
    expect((await stepIn(house, person.email)).kind).toBe('refused')
    expect((await stepIn(house, person.email, otherPassword)).kind).toBe('begun')
  })

  it('is confirmed with password and code', async () => {
    const person = await newcomer()
    const door = { address: '192.0.2.1', browser: 'Firefox, Linux' }
    const before = await memberOf(house, person.token)
    house.clock.pass(20 * minute)
    const wrong = await confirmIdentity(
      house.auth,
      before,
      { password: 'wrong', code: codeNow(house, person) },
      door,
    )
    const right = await confirmIdentity(
      house.auth,
      before,
      { password: person.password, code: codeNow(house, person) },
      door,
    )
    expect([wrong, right]).toEqual(['wrong', 'right'])
    const { confirmedAt } = await memberOf(house, person.token)
    expect(confirmedAt).toEqual(house.clock.now())
  })
})
