import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
})
afterAll(() => house?.close())

test.each([
  '/',
  '/en',
])('the home page %s leads to every category and product, and none is missing', async (home) => {
  const visitor = house.visitor()
  const page = await visitor.get(home)
  const categories = page.all('.nav a').map((link) => link.getAttributeValue('href')!)
  expect(categories.length).toBeGreaterThan(3)
  const products = new Set<string>()
  for (const category of categories) {
    const listed = await visitor.get(category)
    expect(listed.status).toBe(200)
    for (const link of listed.all('.goods h3 a')) products.add(link.getAttributeValue('href')!)
  }
  expect(products.size).toBeGreaterThanOrEqual(15)
  for (const product of products) expect((await visitor.get(product)).status).toBe(200)
})

test('the language switch stays on the same page', async () => {
  const visitor = house.visitor()
  const pairs = [
    ['/', '/en'],
    ['/preces/maju-numuri', '/en/goods/house-numbers'],
    ['/prece/emaljas-majas-numurs', '/en/product/enamel-house-number'],
    ['/grozs', '/en/cart'],
    ['/noteikumi', '/en/terms'],
    ['/personas-dati', '/en/personal-data'],
    ['/kontakti', '/en/contact'],
  ] as const
  for (const [lv, en] of pairs) {
    expect((await visitor.get(lv)).link('English')).toBe(en)
    expect((await visitor.get(en)).link('Latviešu')).toBe(lv)
  }
})

test('a page of a language that is not open yet leads to the same page in English', async () => {
  const visitor = house.visitor()
  const number = (await visitor.get('/prece/emaljas-majas-numurs')).link('Svenska')
  const group = (await visitor.get('/preces/maju-numuri')).link('Nederlands')
  const open = (languages: readonly string[]) =>
    withSql(house.database.url, (sql) =>
      sql.unsafe(
        `update setting set value = '${JSON.stringify({ open: languages })}' where key = 'languages'`,
      ),
    )
  await open(['lv', 'en'])
  await expect.poll(async () => (await visitor.get('/sv')).location, { timeout: 10_000 }).toBe('/en')
  for (const [path, to] of [
    ['/nl', '/en'],
    ['/sv/varukorg', '/en/cart'],
    ['/nl/voorwaarden', '/en/terms'],
    ['/nl/bezorging-en-betaling', '/en/delivery-and-payment'],
    ['/sv/vara/skylt', '/en'],
    [number, '/en/product/enamel-house-number'],
    [group, '/en/goods/house-numbers'],
    ['/sv/oppna/abc_-x', '/en/open/abc_-x'],
    ['/sv/sok?q=skylt%20A4&page=3', '/en/search?q=skylt+A4'],
    [`${group}?size=0-100&page=2`, '/en/goods/house-numbers?size=0-100'],
    ['/sv/ingenting?q=x', '/en'],
  ] as const) {
    const page = await visitor.get(path)
    expect(page.status).toBe(302)
    expect(page.location).toBe(to)
  }
  await open(['lv', 'en', 'sv', 'nl'])
  await expect.poll(async () => (await visitor.get('/sv')).status, { timeout: 10_000 }).toBe(200)
})

test('the address of a form that came back can be loaded again', async () => {
  const visitor = house.visitor()
  for (const path of ['/grozs/likt', '/grozs/mainit'])
    expect((await visitor.get(path)).location).toBe('/grozs')
  for (const path of ['/en/cart/add', '/en/cart/change'])
    expect((await visitor.get(path)).location).toBe('/en/cart')
})

test.each([
  '/preces/nav',
  '/prece/nav',
  '/en/product/emaljas-majas-numurs',
  '/preces/maju-numuri?page=99',
  '/pasutijums/nav',
  '/pasutijums/00000000-0000-0000-0000-000000000000',
  '/pasutijums/00000000-0000-0000-0000-000000000000/rekins/x',
  '/pasutijums/00000000-0000-0000-0000-000000000000/makets/x/attels.webp',
  '/personas-dati/nav',
  '/noteikumi/nav',
  '/pictures/nav/640.webp',
  '/pictures/00000000-0000-0000-0000-000000000000/640.webp',
  '/pictures/00000000-0000-0000-0000-000000000000/641.webp',
  '/prece/%27%20or%201=1',
  '/en/nothing/here',
])('what is not there is not found: %s', async (path) => {
  expect((await house.visitor().get(path)).status).toBe(404)
})

test('a product says its price with VAT, its maker and its code', async () => {
  const page = await house.visitor().get('/en/product/fire-extinguisher')
  expect(page.text).toMatch(/€\d+\.\d\d/)
  expect(page.text).toContain('Price including 21% VAT')
  expect(page.text).toContain('Manufacturer')
  expect(page.text).toContain('Product code')
})

