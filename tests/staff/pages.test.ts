import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as invitations from '../../src/staff/invitations.ts'
import * as staff from '../../src/staff/staff.ts'
import type { StaffRole } from '../../src/staff/table.ts'
import { localPath } from '../../src/staff/urls.ts'
import { auditPage } from '../support/audit.ts'
import {
  codeNow,
  goodPassword,
  type House,
  hire,
  minute,
  openHouse,
  otherPassword,
  type Person,
  second,
  wrongCode,
} from './house.ts'

let house: House

let people = 0

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const audit = { origins: [], cookies: ['staff'], anyLanguage: true }

/** One browser: follows nothing by itself, keeps its cookie. */
function browser(token?: string, at: House = house) {
  let cookie = token ? `staff=${token}` : ''
  async function ask(path: string, fields?: Record<string, string>) {
    const headers = {
      cookie,
      'accept-language': 'en',
      ...(fields && { 'content-type': 'application/x-www-form-urlencoded' }),
    }
    const body = fields && new URLSearchParams(fields).toString()
    const answer = await at.app.request(path, {
      method: fields ? 'POST' : 'GET',
      headers,
      ...(body && { body }),
    })
    const text = await answer.text()
    if (answer.headers.get('content-type')?.startsWith('text/html'))
      auditPage(answer, text, { ...audit, path })
    const set = answer.headers.get('set-cookie')?.split(';')[0]
    if (set) cookie = set
    return {
      status: answer.status,
      to: answer.headers.get('location'),
      text,
      headers: answer.headers,
    }
  }
  return {
    get: (path: string) => ask(path),
    post: (path: string, fields: Record<string, string> = {}) => ask(path, fields),
    cookie: () => cookie,
  }
}

async function owner(): Promise<Person> {
  return newcomer('owner')
}

/** Somebody new, so that no test stumbles over another's. */
async function newcomer(role: StaffRole): Promise<Person> {
  people += 1
  return hire(house, role, `person-${people}@zimes.example`)
}

