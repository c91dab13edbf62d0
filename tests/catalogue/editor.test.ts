import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogueJobs } from '../../src/catalogue/jobs.ts'
import { urlFor } from '../../src/urls.ts'
import type { Page } from '../support/client.ts'
import { type GoodsOffice, openGoodsOffice, photograph, variantFields } from './goods-office.ts'

let office: GoodsOffice

beforeAll(async () => {
  office = await openGoodsOffice()
})
afterAll(() => office?.close())

const script = '<script>alert(1)</script>'

async function begun(name: string, selling = 'stock'): Promise<Page> {
  const { audited: desk } = office
  const form = (await desk.get(urlFor('adminGoodsNew'))).form(/goods\/new$/)
  const [category] = await office.sql<{ id: string }>('select id from category limit 1')
  return desk.follow(await desk.submit(form, { name, category: category!.id, selling }))
}

const texts = (language: string, name: string) => ({
  [`name-${language}`]: name,
  [`summary-${language}`]: `${name}: ${script}`,
  [`description-${language}`]: `${script}\n\nOtrā rindkopa.`,
  [`material-${language}`]: `2 mm ${script}`,
})

const firstVariant = {
  'v-n1-sku': 'KP-10',
  'v-n1-price': '12,50',
  'v-n1-stock': '4',
  'v-n1-width': '100',
  'v-n1-height': '50',
  'v-n1-weight': '80',
}
const secondVariant = {
  'v-n2-sku': 'KP-20',
  'v-n2-price': '19.90',
  'v-n2-stock': '7',
  'v-n2-width': '200',
  'v-n2-height': '100',
  'v-n2-weight': '160',
  'v-n2-label-lv': `liela ${script}`,
  'v-n2-from1': '10',
  'v-n2-price1': '17',
}

test('a newcomer publishes a product with two variants in two languages', async () => {
  const page = await begun('Ķirša koka plāksne')
  expect(page.h1).toBe('Ķirša koka plāksne')
  const draft = await office.audited.follow(
    await office.save(page, { ...texts('lv', 'Ķirša koka plāksne'), state: 'published' }),
  )
  expect(draft.text).toContain('Saved as a draft. It cannot be published yet')
  expect(draft.text).toContain('Add at least one picture.')
  const [before] = await office.sql<{ on: boolean }>(
    'select published_at is not null as on from product order by changed_at desc limit 1',
  )
  expect(before!.on).toBe(false)

  const sent = await office.save(draft, {
    ...texts('en', 'Cherry wood plate'),
    ...firstVariant,
    ...secondVariant,
    pictures: await photograph(),
    'alt-lv': 'Plāksne uz durvīm',
    'alt-en': 'Plate on a door',
    state: 'published',
  })
  expect(sent.location).toMatch(/done=published$/)

  for (const [language, slug] of [
    ['lv', 'kirsa-koka-plaksne'],
    ['en', 'cherry-wood-plate'],
  ] as const) {
    const shown = await office.visitor().get(urlFor('product', language, { slug }))
    expect(shown.status).toBe(200)
    expect(shown.text).toContain(script)
    expect(shown.body).not.toContain(script)
    expect(shown.body).toContain(language === 'lv' ? 'Plāksne uz durvīm' : 'Plate on a door')
  }
  const dutch = await office.visitor().get(urlFor('product', 'nl', { slug: 'kirsa-koka-plaksne' }))
  expect(dutch.status).not.toBe(200)
})

test('an uploaded photograph is kept as WebP in each width, and nothing of its EXIF', async () => {
  const page = await begun('Foto prece')
  await office.save(page, { pictures: await photograph() })
  const files = await office.sql<{ width: number; bytes: Buffer }>(
    `select width, bytes from picture_file join picture on picture.id = picture_id join product_text using (product_id)
      where name = 'Foto prece' order by width`,
  )
  expect(files.map(({ width }) => width)).toEqual([320, 640, 1280])
  for (const { bytes, width } of files) {
    const found = await sharp(bytes).metadata()
    expect(found).toMatchObject({ format: 'webp', width, height: (width * 3) / 4 })
    expect(found.exif).toBeUndefined()
    expect(bytes.includes('Anna')).toBe(false)
  }
})

