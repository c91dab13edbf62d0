import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { columns } from '../../src/catalogue/goods-files/columns.ts'
import { goodsLines } from '../../src/catalogue/goods-files/file.ts'
import * as files from '../../src/catalogue/goods-files/files.ts'
import { linesOf, presentGoods } from '../../src/catalogue/goods-files/present.ts'
import { withoutPurpose } from '../../src/privacy/with-purpose.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'

let its: TestShop
beforeAll(async () => {
  its = await testShop()
})
afterAll(() => its.close())

const reader = () => its.shop.database.backoffice.client.orm

async function exported(): Promise<string> {
  let text = goodsLines([], { head: true })
  for await (const [, product] of presentGoods(reader())) text += goodsLines(linesOf(product))
  return text
}

function handIn(text: string, kind: files.Kind = 'bodite'): Promise<string> {
  return withoutPurpose(its.shop.database.backoffice, 'command', (tx) =>
    files.handIn(tx, { kind, bytes: Buffer.from(text), by: null }),
  )
}

async function apply(id: string) {
  await withoutPurpose(its.shop.database.backoffice, 'command', (tx) => files.begin(tx, id))
  return files.apply(its.shop.database.worker, 'command', id)
}

async function compared(text: string, kind?: files.Kind) {
  const { products, mistakes } = await files.dryRun(
    reader(),
    await files.find(reader(), await handIn(text, kind)),
  )
  const changes = products.flatMap(({ changes, variants }) => [
    ...changes,
    ...variants.flatMap((variant) => variant.changes),
  ])
  return { products, mistakes, changes }
}

/** A table of some columns. */
function table(...rows: Record<string, string>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';'))
    .join('\r\n')
}

const plate = (slug: string, sku: string) => ({
  product: slug,
  sku,
  category: 'drosibas-zimes',
  name_lv: 'Jauna zīme',
  summary_lv: 'Īsi.',
  description_lv: 'Garāk.',
  material_text_lv: 'Alumīnijs',
  lead_days: '1',
  label_lv: '200 × 100 mm',
  price: '12,5',
  stock: '7',
  weight_g: '80',
  width_mm: '200',
  height_mm: '100',
})

test('what was taken out comes in again without any change', async () => {
  const { products, mistakes, changes } = await compared(await exported())
  expect({ mistakes, changes }).toEqual({ mistakes: [], changes: [] })
  expect(products.length).toBeGreaterThan(10)
})

test('a new product comes in as a draft, since it has no picture, and a price enters the history', async () => {
  const row = {
    ...plate('fails-jauna', 'FILE-1'),
    published: 'yes',
    manufacturer_name: 'SIA',
    identifier: 'F1',
  }
  const whole = { ...row, manufacturer_address: 'Rīga', manufacturer_email: 'a@zimes.example' }
  const outcome = await apply(
    await handIn(
      table(whole, {
        product: 'fails-jauna',
        sku: 'FILE-2',
        label_lv: 'Liela',
        price: '20',
        stock: '0',
        weight_g: '90',
        width_mm: '300',
        height_mm: '200',
      }),
    ),
  )
  expect(outcome).toEqual({ added: 1, changed: 0, unchanged: 0, keptBack: 1 })
  const rows = await reader().execute(sql`
    select sku, published_at, variant.price_cents, stock, (select count(*)::int from price_change where variant_id = variant.id) as prices
      from variant join product on product.id = product_id where sku like 'FILE-_' order by sku`)
  expect([...rows]).toEqual([
    { sku: 'FILE-1', published_at: null, price_cents: 1250, stock: 7, prices: 1 },
    { sku: 'FILE-2', published_at: null, price_cents: 2000, stock: 0, prices: 1 },
  ])
})