describe('the door of the back office', () => {
  it('keeps the last owner inside', async () => {
    const alone = await openHouse()
    try {
      const boss = await hire(alone, 'owner', 'boss@zimes.example')
      const headers = { cookie: `staff=${boss.token}`, 'content-type': 'application/x-www-form-urlencoded' }
      const answer = await alone.app.request(`/admin/staff/${boss.id}/removal`, {
        method: 'POST',
        headers,
        body: '',
      })
      expect(answer.status).toBe(422)
    } finally {
      await alone.close()
    }
  })

  it('takes the first owner from the link to the recovery codes and on to the account', async () => {
    const empty = await openHouse()
    const link = await empty.within((tx) => staff.ownerLink(empty.auth, tx))
    const anna = browser(undefined, empty)
    const path = `/admin/invitation/${link}`
    const page = await anna.get(path)
    expect(page.status).toBe(200)
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('set-cookie')).toBeNull()
    const fields = {
      name: 'Anna Bērziņa',
      email: 'Anna@Zimes.example',
      language: 'lv',
      newPassword: goodPassword,
      again: goodPassword,
      undertaking: 'yes',
    }
    const weak = await anna.post(path, { ...fields, newPassword: 'AnnaBerzina12', again: 'AnnaBerzina12' })
    expect(weak.status).toBe(422)
    expect(weak.text).toContain('Anna Bērziņa')
    expect(weak.text).not.toContain('AnnaBerzina12')
    expect(await anna.post(path, fields)).toMatchObject({ status: 303, to: '/admin/second-factor' })
    expect((await anna.get(path)).status).toBe(410)
    const setup = await anna.get('/admin/second-factor')
    expect(setup.text).toContain('<html lang="lv">')
    const picture = await anna.get('/admin/second-factor/qr.svg')
    expect(picture.headers.get('content-type')).toContain('image/svg+xml')
    expect(picture.text).toContain('<svg')
    expect(await anna.get('/admin/account')).toMatchObject({ status: 303, to: '/admin/second-factor' })
    const wrong = await anna.post('/admin/second-factor', { code: 'abcdef' })
    expect(wrong.status).toBe(422)
    await empty.close()
  })

  it('lets in with password and code and leads on to the page that was asked for', async () => {
    const person = await owner()
    const tab = browser()
    const asked = await tab.get('/admin/staff')
    expect(asked).toMatchObject({ status: 303, to: '/admin/sign-in?next=%2Fadmin%2Fstaff' })
    expect((await tab.get(asked.to ?? '')).text).toContain('value="/admin/staff"')
    const first = await tab.post('/admin/sign-in', {
      email: person.email.toUpperCase(),
      password: person.password,
      next: '/admin/staff',
    })
    expect(first).toMatchObject({ status: 303, to: '/admin/sign-in/code?next=%2Fadmin%2Fstaff' })
    expect(await tab.get('/admin/staff')).toMatchObject({
      status: 303,
      to: '/admin/sign-in/code?next=%2Fadmin%2Fstaff',
    })
    const wrong = await tab.post('/admin/sign-in/code', {
      code: wrongCode(house, person),
      next: '/admin/staff',
    })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('value="/admin/staff"')
    const second = await tab.post('/admin/sign-in/code', {
      code: codeNow(house, person),
      next: '/admin/staff',
    })
    expect(second).toMatchObject({ status: 303, to: '/admin/staff' })
    expect((await tab.get('/admin/staff')).status).toBe(200)
  })

  it('never leads out of the back office', async () => {
    const person = await owner()
    const tab = browser()
    const next = 'https://evil.example'
    const page = await tab.get(`/admin/sign-in?next=${encodeURIComponent(next)}`)
    expect(page.text).not.toContain('name="next"')
    const first = await tab.post('/admin/sign-in', { email: person.email, password: person.password, next })
    expect(first.to).toBe('/admin/sign-in/code')
    const second = await tab.post('/admin/sign-in/code', { code: codeNow(house, person), next })
    expect(second.to).toBe('/admin')
    const strange = [
      '//evil.example',
      '/admin//evil.example',
      '/admin/\\evil',
      '/elsewhere',
      'javascript:alert(1)',
      '/admin?next=//evil.example',
      '/accountants',
    ]
    expect(strange.map(localPath)).toEqual(strange.map(() => undefined))
    expect(localPath('/admin/orders/42')).toBe('/admin/orders/42')
    expect(localPath('/admin/orders?state=sent&page=2')).toBe('/admin/orders?state=sent&page=2')
    expect(localPath('/accountant?month=2026-10')).toBe('/accountant?month=2026-10')
  })

  it('shows the same page for a wrong password and for an unknown account', async () => {
    const person = await owner()
    const pages = []
    for (const email of [person.email, 'ghost@zimes.example']) {
      const { status, text } = await browser().post('/admin/sign-in', { email, password: 'wrong' })
      pages.push({ status, text: text.replaceAll(email, 'E-MAIL') })
    }
    expect(pages[0]).toEqual(pages[1])
    expect(pages[0]?.status).toBe(422)
  })

  it('answers 429 when there were too many attempts', async () => {
    const tab = browser()
    for (let count = 0; count < 5; count += 1)
      await tab.post('/admin/sign-in', { email: 'a@b.lv', password: 'x' })
    expect((await tab.post('/admin/sign-in', { email: 'a@b.lv', password: 'x' })).status).toBe(429)
  })

  it('closes behind somebody who signs out, on the server too', async () => {
    const person = await owner()
    const tab = browser(person.token)
    const kept = browser(person.token)
    expect((await tab.get('/admin/account')).status).toBe(200)
    expect(await tab.post('/admin/sign-out')).toMatchObject({ status: 303, to: '/admin/sign-in' })
    expect((await kept.get('/admin/account')).status).toBe(303)
  })

  it('answers the second click on the first code with a page that tells how to get new recovery codes', async () => {
    const person = await owner()
    const again = await browser(person.token).post('/admin/second-factor', { code: codeNow(house, person) })
    expect(again.status).toBe(409)
    expect(again.text).toContain('The recovery codes were shown once')
    expect(again.text).toContain('href="/admin/account"')
  })

  it('remembers the page that was asked for also on the way over a recovery code', async () => {
    const person = await owner()
    const tab = browser()
    await tab.post('/admin/sign-in', { email: person.email, password: person.password })
    const page = await tab.get('/admin/sign-in/code?next=%2Fadmin%2Fstaff')
    expect(page.text).toContain('href="/admin/sign-in/recovery?next=%2Fadmin%2Fstaff"')
    const recovery = await tab.get('/admin/sign-in/recovery?next=%2Fadmin%2Fstaff')
    expect(recovery.text).toContain('value="/admin/staff"')
  })

  it('lets in with a recovery code', async () => {
    const person = await owner()
    const tab = browser()
    await tab.post('/admin/sign-in', { email: person.email, password: person.password })
    expect((await tab.get('/admin/sign-in/recovery')).status).toBe(200)
    const passed = await tab.post('/admin/sign-in/recovery', { recoveryCode: person.recoveryCodes[0] ?? '' })
    expect(passed).toMatchObject({ status: 303, to: '/admin' })
  })
})