test('a scheduled product is told to all processes at its hour, and not seen before', async () => {
  const page = await office.editor('misina-durvju-plaksnite')
  const past = await office.save(page, { state: 'scheduled', publishAt: '2020-01-01T10:00' })
  expect(past.status).toBe(422)
  expect(past.text).toContain('That time has passed.')
  await office.save(page, { state: 'scheduled', publishAt: '2040-05-01T10:00' })
  const [job] = await office.sql<{ at: string }>(
    "select to_char(run_at at time zone 'Europe/Riga', 'YYYY-MM-DD HH24:MI') as at from graphile_worker._private_jobs where key like 'show-product:%'",
  )
  expect(job!.at).toBe('2040-05-01 10:00')
  const path = urlFor('product', 'lv', { slug: 'misina-durvju-plaksnite' })
  expect((await office.visitor().get(path)).status).toBe(404)
  const { pages } = office.shop
  const before = pages.generation
  await catalogueJobs(office.shop)['show-product']!({}, {} as never)
  await expect.poll(() => pages.generation).toBeGreaterThan(before)
  const id = await office.productId('misina-durvju-plaksnite')
  const preview = await office.desk.get(urlFor('adminProductPreview', { id, code: 'lv' }))
  expect(preview.h1).toContain('Misiņa')
  const again = await office.editor('misina-durvju-plaksnite')
  await office.save(again, { state: 'published' })
  expect((await office.visitor().get(path)).status).toBe(200)
})

test('a product like another begins as a draft with numbers of its own and nothing in stock', async () => {
  const id = await office.productId('evakuacijas-izeja-pa-labi')
  const { desk } = office
  const page = await desk.get(urlFor('adminProduct', { id }))
  const copied = await desk.follow(await desk.submit(page.form(/\/copy$/)))
  expect(copied.text).toContain('This is the copy')
  const numbers = copied.all('input').map((input) => input.getAttributeValue('value') ?? '')
  const sku = numbers.find((value) => /^EI-.*-2$/.test(value))
  expect(sku).toBeDefined()
  const field = variantFields(copied, sku!)
  expect(copied.form('editor').filled()[field('stock')]).toBe('0')
  const kept = await office.save(copied, { state: 'published' })
  expect(kept.location).toMatch(/done=published/)
})

test('the history of prices says what the lowest of 30 days is, and why', async () => {
  const slug = 'evakuacijas-izeja-pa-labi'
  const id = await office.productId(slug)
  const prices = urlFor('adminProductPrices', { id })
  expect((await office.desk.get(prices)).text).toContain('The price never changed')
  await office.sql("update price_change set since = now() - interval '100 days'")
  const page = await office.editor(slug)
  const [cheapest] = await office.sql<{ sku: string; cents: number }>(
    'select sku, price_cents as cents from variant where product_id = $1 order by price_cents limit 1',
    [id],
  )
  const lower = ((cheapest!.cents - 50) / 100).toFixed(2)
  await office.save(page, { [variantFields(page, cheapest!.sku)('price')]: lower })
  const history = await office.desk.get(prices)
  expect(history.text).toContain(
    `The page shows the lowest price before the reduction: €${(cheapest!.cents / 100).toFixed(2)}`,
  )
})

test('the history says which prices never counted: those of goods that were not on offer', async () => {
  const slug = 'evakuacijas-izeja-pa-kreisi'
  const id = await office.productId(slug)
  const prices = urlFor('adminProductPrices', { id })
  await office.save(await office.editor(slug), { state: 'draft' })
  const away = await office.desk.get(prices)
  expect(away.text).toContain('It is not on offer now.')
  expect(away.texts('tbody tr')[0]).toContain('not on offer')
  const scheduled = { state: 'scheduled', publishAt: '2040-01-02T08:00' }
  await office.save(await office.editor(slug), scheduled)
  const coming = await office.desk.get(prices)
  expect(coming.texts('tbody tr')[0]).toContain('planned')
  await office.save(await office.editor(slug), { state: 'published' })
})
