import { afterAll, beforeAll, expect, test } from 'vitest'
import { printedIban } from '../../src/customers/identifiers.ts'
import { languageNames, languages } from '../../src/platform/i18n/languages.ts'
import { translator } from '../../src/platform/i18n/messages.ts'
import { knownCarriers } from '../../src/settings/carriers.ts'
import { pageKeys } from '../../src/settings/pages.ts'
import { waysToReceive } from '../../src/settings/ways-to-receive.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client, Fields, Page } from '../support/client.ts'

let office: Office
let owner: Client

beforeAll(async () => {
  office = await openOffice()
  owner = await office.hire('owner')
})
afterAll(() => office?.close())

/** What is kept in memory is known a moment later. */
const soon = { timeout: 10_000 }

const href = (page: string) => urlFor('adminPage', { page })

async function publish(page: string, texts: Fields): Promise<Page> {
  return owner.submit((await owner.get(href(page))).form(href(page)), texts)
}

test('every page is there in all four languages, linked from the foot of every page', async () => {
  const visitor = office.visitor()
  for (const language of languages) {
    const start = await visitor.get(urlFor('terms', language))
    for (const key of pageKeys) {
      const name = translator(language)(`pages.${key}`)
      const page = await visitor.get(start.link(name))
      expect(page.h1).toBe(name)
      expect(page.text).not.toMatch(/\{\w+\}/)
    }
  }
})

test('who the shop is, where to pay and what delivery costs come from the settings', async () => {
  const visitor = office.visitor()
  const { identity, bank } = office.shop.known().settings
  const contact = (await visitor.get('/nl/contact')).text
  for (const fact of [
    identity.legalName,
    identity.registrationNumber,
    identity.email,
    printedIban(bank.iban),
  ])
    expect(contact).toContain(fact)
  expect(contact).toContain('Werkdagen 9.00–17.00 uur')
  expect((await visitor.get('/sv/leverans-och-betalning')).text).toMatch(/upp till 5 kg: \d+,\d\d €/)
})

test('what staff publish is read at once, what they leave as it was makes no new version', async () => {
  const visitor = office.visitor()
  await visitor.get('/nl/over-ons')
  const done = await owner.follow(await publish('about', { 'text-nl': '## Wij\n\n{name} maakt borden.' }))
  expect(done.text).toContain('Saved.')
  await expect.poll(async () => (await visitor.get('/nl/over-ons')).text, soon).toContain('maakt borden')
  expect(await versions('about')).toEqual({ lv: 1, en: 1, sv: 1, nl: 2 })
})

test('a page without a text in a language is not there and nothing leads to it', async () => {
  const visitor = office.visitor()
  await publish('privacy', { 'text-sv': '' })
  await expect.poll(async () => (await visitor.get('/sv/integritet')).status, soon).toBe(404)
  expect((await visitor.get('/sv/villkor')).all('a[href="/sv/integritet"]')).toHaveLength(0)
  expect((await visitor.get('/privatums')).link(languageNames.sv)).toBe('/sv')
  expect((await owner.get(urlFor('adminPages'))).text).toContain('missing')
})

test('a text that somebody else changed meanwhile is not overwritten, and what was typed stays', async () => {
  const page = await owner.get(href('accessibility'))
  await publish('accessibility', { 'text-en': 'First.' })
  const second = await owner.submit(page.form(href('accessibility')), { 'text-en': 'Second.' })
  expect(second.status).toBe(422)
  expect(second.form(href('accessibility')).filled()).toMatchObject({ 'text-en': 'Second.' })
  await expect
    .poll(async () => (await office.visitor().get('/en/accessibility')).text, soon)
    .toContain('First.')
  const third = await owner.submit(second.form(href('accessibility')))
  expect(third.status).toBe(303)
  await expect
    .poll(async () => (await office.visitor().get('/en/accessibility')).text, soon)
    .toContain('Second.')
})

test('an earlier version comes back by publishing it again', async () => {
  await publish('contact', { 'text-lv': 'Pavisam cits teksts.' })
  const [first] = await office.sql<{ id: string }>(
    `select id from page_version where page = 'contact' and language = 'lv' order by published_at limit 1`,
  )
  const shown = await owner.get(`${href('contact')}?version=${first!.id}`)
  expect(shown.text).toContain('An earlier version')
  await owner.submit(shown.form(href('contact')))
  await expect
    .poll(async () => (await office.visitor().get('/kontakti')).text, soon)
    .toContain('Rakstiet vai zvaniet')
})

test.each([
  '<script>steal()</script>',
  '[a](javascript:steal())',
])('%s in a page does no harm', async (text) => {
  await publish('delivery', { 'text-en': `Before.\n\n${text}` })
  const visitor = office.visitor()
  await expect
    .poll(async () => (await visitor.get('/en/delivery-and-payment')).text, soon)
    .toContain('Before.')
  expect((await visitor.get('/en/delivery-and-payment')).body).not.toContain('steal')
})

test('a text that is too long is refused, and nothing of the others is published', async () => {
  const page = await publish('about', { 'text-lv': 'a'.repeat(6_001), 'text-sv': 'Ny text.' })
  expect(page.status).toBe(422)
  expect(page.form(href('about')).filled()).toMatchObject({ 'text-sv': 'Ny text.' })
  expect((await owner.get('/admin/settings/pages/nothing')).status).toBe(404)
})

test('only what is on offer is told, and zones only where there are several', () => {
  const zones = [{ key: 'latvija', name: 'Latvija', countries: ['LV'], postcodes: [] }]
  const [first, ...others] = knownCarriers
  const offered = { ...first!, courier: { ...first!.courier!, offered: true } }
  const ways = waysToReceive({ zones, carriers: [offered, ...others] })
  expect(ways.map(({ kind, carrier, zone }) => [kind, carrier, zone])).toEqual([
    ['courier', first!.name, undefined],
  ])
})

async function versions(page: string): Promise<Record<string, number>> {
  const rows = (await office.sql(
    `select language, count(*)::int as count from page_version where page = '${page}' group by language`,
  )) as { language: string; count: number }[]
  return Object.fromEntries(rows.map(({ language, count }) => [language, count]))
}
