import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqlState } from '../../src/platform/database/client.ts'
import * as invitations from '../../src/staff/invitations.ts'
import { currentStaff, passCode } from '../../src/staff/sign-ins.ts'
import * as staff from '../../src/staff/staff.ts'
import {
  codeNow,
  type House,
  halfway,
  hire,
  hour,
  memberOf,
  openHouse,
  otherPassword,
  type Person,
  stepIn,
} from './house.ts'

let house: House
let owner: Person

let people = 0

beforeAll(async () => {
  house = await openHouse()
  owner = await hire(house, 'owner', 'owner@zimes.example')
})
afterAll(() => house.close())

/** A new e-mail, so that no test stumbles over another's people. */
function address(): string {
  people += 1
  return `person-${people}@zimes.example`
}

const given = {
  password: otherPassword,
  name: 'Otto Ozols',
  email: 'otto@zimes.example',
  language: 'lv',
  undertaking: 'Apņemos klusēt.',
  browser: 'Firefox, Linux',
} as const

const otto = { email: given.email, name: given.name, role: 'administrator', language: 'lv' } as const

function invite(person: Partial<Parameters<typeof staff.invite>[3]> = {}) {
  const invited = { ...otto, email: address(), ...person }
  return house.within((tx) => staff.invite(house.auth, tx, owner, invited))
}

function letter(invitationId: string) {
  return house.within((tx) => invitations.letter(tx, house.clock.now(), invitationId))
}

