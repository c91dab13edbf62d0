import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogueJobs } from '../../src/catalogue/jobs.ts'
import { attribute } from '../support/html.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { makeCategory, makeGoods, makeMaterial } from './goods.ts'

let house: TestShop
let url: string

beforeAll(async () => {
  house = await testShop()
  url = house.database.url
  for (const material of ['kapars', 'vilna']) await makeMaterial(url, material)
  await makeCategory(url, 'darznieciba')
  await makeCategory(url, 'laistisana', 'darznieciba')
  await makeCategory(url, 'tuksums', 'darznieciba')
  const shelf = [
    ['lapsta', 'darznieciba', [{ material: 'kapars', longerMm: 90, priceCents: 900, stock: 0 }]],
    ['grabeklis', 'darznieciba', [{ material: 'kapars', longerMm: 500, priceCents: 2600, stock: 4 }]],
    [
      'lejkanna',
      'laistisana',
      [
        { material: 'vilna', longerMm: 150, priceCents: 1200, stock: 0 },
        { material: 'kapars', longerMm: 450, priceCents: 6000, stock: 2 },
      ],
    ],
  ] as const
  for (const [slug, category, variants] of shelf)
    await makeGoods(url, { name: `Prece ${slug}`, slug, category, variants })
})
afterAll(() => house?.close())

test('a category shows its subcategories with something in them, and all goods below', async () => {
  const visitor = house.visitor()
  const page = await visitor.get('/preces/darznieciba')
  expect(page.texts('.places h3')).toEqual(['Grupa laistisana'])
  expect(page.texts('.goods h3').sort()).toEqual(['Prece grabeklis', 'Prece lapsta', 'Prece lejkanna'])
  const below = await visitor.get('/preces/laistisana')
  expect(below.texts('.trail a')).toEqual(['Sākums', 'Grupa darznieciba'])
  expect(below.find('.nav [aria-current]').getAttributeValue('href')).toBe('/preces/darznieciba')
})

test('an empty category says so and leads on', async () => {
  const page = await house.visitor().get('/preces/tuksums')
  expect(page.status).toBe(200)
  expect(page.all('.filters')).toHaveLength(0)
  expect(page.all('.empty a')).toHaveLength(1)
})

test('every filter gives as many goods as stands beside it', async () => {
  const visitor = house.visitor()
  const page = await visitor.get('/preces/darznieciba')
  const links = page.all('.filters a').filter((link) => /\d+$/.test(link.textContent.trim()))
  expect(links.length).toBeGreaterThan(6)
  for (const link of links) {
    const number = Number(/\d+$/.exec(link.textContent.trim())?.[0])
    const filtered = await visitor.get(attribute(link, 'href')!)
    expect(filtered.texts('.goods h3')).toHaveLength(number)
  }
})

test('material, size and stock must be those of one variant', async () => {
  const visitor = house.visitor()
  const found = async (query: string) =>
    (await visitor.get(`/preces/darznieciba?${query}`)).texts('.goods h3').sort()
  expect(await found('material=vilna&size=101-200')).toEqual(['Prece lejkanna'])
  expect(await found('material=vilna&size=401-')).toEqual([])
  expect(await found('material=vilna&stock=yes')).toEqual([])
  expect(await found('material=kapars&stock=yes')).toEqual(['Prece grabeklis', 'Prece lejkanna'])
  expect(await found('price=0-10')).toEqual(['Prece lapsta'])
})

test('chosen filters are taken off one by one, and nothing found says how', async () => {
  const visitor = house.visitor()
  const page = await visitor.get('/preces/darznieciba?material=vilna&size=401-&sort=price')
  expect(page.text).toContain('Ar šādu izvēli nav nevienas preces')
  const chosen = page.all('.chosen a').map((link) => attribute(link, 'href'))
  expect(chosen).toEqual([
    '/preces/darznieciba?size=401-&sort=price',
    '/preces/darznieciba?material=vilna&sort=price',
  ])
  expect(page.all('.empty a').map((link) => attribute(link, 'href'))).toEqual([
    '/preces/darznieciba?sort=price',
  ])
})

test('goods can be put in order of price', async () => {
  const page = await house.visitor().get('/preces/darznieciba?sort=price-down')
  expect(page.texts('.goods h3')).toEqual(['Prece grabeklis', 'Prece lejkanna', 'Prece lapsta'])
})