test('only the columns of the table are changed, and what was sold meanwhile stays sold', async () => {
  await apply(await handIn(table(plate('fails-krajums', 'SOLD-1'))))
  const id = await handIn(
    table({ product: 'fails-krajums', sku: 'SOLD-1', stock: '10', quantity_prices: '10:11,00' }),
  )
  await reader().execute(sql`update variant set stock = stock - 2 where sku = 'SOLD-1'`)
  expect(await apply(id)).toMatchObject({ added: 0, changed: 1 })
  const [row] = await reader().execute(sql`
    select stock, variant.price_cents, weight_grams, price_tier.price_cents as tier from variant
      join price_tier on variant_id = variant.id where sku = 'SOLD-1'`)
  expect(row).toEqual({ stock: 8, price_cents: 1250, weight_grams: 80, tier: 1100 })
})

test('a file that was applied is not applied again', async () => {
  const id = await handIn(table(plate('fails-vienreiz', 'ONCE-1')))
  await apply(id)
  await reader().execute(sql`update variant set stock = 99 where sku = 'ONCE-1'`)
  expect(await apply(id)).toMatchObject({ added: 1 })
  const [row] = await reader().execute(sql`select stock from variant where sku = 'ONCE-1'`)
  expect(row).toEqual({ stock: 99 })
})

test('goods on offer may be scheduled anew, and a job waits for their hour', async () => {
  const at = '2030-01-02T08:00:00Z'
  const outcome = await apply(
    await handIn(table({ product: 'uznemuma-zimogs', sku: 'ZU-38', published: at })),
  )
  expect(outcome).toMatchObject({ changed: 1, keptBack: 0 })
  const [job] = await withSql(
    its.database.url,
    (own) => own`select run_at from graphile_worker._private_jobs where key like 'show-product:%'`,
  )
  expect(job).toEqual({ run_at: new Date(at) })
})

test('another address in a language leaves the earlier one behind', async () => {
  const both = {
    ...plate('fails-adrese', 'PATH-1'),
    name_en: 'A sign',
    slug_en: 'a-file-sign',
    label_en: 'Small',
  }
  await apply(await handIn(table(both)))
  await apply(await handIn(table({ product: 'fails-adrese', sku: 'PATH-1', slug_en: 'another-file-sign' })))
  const [row] = await reader().execute(sql`
    select path, slug from old_address join product_text using (product_id, language) where path like '%a-file-sign'`)
  expect(row).toEqual({ path: '/en/product/a-file-sign', slug: 'another-file-sign' })
})

test.each([
  ['a price that is none', { price: '-5' }, 'price', 'goodsFile.error.price'],
  ['a day that is none', { published: '2030-02-30T08:00:00Z' }, 'published', 'goodsFile.error.yesNo'],
  ['a huge number', { stock: '1e309' }, 'stock', 'goodsFile.error.number'],
  ['a category that is not there', { category: 'kosmoss' }, 'category', 'goodsFile.error.category'],
  ['an article of another product', { sku: 'ZU-38' }, 'sku', 'goodsFile.error.skuTaken'],
  ['a GTIN with a wrong check digit', { gtin: '4006381333932' }, 'gtin', 'goodsFile.error.gtin'],
  ['an address with capital letters', { product: 'Liela' }, 'product', 'goodsFile.error.slug'],
  ['an offer without its maker', { published: 'yes' }, 'manufacturer_name', 'goodsFile.error.safety'],
])('%s is told with its line and column, and nothing comes in', async (_, wrong, column, key) => {
  const text = table({ ...plate('fails-kluda', 'WRONG-1'), ...wrong })
  const { mistakes } = await compared(text)
  expect(mistakes[0]).toMatchObject({ line: 2, column, key })
  expect((await apply(await handIn(text))).mistakes?.[0]).toMatchObject({ line: 2, column, key })
  const [row] = await reader().execute(sql`select count(*)::int as count from variant where sku = 'WRONG-1'`)
  expect(row).toEqual({ count: 0 })
})