test('stock is said in words that count only what is nearly gone', async () => {
  const visitor = house.visitor()
  const path = '/en/product/emergency-exit-right'
  const says = async (pieces: number, words: string) => {
    await setStock('emergency-exit-right', pieces)
    await expect.poll(async () => (await visitor.get(path)).text).toContain(words)
  }
  await says(50, 'In stock')
  await says(3, 'Only 3 left')
  await says(0, 'sold out at the moment')
  expect((await visitor.get('/en/product/enamel-house-number')).text).toContain(
    'Made to order in 7 working days',
  )
})

test('a reduction shows the lowest price of 30 days and the percentage computed from it', async () => {
  const visitor = house.visitor()
  const path = '/en/product/fire-extinguisher'
  await withSql(house.database.url, async (sql) => {
    const product = sql`(select product_id from product_text where slug = 'fire-extinguisher')`
    await sql`update price_change set since = now() - interval '90 days' where variant_id in (select id from variant where product_id = ${product})`
    await sql`update variant set price_cents = 1000 where product_id = ${product}`
    await sql`update price_change set since = now() - interval '60 days' where price_cents = 1000`
    await sql`update variant set price_cents = 750 where product_id = ${product}`
  })
  await expect.poll(async () => (await visitor.get(path)).text).toContain('€7.50')
  const page = await visitor.get(path)
  expect(page.text).toContain('Lowest price of the last 30 days: €10.00')
  expect(page.text).toContain('−25%')
})

test('a draft is nowhere to be seen', async () => {
  const visitor = house.visitor()
  await withSql(
    house.database.url,
    (sql) => sql`
    update product set published_at = null where id = (select product_id from product_text where slug = 'slate-and-oak-house-sign')`,
  )
  await expect.poll(async () => (await visitor.get('/en/product/slate-and-oak-house-sign')).status).toBe(404)
  expect((await visitor.get('/en/goods/house-numbers')).text).not.toContain('Slate')
})

test('every picture shows something: the drawing until the file is rendered, then the file for good', async () => {
  const visitor = house.visitor()
  const src = (await visitor.get('/en/product/steel-house-number')).find('img').getAttributeValue('src')!
  const drawing = await visitor.get(src)
  expect(drawing.headers.get('content-type')).toBe('image/svg+xml')
  expect(drawing.headers.get('cache-control')).not.toContain('immutable')
  const [, id = ''] = /pictures\/([^/]+)/.exec(src) ?? []
  await withSql(
    house.database.url,
    (sql) => sql`insert into picture_file values (${id}, 640, 480, ${Buffer.from('RIFF')})`,
  )
  const file = await visitor.get(src)
  expect(file.headers.get('content-type')).toBe('image/webp')
  expect(file.headers.get('cache-control')).toContain('immutable')
  const unchanged = await visitor.get(src, { 'if-none-match': file.headers.get('etag')! })
  expect(unchanged.status).toBe(304)
})

test('pages that are the same for everybody are kept; nonsense in the query makes no page of its own', async () => {
  const visitor = house.visitor()
  await visitor.get('/en/terms')
  const { size } = house.shop.pages
  for (const query of ['?x=1', '?utm_source=a', '?a=b&c=d']) await visitor.get(`/en/terms${query}`)
  expect(house.shop.pages.size).toBe(size)
  expect((await visitor.get('/en/goods/safety-signs?page=1')).location).toBe('/en/goods/safety-signs')
  expect((await visitor.get('/en/goods/safety-signs?page=x')).location).toBe('/en/goods/safety-signs')
})

test('a former version of the notice stays readable and says that it is one', async () => {
  await withSql(
    house.database.url,
    (sql) => sql`
    insert into notice_version (id, language, content, published_at)
    select 'former', language, content, published_at - interval '1 year' from notice_version where language = 'en'`,
  )
  const visitor = house.visitor()
  const former = await visitor.get('/en/personal-data/former')
  expect(former.text).toContain('This is an earlier version.')
  expect((await visitor.get('/personas-dati/former')).status).toBe(404)
})

test('terms that an order points to stay readable', async () => {
  const id = house.shop.known().settings.terms.en!.id
  const visitor = house.visitor()
  expect((await visitor.get(`/en/terms/${id}`)).h1).toBe('Terms of sale')
  expect((await visitor.get('/en/terms')).all('#withdrawal')).toHaveLength(1)
})

function setStock(slug: string, pieces: number): Promise<unknown> {
  return withSql(
    house.database.url,
    (sql) => sql`
    update variant set stock = ${pieces} where product_id = (select product_id from product_text where slug = ${slug})`,
  )
}
