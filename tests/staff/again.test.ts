import { afterAll, beforeAll, expect, it } from 'vitest'
import { mostKeptBytes } from '../../src/staff/kept-forms.ts'
import { type Client, openClient } from '../support/client.ts'
import {
  codeNow,
  type House,
  hire,
  hour,
  minute,
  openHouse,
  type Person,
  second,
  wrongCode,
} from './house.ts'

let house: House
let people = 0

beforeAll(async () => {
  house = await openHouse()
  await hire(house, 'owner', 'owner@zimes.example')
})
afterAll(() => house.close())

/** Somebody at a screen, signed in; what they see is audited. */
async function atWork(): Promise<{ client: Client; person: Person }> {
  people += 1
  const person = await hire(house, 'owner', `person-${people}@zimes.example`)
  return { client: screen(person.token), person }
}

function screen(token?: string): Client {
  const client = openClient(house.app, { cookies: ['staff'], anyLanguage: true })
  if (token) client.jar.set('staff', token)
  return client
}

const invitation = {
  name: 'Anna "A" <Kalniņa>',
  email: 'anna@zimes.example',
  role: 'administrator',
  language: 'lv',
}

it('keeps what was typed when a session has ended, and sends it after signing in', async () => {
  const { client, person } = await atWork()
  house.clock.pass(3 * hour)
  const page = await client.post('/admin/staff', invitation)
  expect(page.status).toBe(401)
  expect(page.headers.get('cache-control')).toBe('no-store')
  const form = page.form('/admin/sign-in/again')
  expect(form.filled()).toMatchObject({
    ...invitation,
    'again-to': '/admin/staff',
    'again-email': person.email,
  })
  const typed = { 'again-password': person.password, 'again-code': wrongCode(house, person) }
  const wrong = await client.submit(form, typed)
  expect(wrong.status).toBe(422)
  expect(wrong.find('#again-code-error').textContent).toContain('not right')
  expect(wrong.body).not.toContain(person.password)
  house.clock.pass(30 * second)
  const again = wrong.form('/admin/sign-in/again')
  const right = { 'again-password': person.password, 'again-code': codeNow(house, person) }
  const passed = await client.submit(again, right)
  expect(passed).toMatchObject({ status: 307, location: '/admin/staff' })
  const sent = await client.post(passed.location!, again.filled(right))
  expect(sent.location).toMatch(/^\/admin\/staff\?done=/)
  expect((await client.get('/admin/staff')).text).toContain(invitation.name)
})

it('asks only who they are where a critical change came too late', async () => {
  const { client, person } = await atWork()
  house.clock.pass(11 * minute)
  const page = await client.post('/admin/staff', { ...invitation, email: 'late@zimes.example' })
  expect(page.status).toBe(401)
  const form = page.form('/admin/sign-in/again')
  expect(form.names).not.toContain('again-email')
  const right = { 'again-password': person.password, 'again-code': codeNow(house, person) }
  expect(await client.submit(form, right)).toMatchObject({ status: 307, location: '/admin/staff' })
  expect((await client.post('/admin/staff', form.filled(right))).status).toBe(303)
})

it('goes on without a password for who has signed in again in another tab', async () => {
  const { client } = await atWork()
  const token = client.jar.get('staff')!
  client.jar.delete('staff')
  const page = await client.post('/admin/account/language', { language: 'en' })
  expect(page.status).toBe(401)
  client.jar.set('staff', token)
  const form = page.form('/admin/sign-in/again')
  expect(await client.submit(form)).toMatchObject({ status: 307, location: '/admin/account/language' })
})

it('is throttled like every sign-in', async () => {
  const { client } = await atWork()
  house.clock.pass(3 * hour)
  const form = (await client.post('/admin/staff', invitation)).form('/admin/sign-in/again')
  const values = { 'again-email': 'nobody@zimes.example', 'again-password': 'wrong', 'again-code': '000000' }
  const answers: number[] = []
  for (let tries = 0; tries < 6; tries++) answers.push((await client.submit(form, values)).status)
  expect(answers).toEqual([422, 422, 422, 422, 422, 429])
})

it('leads nowhere but into the back office, and holds no password', async () => {
  const stranger = screen()
  for (const to of ['https://elsewhere.example/', '//elsewhere.example', '/admin/../pasutit', '/grozs', ''])
    expect(await stranger.post('/admin/sign-in/again', { 'again-to': to, name: 'x' })).toMatchObject({
      status: 303,
      location: '/admin/sign-in',
    })
  const secret = { newPassword: 'a quiet walk', again: 'a quiet walk' }
  expect((await stranger.post('/admin/account/password', secret)).location).toContain('/admin/sign-in')
  expect((await stranger.post('/admin/staff', {})).location).toContain('/admin/sign-in')
  const large = { 'content-length': String(mostKeptBytes + 1) }
  expect((await stranger.post('/admin/staff', invitation, large)).location).toContain('/admin/sign-in')
})
