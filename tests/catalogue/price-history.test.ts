import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { products } from '../../seed/catalogue.ts'
import { cardsOf, reducedLately } from '../../src/catalogue/catalogue.ts'
import { history } from '../../src/catalogue/price-history.ts'
import { product } from '../../src/catalogue/products.ts'
import { withoutPurpose } from '../../src/privacy/with-purpose.ts'
import { type Made, makeGoods } from '../storefront/goods.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'

let its: TestShop
beforeAll(async () => {
  its = await testShop()
})
afterAll(() => its.close())

const reader = () => its.shop.database.backoffice.client.orm

/** A product with one variant. `published` is SQL. */
function goods(slug: string, priceCents: number, published: Made['published'] = 'now()') {
  return makeGoods(its.database.url, { name: slug, slug, published, variants: [{ sku: slug, priceCents }] })
}

function owner(text: string): Promise<unknown> {
  return withSql(its.database.url, (own) => own.unsafe(text))
}

const price = (slug: string, cents: number) =>
  owner(`update variant set price_cents = ${cents} where sku = '${slug}'`)
const withdrawn = (slug: string, when: string) =>
  owner(`update variant set withdrawn_at = ${when} where sku = '${slug}'`)
const published = (slug: string, when: string) =>
  owner(`update product set published_at = ${when}
    where id = (select product_id from variant where sku = '${slug}')`)
/** Lets days go by. */
const later = (slug: string, days: number) =>
  owner(`update price_change set since = since - interval '${days} days'
    where variant_id = (select id from variant where sku = '${slug}')`)

async function told(id: string) {
  const [own] = await withoutPurpose(its.shop.database.backoffice, 'command', (tx) => history(tx, id, 'lv'))
  const { because, lowestCents, prices } = own!
  return { because, lowestCents, prices: prices.map(({ priceCents, state }) => `${priceCents} ${state}`) }
}

/** What visitors are told in three places. */
async function shown(id: string, slug: string) {
  const [card] = await cardsOf(reader(), 'lv', [id])
  const page = await product(reader(), 'lv', slug)
  const listed = (await reducedLately(reader(), 'lv', 1000)).includes(id)
  return { card: card!.lowestCents, page: page.variants[0]!.lowestCents, listed }
}

const nothing = { card: null, page: null, listed: false }

test('the goods of the demo are reduced from what they cost before', async () => {
  const told = await reader().execute<{ sku: string; lowest: number }>(sql`
    select sku, shop_lowest_before(id) as lowest from variant where shop_lowest_before(id) is not null`)
  const were = products.flatMap(({ variants }) => variants).filter(({ wasCents }) => wasCents !== undefined)
  expect(were.length).toBeGreaterThan(2)
  expect(new Map(told.map(({ sku, lowest }) => [sku, lowest]))).toEqual(
    new Map(were.map(({ sku, wasCents }) => [sku, wasCents])),
  )
})

test('what a draft said was no price', async () => {
  const id = await goods('melnraksta-cena', 10_000, 'null')
  expect(await told(id)).toEqual({ because: 'unoffered', lowestCents: null, prices: ['10000 unoffered'] })
  await later('melnraksta-cena', 5)
  await price('melnraksta-cena', 1000)
  await published('melnraksta-cena', 'now()')
  expect(await told(id)).toEqual({ because: 'first', lowestCents: null, prices: ['1000 offered'] })
  expect(await shown(id, 'melnraksta-cena')).toEqual(nothing)
  await price('melnraksta-cena', 900)
  expect(await shown(id, 'melnraksta-cena')).toEqual({ card: 1000, page: 1000, listed: true })
})

test('what is corrected while it is published counts, but not within the same transaction', async () => {
  const id = await goods('viena-elpa', 10_000)
  await owner(`begin; update variant set price_cents = 7000 where sku = 'viena-elpa';
    update variant set price_cents = 9000 where sku = 'viena-elpa'; commit`)
  expect(await told(id)).toEqual({
    because: 'reduced',
    lowestCents: 10_000,
    prices: ['9000 offered', '10000 offered'],
  })
})

test('a schedule counts from its hour', async () => {
  const id = await goods('grafika-cena', 10_000, `now() + interval '2 days'`)
  await price('grafika-cena', 5000)
  expect(await told(id)).toEqual({ because: 'unoffered', lowestCents: null, prices: ['5000 coming'] })
  await owner(`update product set published_at = published_at - interval '3 days' where id = '${id}'`)
  await later('grafika-cena', 3)
  await price('grafika-cena', 4000)
  expect(await told(id)).toEqual({
    because: 'reduced',
    lowestCents: 5000,
    prices: ['4000 offered', '5000 offered'],
  })
  await published('grafika-cena', `now() + interval '2 days'`)
  await price('grafika-cena', 3000)
  expect(await told(id)).toMatchObject({
    because: 'unoffered',
    prices: ['3000 coming', '3000 unoffered', '4000 offered', '5000 offered'],
  })
  await published('grafika-cena', 'null')
  expect((await told(id)).prices[0]).toBe('3000 unoffered')
})

