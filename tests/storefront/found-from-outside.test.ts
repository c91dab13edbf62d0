import Validator from '@adobe/structured-data-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { sitemapIndexXml, sitemapXml } from '../../src/catalogue/sitemap.ts'
import { openShop } from '../../src/open-shop.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Page } from '../support/client.ts'
import { attribute } from '../support/html.ts'
import { TEST_SECRET, withSql } from '../support/postgres.ts'
import { type TestShop, testOrigin, testShop } from '../support/shop.ts'
import { makeGoods } from './goods.ts'

let house: TestShop
let open: readonly string[]

beforeAll(async () => {
  house = await testShop()
  open = house.shop.known().settings.languages.open
})
afterAll(() => house?.close())

const get = (path: string) => house.visitor().get(path)

test('the sitemap names every open language of every published page, and each address answers', async () => {
  const map = await get('/sitemap.xml')
  expect(map.headers.get('content-type')).toContain('application/xml')
  const addresses = [...map.body.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address!)
  expect(new Set(addresses).size).toBe(addresses.length)
  const [row] = await withSql(
    house.database.url,
    (
      sql,
    ) => sql`select count(*)::int as texts from product_text join product on id = product_id and published_at <= now()
                   where language = any(${[...open]}::text[])`,
  )
  const products = addresses.filter((address) => /\/(prece|product|vara)\/[^/]+$/.test(address))
  expect(products).toHaveLength(row!.texts)
  // Every tenth stands for all.
  for (const address of addresses.filter((_, index) => index % 10 === 0))
    expect((await get(address.replace(testOrigin, ''))).status, address).toBe(200)
})

