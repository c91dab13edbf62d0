import { afterAll, beforeAll, expect, test } from 'vitest'
import { languages } from '../../src/platform/i18n/languages.ts'
import type { Client, Page } from '../support/client.ts'
import { fillIn, harmless, hostile } from '../support/hostile.ts'
import { withSql } from '../support/postgres.ts'
import { type RunningShop, startShop } from '../support/running-shop.ts'
import { walker } from '../support/trade.ts'

let shop: RunningShop
let desk: Client
beforeAll(async () => {
  shop = await startShop()
  const { token } = await shop.hire('owner')
  desk = walker(shop, token)
})
afterAll(() => shop?.close())

async function begun(): Promise<Page> {
  const list = await desk.get('/admin/news')
  return desk.follow(await desk.submit(list.form('/admin/news/new')))
}

const idOf = (page: Page) => /[0-9a-f-]{36}/.exec(page.path)![0]

function write(page: Page, values = {}): Promise<Page> {
  return desk.submit(page.form('form'), values)
}

const words = Object.fromEntries(
  languages.flatMap((code) => [
    [`subject-${code}`, `Temats ${code}`],
    [`body-${code}`, `## Virsraksts ${code}\n\nTeksts **${code}**.`],
  ]),
)

async function subscribe(address: string): Promise<void> {
  const visitor = walker(shop)
  const page = await visitor.get('/jaunumi')
  await visitor.submit(page.form('/jaunumi'), { email: address, consentEmail: 'yes' })
  const letter = await shop.mail.waitFor(({ to }) => to.includes(address))
  const path = /\/jaunumi\/apstiprinat\/[\w-]+/.exec(letter.text)![0]
  await visitor.submit((await visitor.get(path)).form(path))
}

test('a newsletter from the first word to the reader’s click, through the pages', async () => {
  await subscribe('reader@example.com')
  const draft = await begun()
  const saved = await desk.follow(
    await write(draft, { ...words, articleNumbers: 'EI-P-30', toConsented: 'yes' }),
  )
  expect(saved.text).toContain('Melnraksts saglabāts')
  const id = idOf(saved)
  const preview = await desk.get(`/admin/news/${id}/preview/sv`)
  expect(preview.texts('.letter')[0]).toContain('Temats sv')
  const letter = await desk.get(`/admin/news/${id}/letter/sv`)
  expect(letter.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'.*sandbox/,
  )
  expect(letter.body).toMatch(/<img src="\/pictures\//)
  const confirm = await desk.get(`/admin/news/${id}/sending`)
  expect(confirm.text).toContain('Vēstuli saņems 1 cilvēks.')
  const sent = await desk.follow(await desk.submit(confirm.form(/sending/)))
  expect(sent.text).toContain('tiek sūtīta')
  const received = await shop.mail.waitFor(({ subject }) => subject === 'Temats lv')
  expect(received.to).toEqual(['reader@example.com'])
  const [, stop = ''] = /<http:\/\/[^/]+([^>]+)>/.exec(received.headers['list-unsubscribe']!)!
  expect(received.headers['list-unsubscribe-post']).toBeUndefined()
  const clicked = await fetch(shop.origin + stop, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  })
  expect(clicked.status).toBe(200)
  const numbers = (await desk.get(`/admin/news/${id}`)).texts('.counts .figure')
  expect(numbers).toEqual(['0', '1', '0', '0', '1'])
  for (const page of ['/admin/news', `/admin/news/${id}`])
    expect((await desk.get(page)).body).not.toContain('reader@example.com')
})

test('a test letter comes to whoever asks for it, with no link of anybody’s', async () => {
  const draft = await begun()
  const saved = await desk.follow(await write(draft, words))
  const form = saved.forms.filter(({ action }) => action.endsWith('/test'))[3]!
  const done = await desk.follow(await desk.submit(form))
  expect(done.text).toContain('ceļā uz Jūsu adresi')
  const letter = await shop.mail.waitFor(({ subject }) => subject === 'Temats nl')
  expect(letter.to[0]).toMatch(/@zimes\.example$/)
  expect(letter.text).toContain('/nl/nieuws\n')
  expect(letter.headers['list-unsubscribe']).toBeUndefined()
})

test('what is missing is said, and nothing half-written goes out', async () => {
  const draft = await begun()
  const id = idOf(draft)
  const sending = () => desk.get(`/admin/news/${id}/sending`)
  expect((await sending()).texts('.banner').join()).toContain('gan tematu, gan tekstu')
  expect((await desk.get(`/admin/news/${id}/preview/lv`)).status).toBe(404)
  await desk.post(`/admin/news/${id}/sending`, { seen: '1' })
  expect((await desk.get(`/admin/news/${id}`)).texts('.state')[0]).toBe('melnraksts')
  const odd = await write(draft, {
    'subject-lv': 'Temats',
    articleNumbers: 'EI-P-30\nNAV-TAADA',
    toConsented: 'yes',
  })
  expect([odd.status, odd.text.includes('NAV-TAADA')]).toEqual([422, true])
  const many = Array.from({ length: 13 }, (_, at) => `N-${at}`).join(' ')
  expect((await write(draft, { articleNumbers: many })).status).toBe(422)
})

test('of two editors the second is told, and keeps what was typed', async () => {
  const draft = await begun()
  await write(draft, { 'subject-lv': 'Pirmais' })
  const second = await write(draft, { 'subject-lv': 'Otrais' })
  expect(second.status).toBe(422)
  expect(second.text).toContain('mainīja kāds cits')
  expect(second.body).toContain('Otrais')
  const late = await desk.post(`/admin/news/${idOf(draft)}/sending`, { seen: '1' })
  expect(late.location).toMatch(/\/sending/)
})

test('hostile text stays text in the draft, the preview and the letter', async () => {
  const draft = await begun()
  const { page } = await fillIn(desk, draft, 'form', { articleNumbers: '', seen: '1' })
  const id = idOf(page)
  for (const path of [
    '/admin/news',
    `/admin/news/${id}`,
    `/admin/news/${id}/preview/en`,
    `/admin/news/${id}/letter/en`,
    `/admin/news/${id}/sending`,
  ])
    harmless(await desk.get(path))
  const letter = await desk.get(`/admin/news/${id}/letter/en`)
  expect(letter.h1).toContain(hostile.slice(0, 8))
  expect(letter.body).not.toMatch(/javascript:|onerror=/i)
})

test('a copy is a new draft, a draft can go, and what was sent stays', async () => {
  const [row] = await withSql(
    shop.database.url,
    (sql) =>
      sql<{ id: string }[]>`select id from newsletter where queued_at is not null order by queued_at limit 1`,
  )
  const sent = await desk.get(`/admin/news/${row!.id}`)
  expect(sent.forms.filter(({ action }) => action === `/admin/news/${row!.id}`)).toEqual([])
  const copied = await desk.follow(await desk.submit(sent.form(/copy$/)))
  expect(copied.text).toContain('Šī ir kopija')
  expect((await desk.follow(await desk.submit(copied.form(/removal$/)))).text).toContain('Melnraksts dzēsts')
  await desk.post(`/admin/news/${row!.id}/removal`, {})
  expect((await desk.get(`/admin/news/${row!.id}`)).status).toBe(200)
})

test('the accountant does not write newsletters', async () => {
  const { token } = await shop.hire('accountant')
  expect((await walker(shop, token).get('/admin/news')).status).toBe(403)
})
