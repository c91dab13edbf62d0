import { afterAll, beforeAll, expect, test } from 'vitest'
import { attribute } from '../support/html.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { makeGoods } from './goods.ts'

let house: TestShop

beforeAll(async () => {
  house = await testShop()
  const { url } = house.database
  await makeGoods(url, {
    name: 'Šķūņa ķēžu āķis',
    slug: 'akis',
    variants: [{ sku: 'ĀĶ-77.5', gtin: '4750001234567' }],
  })
  await makeGoods(url, { name: 'Vējrādītājs ar gaili', slug: 'vejraditajs' })
  await makeGoods(url, { name: 'Vējrādītāja kāts', slug: 'kats', summary: 'Tērauda caurule' })
  await makeGoods(url, { name: '<script>alert(1)</script> "&amp; </title>', slug: 'skripts' })
})
afterAll(() => house?.close())

async function found(words: string, path = '/meklet'): Promise<string[]> {
  return (await house.visitor().get(`${path}?q=${encodeURIComponent(words)}`)).texts('.goods h3')
}

test.each([
  ['skuna kezu akis', 'without the marks of its letters'],
  ['ŠĶŪŅA', 'in capitals'],
  ['skuņa aķis', 'with some marks, in any order'],
  ['kez', 'by a beginning'],
  ['skuna kezu akiss', 'with a letter too many'],
  ['kežu akis', 'with another mark'],
  ['āķ-77.5', 'by its article number'],
  ['ĀĶ-77', 'by the beginning of its article number'],
  ['4750001234567', 'by its GTIN'],
  ['475000123', 'by the beginning of its GTIN'],
])('%s finds the hook: %s', async (words) => {
  expect((await found(words))[0]).toBe('Šķūņa ķēžu āķis')
})

test.each([
  'vejraditajs',
  'vejradtajs',
  'vējrāditajs',
  'vejraditaji',
  'vejaraditajs',
])('a slip of the finger is forgiven: %s', async (words) => {
  expect(await found(words)).toEqual(expect.arrayContaining(['Vējrādītājs ar gaili']))
})

test('the whole word comes before what only begins alike, and the name before the summary', async () => {
  expect((await found('vejraditajs')).slice(0, 2)).toEqual(['Vējrādītājs ar gaili', 'Vējrādītāja kāts'])
  expect(await found('vejraditaja caurule')).toEqual(['Vējrādītāja kāts'])
})

test('each language is searched in its own words, and in the others where it has none', async () => {
  expect(await found('fire extinguisher', '/en/search')).toContain('Fire extinguisher')
  expect((await found('fire extinguisher')).length).toBeGreaterThan(0)
})

test('a script is shown as text, in the name of goods and in the words searched', async () => {
  const visitor = house.visitor()
  const words = '<script>alert(1)</script>"\'&'
  const page = await visitor.get(`/meklet?q=${encodeURIComponent(words)}`)
  expect(page.h1).toContain(words)
  expect(page.body).not.toContain('<script>alert')
  expect(attribute(page.find('#seek'), 'value')).toBe(words)
  const product = await visitor.get('/prece/skripts')
  expect(product.body).not.toContain('<script>alert')
  const suggested = JSON.parse((await visitor.get('/meklet/ieteikumi?q=alert')).body) as { name: string }[]
  expect(suggested[0]!.name).toBe('<script>alert(1)</script> "&amp; </title>')
})

test.each([
  'kaķis',
  'zivs',
  'qwerty',
  'krokodils',
])('what has nothing to do with the goods finds none of them: %s', async (words) => {
  expect(await found(words)).toEqual([])
})

test('a short word counts where a word begins with it, not in the midst of another', async () => {
  expect(await found('āķ')).toContain('Šķūņa ķēžu āķis')
  expect(await found('ķēž')).toContain('Šķūņa ķēžu āķis')
  expect(await found('ežu')).toEqual([])
})

test('nothing found offers near words, categories and somebody to ask', async () => {
  const page = await house.visitor().get('/meklet?q=vejradkr%C4%81sis')
  expect(page.texts('.goods h3')).toEqual([])
  expect(page.all('main .chosen a').length).toBeGreaterThan(0)
  expect(page.all('.places h3').length).toBeGreaterThan(3)
  expect(page.all('.ask a')).toHaveLength(2)
})

test.each([
  '',
  '%00',
  '%',
  '%25',
  '_',
  "'",
  '\\',
  '%5C',
  'a',
  ' ',
  '%F0%9F%98%80',
  '!!!',
  '.-.',
])('no words break the search: %s', async (words) => {
  const visitor = house.visitor()
  expect([200, 400]).toContain((await visitor.get(`/meklet?q=${words}`)).status)
  expect([200, 400]).toContain((await visitor.get(`/meklet/ieteikumi?q=${words}`)).status)
})

test('a search of any length is a search for its beginning', async () => {
  const visitor = house.visitor()
  for (const letter of ['x', 'a ', '%C4%81'])
    expect((await visitor.get(`/meklet?q=${letter.repeat(800)}`)).status).toBe(200)
})

test('a category of that name is offered, too', async () => {
  const page = await house.visitor().get('/meklet?q=maju')
  expect(page.texts('main .chosen a')).toContain('Māju numuri')
  const suggested = JSON.parse((await house.visitor().get('/meklet/ieteikumi?q=maju+num')).body) as {
    name: string
    href: string
  }[]
  expect(suggested[0]).toMatchObject({ name: 'Māju numuri', href: '/preces/maju-numuri' })
})

test('the language switch searches on in the other language', async () => {
  expect((await house.visitor().get('/meklet?q=akis')).link('English')).toBe('/en/search?q=akis')
})