describe('the own account', () => {
  it('lists its sessions, and ending one signs that browser out', async () => {
    const person = await owner()
    const [here, there] = [browser(person.token), browser()]
    await there.post('/admin/sign-in', { email: person.email, password: person.password })
    await there.post('/admin/sign-in/code', { code: codeNow(house, person) })
    const page = await here.get('/admin/account')
    const ends = [...page.text.matchAll(/\/admin\/account\/sessions\/[\w-]+\/end/g)].map(([path]) => path)
    expect(ends.length).toBe(2)
    for (const path of ends) await there.post(path)
    expect((await there.get('/admin/account')).status).toBe(303)
  })

  it('asks for password and code again before the password is changed', async () => {
    const person = await owner()
    const tab = browser(person.token)
    house.clock.pass(11 * minute)
    expect(await tab.get('/admin/account/password')).toMatchObject({
      status: 303,
      to: '/admin/confirm?next=%2Fadmin%2Faccount%2Fpassword',
    })
    const fields = { newPassword: otherPassword, again: otherPassword }
    expect((await tab.post('/admin/account/password', fields)).to).toContain('/admin/confirm')
    expect((await tab.get('/admin/confirm?next=%2Fadmin%2Faccount%2Fpassword')).status).toBe(200)
    const proof = { password: person.password, code: codeNow(house, person), next: '/admin/account/password' }
    expect((await tab.post('/admin/confirm', { ...proof, password: 'wrong' })).status).toBe(422)
    expect(await tab.post('/admin/confirm', proof)).toMatchObject({
      status: 303,
      to: '/admin/account/password',
    })
    const before = tab.cookie()
    expect((await tab.post('/admin/account/password', { ...fields, again: 'another' })).status).toBe(422)
    expect(await tab.post('/admin/account/password', fields)).toMatchObject({
      status: 303,
      to: '/admin/account?done=password',
    })
    expect(tab.cookie()).not.toBe(before)
    expect((await tab.get('/admin/account')).status).toBe(200)
  })

  it('takes a new phone, and until it is set up nothing else is open', async () => {
    const person = await owner()
    const tab = browser(person.token)
    expect(await tab.post('/admin/account/second-factor')).toMatchObject({
      status: 303,
      to: '/admin/second-factor',
    })
    expect((await tab.get('/admin/account')).to).toBe('/admin/second-factor')
    const page = await tab.get('/admin/second-factor')
    expect(page.text).toMatch(/([A-Z2-7]{4} ){7}[A-Z2-7]{4}/)
  })

  it('shows new recovery codes once, and changes its language', async () => {
    const person = await owner()
    const tab = browser(person.token)
    const codes = await tab.post('/admin/account/recovery-codes')
    expect(codes.text.match(/([A-Z2-7]{4}-){3}[A-Z2-7]{4}/g)?.length).toBe(10)
    expect((await tab.post('/admin/account/language', { language: 'lv' })).status).toBe(303)
    expect((await tab.get('/admin/account')).text).toContain('<html lang="lv">')
  })
})

