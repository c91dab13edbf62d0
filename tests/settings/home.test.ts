import { afterAll, beforeAll, expect, test } from 'vitest'
import { home } from '../../seed/home.ts'
import { languages } from '../../src/platform/i18n/languages.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client, Fields, Page } from '../support/client.ts'
import { attribute } from '../support/html.ts'

let office: Office
let owner: Client
beforeAll(async () => {
  office = await openOffice()
  owner = await office.hire('owner')
})
afterAll(() => office?.close())

const href = urlFor('adminPage', { page: 'home' })

async function publish(texts: Fields): Promise<Page> {
  return owner.submit((await owner.get(href)).form(href), texts)
}

/** What is kept in memory is known a moment later. */
const soon = { timeout: 10_000 }

async function read(language: (typeof languages)[number]) {
  const page = await office.visitor().get(urlFor('home', language))
  return {
    h1: page.h1,
    text: page.text,
    title: page.title,
    description: attribute(page.find('meta[name="description"]'), 'content'),
  }
}

test('the demo shop says of itself what it makes, in four languages', async () => {
  for (const language of languages) {
    const page = await read(language)
    expect(page.h1).toBe(home[language].heading)
    expect(page.text).toContain(home[language].lead)
    expect(page.description).toBe(home[language].description)
  }
})

test('the home page is listed first among the pages, with the languages in which it is written', async () => {
  const list = await owner.get(urlFor('adminPages'))
  expect(list.texts('tbody th a')[0]).toBe('Home page')
})

test('a shop that wrote nothing claims nothing: its name, and words that are true of any shop', async () => {
  const empty = Object.fromEntries(
    languages.flatMap((code) => ['heading', 'lead', 'description'].map((part) => [`${part}-${code}`, ''])),
  )
  expect((await publish(empty)).status).toBe(303)
  for (const language of languages) {
    await expect.poll(async () => (await read(language)).h1, soon).toContain('ZĪMES')
    const { text, title, description } = await read(language)
    expect(description).toContain('ZĪMES')
    for (const words of Object.values(home[language])) expect(text + title + description).not.toContain(words)
  }
  await office.sql(`delete from setting where key = 'home'`)
  expect((await owner.get(href)).status).toBe(200)
  expect((await publish({ 'heading-en': 'Lamps of {name}' })).status).toBe(303)
  await expect.poll(async () => (await read('en')).h1, soon).toBe('Lamps of ZĪMES')
  expect((await read('en')).title).toContain('Lamps of ZĪMES')
  expect((await read('sv')).h1).toBe('Välkommen till ZĪMES')
})

test('what somebody else has changed meanwhile is not overwritten, and what was typed stays', async () => {
  const page = await owner.get(href)
  await publish({ 'lead-nl': 'Eerst.' })
  const second = await owner.submit(page.form(href), { 'lead-nl': 'Daarna.' })
  expect(second.status).toBe(422)
  expect(second.form(href).filled()).toMatchObject({ 'lead-nl': 'Daarna.' })
  expect((await owner.submit(second.form(href))).status).toBe(303)
  await expect.poll(async () => (await read('nl')).text, soon).toContain('Daarna.')
})

test('a description that search engines would cut off is refused, and nothing else is kept', async () => {
  const page = await publish({ 'description-lv': 'a'.repeat(161), 'heading-lv': 'Lampas' })
  expect(page.status).toBe(422)
  expect(page.form(href).filled()).toMatchObject({ 'heading-lv': 'Lampas' })
  expect((await read('lv')).h1).not.toBe('Lampas')
})