test('while goods are away their price does not count, and what they cost before does for 30 days', async () => {
  const id = await goods('prom-un-atpakal', 8000)
  await later('prom-un-atpakal', 40)
  await published('prom-un-atpakal', 'null')
  await price('prom-un-atpakal', 20_000)
  await later('prom-un-atpakal', 10)
  await price('prom-un-atpakal', 7000)
  await published('prom-un-atpakal', 'now()')
  expect(await told(id)).toEqual({
    because: 'reduced',
    lowestCents: 8000,
    prices: ['7000 offered', '7000 unoffered', '8000 offered'],
  })
  await published('prom-un-atpakal', 'null')
  await later('prom-un-atpakal', 31)
  await price('prom-un-atpakal', 6000)
  await published('prom-un-atpakal', 'now()')
  expect(await told(id)).toMatchObject({ because: 'again', lowestCents: null })
  expect(await shown(id, 'prom-un-atpakal')).toEqual(nothing)
})

test('so it is with a variant that was taken from sale', async () => {
  const id = await goods('atsaukts-variants', 5000)
  await later('atsaukts-variants', 50)
  await withdrawn('atsaukts-variants', 'now()')
  await price('atsaukts-variants', 9000)
  expect(await told(id)).toMatchObject({ because: 'unoffered', prices: ['9000 unoffered', '5000 offered'] })
  await later('atsaukts-variants', 31)
  await price('atsaukts-variants', 4000)
  await withdrawn('atsaukts-variants', 'null')
  expect(await told(id)).toMatchObject({
    because: 'again',
    lowestCents: null,
    prices: ['4000 offered', '4000 unoffered', '5000 offered'],
  })
})

test('goods that come in with a table or are published with it begin with what they are offered at', async () => {
  const id = await goods('reize-publicets', 10_000, 'null')
  await later('reize-publicets', 1)
  await owner(`begin; update product set published_at = now() where id = '${id}';
    update variant set price_cents = 1000 where sku = 'reize-publicets'; commit`)
  expect(await told(id)).toMatchObject({ because: 'first', prices: ['1000 offered'] })
})

test('two who publish and price at once leave the price that is asked', async () => {
  const id = await goods('reize-divi', 10_000, 'null')
  await Promise.all([published('reize-divi', 'now()'), price('reize-divi', 1000)])
  const { prices } = await told(id)
  expect(prices[0]).toBe('1000 offered')
  const { listed } = await shown(id, 'reize-divi')
  expect(listed).toBe(prices.length > 1)
})

test('an older shop keeps what it can be sure of', async () => {
  await goods('vecs-publicets', 8000)
  await goods('vecs-melnraksts', 5000, 'null')
  await goods('vecs-grafiks', 5000, `now() + interval '5 days'`)
  await owner(`begin;
    drop trigger note_offer on product;
    drop function shop_note_offer, shop_reckon_price, shop_price_standing;
    alter table price_change drop column offered;
    delete from price_change;
    insert into price_change (variant_id, price_cents, since)
      select id, cents, now() - days * interval '1 day' from variant, (values
          ('vecs-publicets', 10000, 20), ('vecs-publicets', 9000, 15), ('vecs-publicets', 8000, 3),
          ('vecs-melnraksts', 10000, 20), ('vecs-melnraksts', 5000, 3), ('vecs-grafiks', 5000, 9)
        ) told (number, cents, days) where sku = number;
    update product set published_at = now() - interval '10 days'
      where id = (select product_id from variant where sku = 'vecs-publicets');
    ${readFileSync(new URL('../../migrations/0043_first_price.sql', import.meta.url), 'utf8')}
    commit`)
  const rows = await reader().execute<{ told: string }>(sql`
    select concat_ws(' ', sku, change.price_cents, offered, round(extract(epoch from now() - since) / 86400)) as told
      from price_change change join variant on variant.id = variant_id where sku like 'vecs-%' order by sku, since`)
  expect(rows.map((row) => row.told)).toEqual([
    'vecs-grafiks 5000 t -5',
    'vecs-melnraksts 10000 f 20',
    'vecs-melnraksts 5000 f 3',
    'vecs-publicets 10000 f 20',
    'vecs-publicets 9000 t 10',
    'vecs-publicets 8000 t 3',
  ])
})