describe('an invitation', () => {
  it('lets somebody in once, with the undertaking recorded', async () => {
    const { invitationId, staffId } = await invite()
    const link = (await letter(invitationId))?.token ?? ''
    const token = await invitations.accept(house.auth, link, given)
    expect(await memberOf(house, token)).toMatchObject({
      id: staffId,
      role: 'administrator',
      hasSecondFactor: false,
    })
    await expect(invitations.accept(house.auth, link, given)).rejects.toMatchObject({ code: 'GONE' })
    const rows = await house.client.orm.execute(sql`select undertaking_text from staff where id = ${staffId}`)
    expect(rows[0]).toEqual({ undertaking_text: given.undertaking })
  })

  it('accepted twice at the same moment lets in one', async () => {
    const { invitationId } = await invite()
    const link = (await letter(invitationId))?.token ?? ''
    const both = await Promise.allSettled([1, 2].map(() => invitations.accept(house.auth, link, given)))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('has no token before its mail is sent, and a new one each time', async () => {
    const { invitationId } = await invite()
    const first = (await letter(invitationId))?.token ?? ''
    const second = (await letter(invitationId))?.token ?? ''
    await expect(invitations.accept(house.auth, first, given)).rejects.toMatchObject({ code: 'GONE' })
    await expect(invitations.accept(house.auth, second, given)).resolves.toBeDefined()
    expect(await letter(invitationId)).toBeUndefined()
  })

  it('is over after seven days', async () => {
    const { invitationId } = await invite()
    const link = (await letter(invitationId))?.token ?? ''
    house.clock.pass(7 * 24 * hour)
    await expect(invitations.accept(house.auth, link, given)).rejects.toMatchObject({ code: 'GONE' })
  })

  it('stops working when a new one is sent or the person is removed', async () => {
    const { invitationId, staffId } = await invite()
    const first = (await letter(invitationId))?.token ?? ''
    const again = await house.within((tx) => staff.sendLinkAgain(house.auth, tx, owner, staffId))
    await expect(invitations.accept(house.auth, first, given)).rejects.toMatchObject({ code: 'GONE' })
    const second = (await letter(again))?.token ?? ''
    await house.within((tx) => staff.remove(house.auth, tx, owner, staffId))
    await expect(invitations.accept(house.auth, second, given)).rejects.toMatchObject({ code: 'GONE' })
  })

  it('goes to nobody who works here already', async () => {
    const email = address()
    await invite({ email })
    await expect(invite({ email })).rejects.toMatchObject({ code: 'staff-exists' })
  })

  it('can go again to somebody who has left', async () => {
    const email = address()
    const { staffId } = await invite({ email })
    await house.within((tx) => staff.remove(house.auth, tx, owner, staffId))
    await expect(invite({ email })).resolves.toBeDefined()
  })
})

describe('rights', () => {
  it('that change end the sessions of the person', async () => {
    const person = await hire(house, 'administrator', address())
    await house.within((tx) => staff.changeRole(house.auth, tx, person.id, 'accountant'))
    expect(await currentStaff(house.auth, person.token)).toBeUndefined()
    const token = await halfway(house, person.email)
    expect(await currentStaff(house.auth, token)).toMatchObject({ role: 'accountant' })
  })

  it('are gone with the person who leaves, who then looks like a stranger', async () => {
    const person = await hire(house, 'administrator', address())
    await house.within((tx) => staff.remove(house.auth, tx, owner, person.id))
    expect(await currentStaff(house.auth, person.token)).toBeUndefined()
    expect(await stepIn(house, person.email)).toEqual({ kind: 'refused' })
    const rows = await house.client.orm.execute(sql`select left_on::text from staff where id = ${person.id}`)
    expect(rows[0]).toEqual({ left_on: house.clock.today() })
  })
})

describe('the last owner', () => {
  it('can be neither removed nor demoted', async () => {
    const remove = house.within((tx) => staff.remove(house.auth, tx, owner, owner.id))
    await expect(remove).rejects.toMatchObject({ code: 'last-owner' })
    const demote = house.within((tx) => staff.changeRole(house.auth, tx, owner.id, 'accountant'))
    await expect(demote).rejects.toMatchObject({ code: 'last-owner' })
  })

  it('is not relieved by an owner who is only invited', async () => {
    await invite({ role: 'owner' })
    const demote = house.within((tx) => staff.changeRole(house.auth, tx, owner.id, 'accountant'))
    await expect(demote).rejects.toMatchObject({ code: 'last-owner' })
  })

  it('stays when two owners demote each other at the same moment', async () => {
    const pair = await openHouse()
    try {
      const first = await hire(pair, 'owner', 'first@zimes.example')
      const second = await hire(pair, 'owner', 'second@zimes.example')
      const both = [first, second].map(({ id }) =>
        pair.within((tx) => staff.changeRole(pair.auth, tx, id, 'administrator')),
      )
      const outcomes = await Promise.allSettled(both)
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await pair.within(staff.hasOwner)).toBe(true)
    } finally {
      await pair.close()
    }
  })

  it('is kept by the database even from a statement that asks nobody', async () => {
    const error = await house.client.orm
      .execute(sql`update staff set role = 'accountant' where id = ${owner.id}`)
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
    expect(sqlState(error)).toBe('23514')
  })
})

describe("the owner's link", () => {
  const lone = {} as { house: House; owner(): Promise<Person> }

  beforeAll(async () => {
    lone.house = await openHouse()
    lone.owner = () => hire(lone.house, 'owner', address())
  })
  afterAll(() => lone.house.close())

  it('makes the first owner of an empty shop, for 24 hours', async () => {
    const empty = await openHouse()
    try {
      expect(await empty.within(staff.hasOwner)).toBe(false)
      const late = await empty.within((tx) => staff.ownerLink(empty.auth, tx))
      empty.clock.pass(24 * hour)
      await expect(invitations.accept(empty.auth, late, given)).rejects.toMatchObject({ code: 'GONE' })
      const link = await empty.within((tx) => staff.ownerLink(empty.auth, tx))
      const token = await invitations.accept(empty.auth, link, given)
      expect(await memberOf(empty, token)).toMatchObject({ role: 'owner', email: given.email })
      expect(await empty.within(staff.hasOwner)).toBe(true)
    } finally {
      await empty.close()
    }
  })

  it('recovers a lost owner: new password, new second factor, no session left', async () => {
    const owner = await lone.owner()
    const { house } = lone
    const link = await house.within((tx) => staff.ownerLink(house.auth, tx, owner.email))
    expect(await currentStaff(house.auth, owner.token)).toBeDefined()
    const token = await invitations.accept(house.auth, link, given)
    expect(await currentStaff(house.auth, owner.token)).toBeUndefined()
    expect(await memberOf(house, token)).toMatchObject({
      id: owner.id,
      email: owner.email,
      hasSecondFactor: false,
    })
    expect(await stepIn(house, owner.email)).toEqual({ kind: 'refused' })
    const half = await stepIn(house, owner.email, otherPassword)
    const member = await memberOf(house, half.kind === 'begun' ? half.token : '')
    expect((await passCode(house.auth, member, codeNow(house, owner))).kind).toBe('wrong')
  })

  it('is for the owner who is named, and for nobody else', async () => {
    const { house } = lone
    const second = await lone.owner()
    const link = await house.within((tx) => staff.ownerLink(house.auth, tx, second.email.toUpperCase()))
    const found = await house.within((tx) => invitations.find(tx, house.clock.now(), link))
    expect(found).toMatchObject({ kind: 'recovery', staffId: second.id })
    const unknown = house.within((tx) => staff.ownerLink(house.auth, tx, 'nobody@zimes.example'))
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
