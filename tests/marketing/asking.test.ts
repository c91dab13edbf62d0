import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailHandler } from '../../src/correspondence/jobs.ts'
import { newsMails } from '../../src/marketing/mails.ts'
import { openTransport } from '../../src/platform/mail/transport.ts'
import type { Page } from '../support/client.ts'
import { type NewsRoom, openNewsRoom, origin } from './news-room.ts'

let room: NewsRoom
let transport: ReturnType<typeof openTransport>
beforeAll(async () => {
  room = await openNewsRoom()
  transport = openTransport(room.server.url)
})
afterAll(async () => {
  transport?.close()
  await room?.close()
})

async function asks(email: string, more = {}): Promise<Page> {
  const visitor = room.visitor()
  const page = await visitor.get('/jaunumi')
  const form = page.form('/jaunumi')
  return visitor.submit(form, { email, consentEmail: 'yes', ...more })
}

/** The worker sends what is queued. */
async function post(): Promise<void> {
  const handle = mailHandler(room.shop, transport, newsMails as never)
  const waiting = await room.look<{ id: string }>(`select id from mail
    where kind = 'newsletter-confirmation' and not exists (select from mail_copy where mail_id = mail.id)`)
  for (const { id } of waiting) await handle({ mail: id }, {} as never)
}

async function confirmPath(address: string): Promise<string> {
  await post()
  const [, path] =
    new RegExp(`${origin}(/jaunumi/apstiprinat/[\\w-]{43})`).exec(
      room.lettersTo(address).at(-1)?.text ?? '',
    ) ?? []
  return path!
}

const subscribed = (address: string) =>
  room.look(`select purpose from subscription where address = '${address}'`)

test('news come only after the address is proven, and the evidence says how', async () => {
  const done = await asks('Vera@Example.com')
  expect(done.location).toBe('/jaunumi?done=asked')
  expect(await subscribed('vera@example.com')).toEqual([])
  const path = await confirmPath('vera@example.com')
  const visitor = room.visitor()
  const page = await visitor.get(path)
  expect(page.text).toContain('v***@e***.com')
  expect(await subscribed('vera@example.com')).toEqual([])
  expect((await visitor.submit(page.form(path))).location).toBe('/jaunumi?done=confirmed')
  expect(await subscribed('vera@example.com')).toEqual([{ purpose: 'marketing-email' }])
  const [evidence] = await room.look(`select form, words, language from consent
    join consent_text on hash = text_hash where address = 'vera@example.com'`)
  expect(evidence).toEqual({
    form: 'footer',
    words: room.shop.t('lv')('consent.marketing-email'),
    language: 'lv',
  })
  expect((await visitor.get(path)).status).toBe(410)
  expect((await visitor.post(path, {})).status).toBe(410)
})

test('two who press the button at once give one consent', async () => {
  await asks('twice@example.com')
  const path = await confirmPath('twice@example.com')
  const pressed = await Promise.all([room.visitor().post(path, {}), room.visitor().post(path, {})])
  expect(pressed.map(({ status }) => status).sort()).toEqual([303, 410])
  expect(await room.look(`select 1 from consent where address = 'twice@example.com'`)).toHaveLength(1)
})

test('a link lives for a day, and another’s opens nothing', async () => {
  await asks('late@example.com')
  const path = await confirmPath('late@example.com')
  await room.look(
    `update news_request set asked_at = now() - interval '25 hours' where address = 'late@example.com'`,
  )
  expect((await room.visitor().get(path)).status).toBe(410)
  expect((await room.visitor().post(path, {})).status).toBe(410)
  expect((await room.visitor().get(`/jaunumi/apstiprinat/${'A'.repeat(43)}`)).status).toBe(410)
  expect(await subscribed('late@example.com')).toEqual([])
})

test('whoever asks is answered alike, known or not, often or not; an address gets three letters a day', async () => {
  const known = await room.consents()
  const answers = [await asks(known), await asks('new@example.com')]
  for (let times = 0; times < 4; times++) answers.push(await asks('new@example.com'))
  expect(new Set(answers.map(({ status, location }) => `${status} ${location}`)).size).toBe(1)
  await post()
  expect(room.lettersTo('new@example.com')).toHaveLength(3)
  expect(room.lettersTo(known)).toHaveLength(1)
})

test('without the box, without an address or under another notice nothing is noted', async () => {
  const before = await room.look('select 1 from news_request')
  const visitor = room.visitor()
  const form = (await visitor.get('/en/news')).form('/en/news')
  const unticked = await visitor.submit(form, { email: 'box@example.com' })
  expect([unticked.status, unticked.body.includes('box@example.com')]).toEqual([422, true])
  expect((await visitor.submit(form, { email: 'nobody', consentEmail: 'yes' })).status).toBe(422)
  const slip = await visitor.submit(form, { email: 'anna@gmial.com', consentEmail: 'yes' })
  expect([slip.status, slip.text.includes('anna@gmail.com')]).toEqual([422, true])
  const other = await visitor.post('/en/news', {
    email: 'box@example.com',
    consentEmail: 'yes',
    noticeVersion: 'other',
    emailSeen: '',
  })
  expect(other.status).toBe(422)
  expect(other.all('#consentEmail[checked]')).toEqual([])
  expect(await room.look('select 1 from news_request')).toHaveLength(before.length)
})

test('a shop that sends no news has no page for it', async () => {
  const turn = async (on: boolean) => {
    await room.look(`update purpose_switch set switched_on = ${on} where purpose = 'marketing-email'`)
    for (const end = performance.now() + 10_000; performance.now() < end; ) {
      if (room.shop.known().purposesOn.has('marketing-email') === on) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  await turn(false)
  expect((await room.visitor().get('/sv/nyheter')).status).toBe(404)
  expect((await room.visitor().get('/sv')).all('a[href="/sv/nyheter"]')).toEqual([])
  await turn(true)
  expect((await room.visitor().get('/sv')).link('Nyheter med e-post')).toBe('/sv/nyheter')
})