test('texts that a spreadsheet would calculate go out harmless and come back as they were', async () => {
  const evil = `=HYPERLINK("http://evil.example")`
  await apply(await handIn(table({ ...plate('fails-formula', 'CALC-1'), description_lv: evil })))
  const text = await exported()
  expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  expect((await compared(text)).changes).toEqual([])
})

test('what is no table is refused in words', () => {
  const refusal = (bytes: Uint8Array) => files.readFile('bodite', bytes).mistakes[0]?.key
  expect(refusal(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))).toBe('goodsFile.error.notText')
  expect(refusal(Buffer.from('a;b\n1;2'))).toBe('goodsFile.error.column')
  expect(refusal(Buffer.from(''))).toBe('csvFile.empty')
})

test('a table from Mozello brings drafts, categories and the addresses where goods were found', async () => {
  const text = [
    'Nosaukums,Apraksts,Kategorija,Cena,Akcijas cena,Atlikums,Svars,Adrese,Krāsa',
    '"Zīme ""Nesmēķēt""","<p>Balta &amp; sarkana.</p><p>Izmērs 20x10 cm</p>",Zīmes > Vecās zīmes,"5,00","4,50",12,"0,15",https://zimes.example/veikals/item/nesmeket/,balta',
  ].join('\n')
  expect(await apply(await handIn(text, 'mozello'))).toMatchObject({ added: 1 })
  const [row] = await reader().execute(sql`
    select main.slug, main.name, description, variant.price_cents, stock, weight_grams, width_mm, published_at, path,
           category_text.name as category
      from product_text main join variant using (product_id) join product on product.id = main.product_id
      join old_address using (product_id)
      join category_text on category_text.category_id = product.category_id and category_text.language = 'lv'
      where main.slug = 'zime-nesmeket'`)
  expect(row).toEqual({
    slug: 'zime-nesmeket',
    name: 'Zīme "Nesmēķēt"',
    description: 'Balta & sarkana.\nIzmērs 20x10 cm',
    price_cents: 450,
    stock: 12,
    weight_grams: 150,
    width_mm: 200,
    published_at: null,
    path: '/veikals/item/nesmeket/',
    category: 'Vecās zīmes',
  })
})

test('of two products that a former shop had under one path, the first is found there', async () => {
  const text = [
    'Nosaukums,Cena,Atlikums,Adrese',
    'Viens,5,1,https://zimes.example/item.php?id=1',
    'Otrs,6,1,https://zimes.example/item.php?id=2',
  ].join('\n')
  expect(await apply(await handIn(text, 'mozello'))).toMatchObject({ added: 2 })
  const rows = await reader().execute(sql`
    select slug from old_address join product_text using (product_id) where path = '/item.php'`)
  expect([...rows]).toEqual([{ slug: 'viens' }])
})

test('what the editor would not keep is refused', async () => {
  const sign = plate('fails-robezas', 'EDGE-1')
  const keys = async (row: Record<string, string>) =>
    (await compared(table({ ...sign, ...row }))).mistakes.map(({ key }) => key)
  expect(await keys({})).toEqual([])
  expect(await keys({ quantity_prices: '10:12,50' })).toEqual(['goods.problem.tier-dear'])
  expect(await keys({ quantity_prices: '2:9|3:8|4:7|5:6' })).toEqual(['goodsFile.error.tiers'])
  expect(await keys({ material_text_lv: 'a'.repeat(121) })).toEqual(['goodsFile.error.tooLong'])
})

test('goods on offer keep something to buy', async () => {
  const [only] = await reader().execute<{ sku: string; slug: string }>(sql`
    select min(sku) as sku, min(slug) as slug from variant join product_text using (product_id)
      join product on product.id = product_id
      where language = 'lv' and published_at <= now() group by product_id having count(*) = 1 limit 1`)
  const { mistakes } = await compared(table({ product: only!.slug, sku: only!.sku, for_sale: 'no' }))
  expect(mistakes.map(({ key }) => key)).toEqual(['goods.missing.variant'])
})

test('the columns have names that no two share', () => {
  expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length)
})
