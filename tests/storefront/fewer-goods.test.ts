import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Page } from '../support/client.ts'
import { attribute } from '../support/html.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testOrigin, testShop } from '../support/shop.ts'
import { makeCategory } from './goods.ts'

/** A language with fewer goods than the others, and goods that were translated without words for their pictures. */
let house: TestShop
beforeAll(async () => {
  house = await testShop()
  await makeCategory(house.database.url, 'pulks')
  // 26 pieces from the shelf, ready in two days; 20 of them are there in Swedish.
  await withSql(house.database.url, (sql) =>
    sql.begin(async (tx) => {
      await tx`insert into product (category_id, position, vat_class, made_to_order, lead_days, manufacturer_name,
          manufacturer_address, manufacturer_email, identifier, published_at)
        select category_id, n, 'standard', false, 2, 'SIA "ZĪMES"', 'Rīga', 'info@zimes.example', 'pulks-' || n, now()
          from category_text, generate_series(1, 26) n where slug = 'pulks'`
      await tx`insert into product_text (product_id, language, slug, name, summary, description, material)
        select id, language, identifier, 'Prece ' || position, 'Kopsavilkums', 'Apraksts', 'Metāls'
          from product, unnest(array['lv', 'en', 'sv', 'nl']) language
         where identifier like 'pulks-%' and (language <> 'sv' or position <= 20)`
      await tx`insert into variant (product_id, sku, position, price_cents, stock, weight_grams, width_mm, height_mm)
        select id, identifier, 1, 1000, 5, 100, 100, 10 from product where identifier like 'pulks-%'`
      await tx`insert into variant_text select variant.id, language, sku
          from variant, unnest(array['lv', 'en', 'sv', 'nl']) language where sku like 'pulks-%'`
      await tx`insert into picture (product_id, position, drawing)
        select product.id, 1, (select drawing from picture where drawing is not null limit 1)
          from product where identifier like 'pulks-%'`
      await tx`insert into picture_text select picture.id, 'lv', 'Attēls' from picture
          join product on product.id = product_id where identifier like 'pulks-%'`
    }),
  )
  await vi.waitFor(async () => expect((await get('/preces/pulks?page=2')).status).toBe(200), 10_000)
})
afterAll(() => house?.close())

const get = (path: string) => house.visitor().get(path)

test('a page that a language does not have is nowhere led to: its list begins anew there', async () => {
  const second = await get('/preces/pulks?page=2')
  expect(second.link('English')).toBe('/en/goods/pulks-en?page=2')
  expect(second.link('Svenska')).toBe('/sv/varor/pulks-sv')
  expect(alternatesOf(second)).toEqual(['en', 'lv', 'nl', 'x-default'])
  const sorted = await get('/preces/pulks?sort=price&page=2')
  expect(sorted.link('Svenska')).toBe('/sv/varor/pulks-sv?sort=price')
  expect(alternatesOf(await get('/preces/pulks'))).toEqual(['en', 'lv', 'nl', 'sv', 'x-default'])
})

test('so it is with the list of reduced prices', async () => {
  await withSql(house.database.url, async (sql) => {
    await sql`update price_change set since = now() - interval '90 days'
               where variant_id in (select id from variant where sku like 'pulks-%')`
    await sql`update variant set price_cents = 600 where sku like 'pulks-%'`
  })
  await expect
    .poll(async () => (await get('/pazeminatas-cenas?page=2')).status, { timeout: 10_000 })
    .toBe(200)
  const second = await get('/pazeminatas-cenas?page=2')
  expect(second.link('English')).toBe('/en/reduced-prices?page=2')
  expect(second.link('Svenska')).toBe('/sv/nedsatta-priser')
  expect(alternatesOf(second)).toEqual(['en', 'lv', 'nl', 'x-default'])
  const canonical = attribute(second.find('link[rel="canonical"]'), 'href')
  expect(canonical).toBe(`${testOrigin}/pazeminatas-cenas?page=2`)
  expect(alternatesOf(await get('/pazeminatas-cenas'))).toContain('sv')
})

test('a picture without words in the language stands there all the same, under the name of what it shows', async () => {
  const alt = (page: Page, where: string) => attribute(page.find(`${where} img.picture`), 'alt')
  expect(alt(await get('/preces/pulks'), '.goods')).toBe('Attēls')
  expect(alt(await get('/sv/varor/pulks-sv'), '.goods')).toBe('Prece 1')
  const card = (await get('/sv')).all('.places .card').find((one) => one.textContent.includes('Grupa pulks'))!
  expect(attribute(card.querySelector('img')!, 'alt')).toBe('Grupa pulks')
})

test('a card promises no day on which goods leave; their page says it', async () => {
  const list = await get('/preces/pulks')
  expect(new Set(list.texts('.goods .state'))).toEqual(new Set(['Noliktavā']))
  expect((await get('/prece/pulks-1')).text).toContain('Noliktavā: izsūtīsim')
})

function alternatesOf(page: Page): string[] {
  return page
    .all('link[rel="alternate"]')
    .map((link) => attribute(link, 'hreflang')!)
    .sort()
}