test('the sitemap is well-formed whatever stands in an address, and says when goods were changed', () => {
  const xml = sitemapXml(
    [
      {
        addresses: { lv: 'https://a.test/?a=1&b="<2>\'', en: 'https://a.test/en' },
        changed: '2026-11-22T00:00:00Z',
      },
    ],
    ['lv', 'en', 'nl'],
  )
  expect(xml).not.toMatch(/&(?!#\d+;)/)
  expect(xml.match(/<url>/g)).toHaveLength(2)
  expect(xml.match(/<xhtml:link rel="alternate" hreflang="(lv|en)"/g)).toHaveLength(4)
  expect(xml.match(/<lastmod>2026-11-22T00:00:00Z<\/lastmod>/g)).toHaveLength(2)
  expect(sitemapIndexXml(['https://a.test/sitemap/1.xml'])).toContain(
    '<sitemap><loc>https://a.test/sitemap/1.xml</loc></sitemap>',
  )
})

test('a part of the sitemap that is not there is not found', async () => {
  for (const part of ['2.xml', '0.xml', 'x.xml', '1', '99999.xml'])
    expect((await get(`/sitemap/${part}`)).status, part).toBe(404)
  for (const part of ['1.xml', 'pages.xml']) expect((await get(`/sitemap/${part}`)).status, part).toBe(200)
  expect((await get('/robots.txt')).body).toContain(`Sitemap: ${testOrigin}/sitemap.xml`)
})

test.each([
  '/',
  '/preces/maju-numuri',
  '/prece/emaljas-majas-numurs',
  '/pazeminatas-cenas',
  '/noteikumi',
])('the languages of %s point to each other', async (path) => {
  const first = await get(path)
  const alternates = alternatesOf(first)
  expect(Object.keys(alternates).sort()).toEqual([...open, 'x-default'].sort())
  for (const address of new Set(Object.values(alternates))) {
    const other = await get(address.replace(testOrigin, '') || '/')
    expect(other.status).toBe(200)
    expect(alternatesOf(other)).toEqual(alternates)
    expect(canonicalOf(other)).toBe(address)
  }
})

test('the second page of a list is a page of its own', async () => {
  await withSql(house.database.url, async (sql) => {
    await sql`update product set category_id = (select category_id from category_text where slug = 'maju-numuri')
                where published_at is not null`
  })
  await expect.poll(async () => (await get('/preces/maju-numuri?page=2')).status, { timeout: 5000 }).toBe(200)
  const page = await get('/preces/maju-numuri?page=2')
  expect(canonicalOf(page)).toBe(`${testOrigin}/preces/maju-numuri?page=2`)
  expect(alternatesOf(page).en).toMatch(/\?page=2$/)
  expect(page.find('title').textContent).toContain('2. lapa')
})

test.each([
  '/grozs',
  '/meklet?q=numurs',
  '/preces/maju-numuri?sort=price',
])('nobody is led to %s', async (path) => {
  const page = await get(path)
  expect(attribute(page.find('meta[name="robots"]'), 'content')).toBe('noindex')
  expect(alternatesOf(page)).toEqual({})
})

test.each([
  '/',
  '/en',
  '/preces/maju-numuri',
  '/prece/emaljas-majas-numurs',
  '/en/product/fire-extinguisher',
])('machines read %s: a validator finds no error', async (path) => {
  const page = await get(path)
  const things = structured(page)
  const types = { '/': 'Organization', '/en': 'Organization' }[path] ?? 'BreadcrumbList'
  expect(things.map((thing) => thing['@type'])).toContain(types)
  const jsonld = Object.groupBy(things, (thing) => String(thing['@type']))
  const issues = await new Validator().validate({ jsonld, microdata: {}, rdfa: {} })
  expect(issues.filter(({ severity }) => severity === 'ERROR')).toEqual([])
  const text = JSON.stringify(things)
  for (const [address] of text.matchAll(/https?:[^"]+/g))
    expect(address.startsWith(testOrigin) || address.startsWith('https://schema.org')).toBe(true)
})

test.each([
  ['/', 'Organization', 'name'],
  ['/preces/maju-numuri', 'BreadcrumbList', 'itemListElement'],
  ['/prece/emaljas-majas-numurs', 'Product', 'offers'],
])('the validator misses what %s would lack', async (path, type, part) => {
  const things = structured(await get(path)).map((thing) =>
    thing['@type'] === type ? { ...thing, [part]: undefined } : thing,
  )
  const jsonld = Object.groupBy(JSON.parse(JSON.stringify(things)) as typeof things, (thing) =>
    String(thing['@type']),
  )
  const issues = await new Validator().validate({ jsonld, microdata: {}, rdfa: {} })
  expect(issues.filter(({ severity }) => severity === 'ERROR')).not.toEqual([])
})

test('an offer says price, currency and whether it can be had', async () => {
  const things = structured(await get('/en/product/fire-extinguisher'))
  const product = things.find((thing) => thing['@type'] === 'Product') as {
    offers: Record<string, unknown>[]
  }
  expect(product.offers.length).toBeGreaterThan(1)
  for (const offer of product.offers)
    expect(offer).toMatchObject({
      price: expect.stringMatching(/^\d+\.\d\d$/),
      priceCurrency: 'EUR',
      availability: 'https://schema.org/InStock',
    })
})

test('no name of goods ends the data or begins a script', async () => {
  const name = '</script><script>alert(1)</script><!-- & \u2028'
  await makeGoods(house.database.url, { name, slug: 'launums' })
  const page = await get('/prece/launums')
  expect(page.body).not.toContain('<script>alert')
  expect(page.body.match(/<\/script>/g)?.length).toBe(page.body.match(/<script[ >]/g)?.length)
  expect(JSON.stringify(structured(page))).toContain(JSON.stringify(name).slice(1, -1))
})

test('an address where something stood before leads to where it stands now', async () => {
  const { url } = house.database
  await makeGoods(url, { name: 'Melnraksts', slug: 'melnraksts', published: 'null' })
  const product = (slug: string) => `(select product_id from product_text where slug = '${slug}' limit 1)`
  await withSql(url, (sql) =>
    sql.unsafe(`
      insert into old_address (path, language, product_id) values
        ('/prece/vecais-numurs', 'lv', ${product('emaljas-majas-numurs')}),
        ('/en/product/old-number', 'en', ${product('emaljas-majas-numurs')}),
        ('/veikals/item/zīmes-un-numuri/māja-27%20/', 'lv', ${product('emaljas-majas-numurs')}),
        ('/admin/old', 'lv', ${product('emaljas-majas-numurs')}),
        ('/prece/emaljas-majas-numurs', 'lv', ${product('launums')}),
        ('/prece/sens-melnraksts', 'lv', ${product('melnraksts')});
      insert into old_address (path, language, category_id)
        select '/preces/vecie-numuri', 'lv', category_id from category_text where slug = 'maju-numuri'`),
  )
  const now = '/prece/emaljas-majas-numurs'
  const leads = async (path: string, to: string) => {
    const page = await get(path)
    expect([path, page.status, page.location]).toEqual([path, 301, to])
  }
  await leads('/prece/vecais-numurs', now)
  await leads('/prece/vecais-numurs?utm_source=x', now)
  await leads('/en/product/old-number', '/en/product/enamel-house-number')
  await leads('/preces/vecie-numuri', '/preces/maju-numuri')
  await leads('/veikals/item/z%C4%ABmes-un-numuri/m%C4%81ja-27%20', now)
  // What stands there now comes first; drafts and the back office are nobody's former address.
  expect((await get(now)).status).toBe(200)
  expect((await get('/prece/sens-melnraksts')).status).toBe(404)
  expect((await get('/admin/old')).location ?? '').not.toContain('/prece/')
  for (const path of ['/veikals/%25', '/prece/%27', '/veikals/%00'])
    expect([400, 404], path).toContain((await get(path)).status)
})

test('two processes agree on a price within a second of its change', async () => {
  const second = await openShop({
    config: readConfig({ PUBLIC_URL: testOrigin, LOG_LEVEL: 'silent' }),
    databaseUrl: house.database.url,
    secret: TEST_SECRET,
    log: { info() {}, warn() {}, error() {} },
    origin: () => testOrigin,
  })
  try {
    const apps = [house.app, createApp(second)]
    const shown = () => Promise.all(apps.map(async (app) => (await app.request('/prece/launums')).text()))
    await shown()
    await withSql(
      house.database.url,
      (sql) => sql`update variant set price_cents = 4321 where sku = 'launums-0'`,
    )
    await expect
      .poll(async () => (await shown()).every((page) => page.includes('43,21')), {
        timeout: 1000,
        interval: 50,
      })
      .toBe(true)
  } finally {
    await second.close()
  }
})

function structured(page: Page): Record<string, unknown>[] {
  const [, json = '[]'] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page.body) ?? []
  return [JSON.parse(json)].flat()
}

function alternatesOf(page: Page): Record<string, string> {
  return Object.fromEntries(
    page.all('link[rel="alternate"]').map((link) => [attribute(link, 'hreflang')!, attribute(link, 'href')!]),
  )
}

function canonicalOf(page: Page): string | undefined {
  return attribute(page.find('link[rel="canonical"]'), 'href')
}
