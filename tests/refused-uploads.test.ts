import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../src/urls.ts'
import { bomb, type GoodsOffice, openGoodsOffice } from './catalogue/goods-office.ts'
import type { Page } from './support/client.ts'

let office: GoodsOffice

beforeAll(async () => {
  office = await openGoodsOffice()
  await office.sql(`update product set takes_artwork = true
    where id = (select product_id from product_text where slug = 'enamel-house-number')`)
})
afterAll(() => office?.close())

const zeros = new Uint8Array(20_000_000)
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const file = (name: string, bytes: Uint8Array | string) =>
  new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name)

/** What no door takes, each under a name that the door would like. */
const files: Readonly<Record<string, (name: string) => File>> = {
  'a zip bomb': (name) => file(name, zipSync({ 'a.txt': zeros })),
  'a gzip bomb': (name) => file(name, gzipSync(zeros)),
  'an SVG with a script': (name) => file(name, svg),
  'a program': (name) => file(name, 'MZ\u0090\0\u0003this program'),
  'a hundred megapixels': (name) => new File([bomb(10_000)], name),
}

/** Every door that takes files, the name it would like, and the field that says what is wrong. */
const doors: Readonly<Record<string, readonly [string, string, (sent: File) => Promise<Page>]>> = {
  'a picture of goods': ['a.jpg', 'pictures', (pictures) => edited({ pictures })],
  'a document of goods': ['a.pdf', 'documents', (documents) => edited({ documents })],
  'artwork of a buyer': ['a.png', 'artwork', artwork],
  'a table of goods': ['goods.csv', 'file', (sent) => handedIn('/admin/goods/files', { file: sent })],
  'a list of lockers': ['points.json', 'file', (sent) => handedIn(lockers, { file: sent })],
  'a list of tracking numbers': [
    'list.csv',
    'file',
    (sent) => handedIn(urlFor('adminTracking'), { carrier: 'omniva', file: sent }),
  ],
}

const lockers = urlFor('adminDeliveryPoints', { carrier: 'venipak' })
const cases = Object.keys(doors).flatMap((door) => Object.keys(files).map((what) => [what, door] as const))

test.for(cases)('%s is refused as %s, beside its field and in words', async ([what, door]) => {
  const [name, field, send] = doors[door]!
  const before = await kept()
  const page = await send(files[what]!(name))
  expect(page.status).toBe(422)
  expect(page.find(`#${field}-error`).textContent.length).toBeGreaterThan(20)
  expect(await kept()).toEqual(before)
})

async function edited(values: Record<string, File>): Promise<Page> {
  return office.save(await office.editor('misina-durvju-plaksnite'), values)
}

async function handedIn(path: string, values: Record<string, File | string>): Promise<Page> {
  const page = await office.desk.get(path)
  return office.desk.submit(page.form(path), values)
}

async function artwork(sent: File): Promise<Page> {
  const visitor = office.visitor()
  const page = await visitor.get(urlFor('product', 'en', { slug: 'enamel-house-number' }))
  return visitor.submit(page.form(/add$/), { words: '27', artwork: sent }, 'Add to cart')
}

/** How much of each kind of file the shop holds. */
async function kept(): Promise<unknown> {
  const tables = [
    'picture_file',
    'product_document',
    'cart_artwork',
    'goods_file',
    'point_import',
    'pickup_point',
  ]
  const [row] = await office.sql(
    `select ${tables.map((table) => `(select count(*) from ${table}) as ${table}`).join(', ')}`,
  )
  return row
}