describe('the staff page', () => {
  it('is for the owner alone', async () => {
    await owner()
    for (const role of ['administrator', 'accountant'] as const) {
      const tab = browser((await newcomer(role)).token)
      expect((await tab.get('/admin/staff')).status).toBe(403)
      expect((await tab.post('/admin/staff', { name: 'X' })).status).toBe(403)
    }
  })

  it('invites somebody, whose mail is enqueued once, and says so where somebody is there already', async () => {
    const tab = browser((await owner()).token)
    const fields = { name: 'Otto Ozols', email: 'otto@zimes.example', role: 'accountant', language: 'lv' }
    expect((await tab.post('/admin/staff', { ...fields, role: 'king' })).status).toBe(422)
    expect(await tab.post('/admin/staff', fields)).toMatchObject({
      status: 303,
      to: '/admin/staff?done=invited',
    })
    expect((await tab.get('/admin/staff?done=invited')).text).toContain('Otto Ozols')
    expect((await tab.post('/admin/staff', fields)).status).toBe(422)
    const mails = await house.client.orm.execute<{ about_id: string }>(sql`select about_id from mail`)
    expect(mails.length).toBe(1)
    const letter = await house.within((tx) =>
      invitations.letter(tx, house.clock.now(), mails[0]?.about_id ?? ''),
    )
    const otto = browser()
    const join = { language: 'lv', newPassword: otherPassword, again: otherPassword, undertaking: 'yes' }
    expect((await otto.post(`/admin/invitation/${letter?.token}`, { ...join, undertaking: '' })).status).toBe(
      422,
    )
    expect((await otto.post(`/admin/invitation/${letter?.token}`, join)).to).toBe('/admin/second-factor')
  })

  it('gives and takes rights', async () => {
    const boss = await owner()
    const person = await newcomer('administrator')
    const [tab, theirs] = [browser(boss.token), browser(person.token)]
    expect((await tab.post(`/admin/staff/${person.id}/role`, { role: 'accountant' })).status).toBe(303)
    expect((await theirs.get('/admin/account')).status).toBe(303)
    expect((await tab.post(`/admin/staff/${person.id}/link`)).status).toBe(303)
    expect((await tab.post(`/admin/staff/${person.id}/removal`)).status).toBe(303)
    expect((await tab.post(`/admin/staff/${person.id}/removal`)).status).toBe(404)
    expect((await tab.post('/admin/staff/no-such-id/removal')).status).toBe(404)
  })

  it('asks for password and code again after ten minutes', async () => {
    const boss = await owner()
    house.clock.pass(10 * minute + second)
    const tab = browser(boss.token)
    expect((await tab.get('/admin/staff')).to).toBe('/admin/confirm?next=%2Fadmin%2Fstaff')
    const kept = await tab.post('/admin/staff', { name: 'Otto' })
    expect(kept.status).toBe(401)
    expect(kept.text).toContain('value="Otto"')
  })

  it('asks before it shows the form, so that what is typed into it can still be sent', async () => {
    const tab = browser((await owner()).token)
    house.clock.pass(4 * minute)
    expect((await tab.get('/admin/staff')).status).toBe(200)
    house.clock.pass(minute + second)
    expect((await tab.get('/admin/staff')).to).toBe('/admin/confirm?next=%2Fadmin%2Fstaff')
    house.clock.pass(4 * minute)
    expect((await tab.post('/admin/staff', { name: 'Otto' })).status).toBe(422)
  })
})