test('a card shows its new price, its new words and its new stock also on pages that are never kept', async () => {
  const visitor = house.visitor()
  const card = async () =>
    (await visitor.get('/preces/darznieciba?material=vilna')).find('.goods .card').textContent
  expect(await card()).toContain('12,00')
  await withSql(url, async (sql) => {
    await sql`update variant set price_cents = 1250 where sku = 'lejkanna-0'`
    await sql`update product_text set name = 'Jauna lejkanna' where slug = 'lejkanna'`
  })
  await expect.poll(card).toMatch(/Jauna lejkanna[\s\S]*12,50/)
  await withSql(url, (sql) => sql`update variant set stock = 0 where sku = 'lejkanna-1'`)
  await expect.poll(card).toContain('Pašlaik nav noliktavā')
  await withSql(url, async (sql) => {
    await sql`update variant set price_cents = 1200, stock = 0 where sku = 'lejkanna-0'`
    await sql`update variant set stock = 2 where sku = 'lejkanna-1'`
    await sql`update product_text set name = 'Prece lejkanna' where slug = 'lejkanna'`
  })
  await expect.poll(card).toMatch(/Prece lejkanna[\s\S]*12,00/)
})

test('filters are for people: search engines are led to the bare page', async () => {
  const visitor = house.visitor()
  const bare = await visitor.get('/preces/darznieciba')
  expect(bare.all('meta[name="robots"]')).toHaveLength(0)
  const filtered = await visitor.get('/preces/darznieciba?material=kapars')
  expect(filtered.find('meta[name="robots"]').getAttributeValue('content')).toBe('noindex')
  for (const page of [bare, filtered])
    expect(page.find('link[rel="canonical"]').getAttributeValue('href')).toBe(
      'https://shop.test/preces/darznieciba',
    )
})

test('the language switch keeps filters and order', async () => {
  const page = await house.visitor().get('/preces/darznieciba?material=kapars&sort=newest')
  expect(page.link('English')).toBe('/en/goods/darznieciba-en?material=kapars-en&sort=newest')
})

test.each([
  ['?material=zelts', ''],
  ['?size=7&sort=price', '?sort=price'],
  ['?sort=recommended', ''],
  ['?price=0-10&material=kapars', '?material=kapars&price=0-10'],
  ['?stock=yes&stock=yes', '?stock=yes'],
  ['?page=1&stock=yes', '?stock=yes'],
])('an address with %s has one spelling', async (asked, clean) => {
  const page = await house.visitor().get(`/preces/darznieciba${asked}`)
  expect([page.status, page.location]).toEqual([302, `/preces/darznieciba${clean}`])
})

test('filtered pages take no room among the kept ones, and a bare page is never mistaken for one', async () => {
  const visitor = house.visitor()
  await visitor.get('/preces/darznieciba')
  const { size } = house.shop.pages
  expect((await visitor.get('/preces/darznieciba?price=0-10')).texts('.goods h3')).toEqual(['Prece lapsta'])
  expect(house.shop.pages.size).toBe(size)
})

test('what is not on offer is in no list, and what is scheduled comes with its job', async () => {
  const visitor = house.visitor()
  await makeGoods(url, {
    name: 'Melnraksts sietiņš',
    slug: 'sietins',
    category: 'laistisana',
    published: 'null',
  })
  await makeGoods(url, {
    name: 'Gaidāms sietiņš',
    slug: 'gaidams',
    category: 'laistisana',
    published: "now() + interval '3 seconds'",
  })
  const anywhere = async () => {
    const pages = [
      '/',
      '/preces/laistisana',
      '/preces/laistisana?price=0-10',
      '/meklet?q=sietins',
      '/sitemap.xml',
    ]
    const bodies = await Promise.all(pages.map(async (path) => (await visitor.get(path)).body))
    const suggested = (await visitor.get('/meklet/ieteikumi?q=sietins')).body
    return [...bodies, suggested].join('\n')
  }
  const before = await anywhere()
  expect(before).not.toContain('Melnraksts')
  expect(before).not.toContain('/prece/sietins')
  expect(before).not.toContain('/prece/gaidams')
  expect((await visitor.get('/prece/sietins')).status).toBe(404)
  const { 'show-product': show } = catalogueJobs(house.shop)
  await expect
    .poll(
      async () => {
        await show!({}, {} as never)
        return (await visitor.get('/preces/laistisana')).texts('.goods h3')
      },
      { timeout: 8000, interval: 500 },
    )
    .toContain('Gaidāms sietiņš')
  expect(await anywhere()).not.toContain('Melnraksts')
})

test('a card shows what was reduced lately, and so does the list of it', async () => {
  const visitor = house.visitor()
  await withSql(url, async (sql) => {
    const variant = sql`(select id from variant where sku = 'lapsta-0')`
    await sql`update price_change set since = now() - interval '90 days' where variant_id = ${variant}`
    await sql`update variant set price_cents = 600 where id = ${variant}`
  })
  await expect
    .poll(async () => (await visitor.get('/pazeminatas-cenas')).texts('.goods h3')[0])
    .toBe('Prece lapsta')
  const page = await visitor.get('/pazeminatas-cenas')
  expect(page.text).toContain('−33%')
  expect(page.text).toContain('9,00')
  expect((await visitor.get('/')).texts('[aria-labelledby="reduced-heading"] h3')[0]).toBe('Prece lapsta')
})
