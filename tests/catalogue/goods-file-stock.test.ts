import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodsLines } from '../../src/catalogue/goods-files/file.ts'
import * as files from '../../src/catalogue/goods-files/files.ts'
import { linesOf, presentGoods } from '../../src/catalogue/goods-files/present.ts'
import { withoutPurpose } from '../../src/privacy/with-purpose.ts'
import { type TestShop, testShop } from '../support/shop.ts'

let its: TestShop
beforeAll(async () => {
  its = await testShop()
})
afterAll(() => its.close())

const reader = () => its.shop.database.backoffice.client.orm

async function handIn(text: string, kind: files.Kind) {
  const id = await withoutPurpose(its.shop.database.backoffice, 'command', (tx) =>
    files.handIn(tx, { kind, bytes: Buffer.from(text), by: null }),
  )
  return files.find(reader(), id)
}

async function refused(text: string, kind: files.Kind = 'bodite') {
  const { mistakes } = await files.dryRun(reader(), await handIn(text, kind))
  return mistakes.map(({ line, column, key, values }) => ({ line, column, key, ...values }))
}

async function apply(text: string, kind: files.Kind = 'bodite') {
  const { id } = await handIn(text, kind)
  await withoutPurpose(its.shop.database.backoffice, 'command', (tx) => files.begin(tx, id))
  return files.apply(its.shop.database.worker, 'command', id)
}

async function stocks(slug: string) {
  const rows = await reader().execute<{ sku: string; stock: number | null }>(sql`
    select sku, stock from variant join product_text using (product_id)
      where slug = ${slug} and language = 'lv' order by sku`)
  return Object.fromEntries(rows.map(({ sku, stock }) => [sku, stock]))
}

const head =
  'product;sku;category;name_lv;lead_days;made_to_order;label_lv;price;weight_g;width_mm;height_mm;stock'
const own = (slug: string, made: 'yes' | 'no', name = slug) =>
  `${slug};${name}-1;drosibas-zimes;${name};1;${made};A;5;9;9;9;`

const noStock = { column: 'stock', key: 'goods.problem.no-stock' }
const madeStock = { column: 'stock', key: 'goods.problem.made-stock' }

test('goods on the shelf are counted, and what is made to order is not', async () => {
  const second = ';;;;;B;6;9;9;9;'
  const shelf = [head, `${own('plaukta', 'no')}4`, `plaukta;plaukta-2${second}`].join('\n')
  expect(await refused(shelf)).toEqual([{ line: 3, ...noStock }])
  expect((await apply(shelf)).mistakes).toMatchObject([{ line: 3, ...noStock }])
  expect(await stocks('plaukta')).toEqual({})
  expect(await refused([head, own('darinata', 'yes'), `darinata;darinata-2${second}3`].join('\n'))).toEqual([
    { line: 3, ...madeStock },
  ])
  expect(
    await refused(`product;sku;category;name_lv;lead_days;label_lv;price;weight_g;width_mm;height_mm
bez-krajuma;BK-1;drosibas-zimes;Bez;1;A;5;9;9;9`),
  ).toEqual([{ line: 2, ...noStock }])
})

test('a cell that was emptied does not make what is there sell without limit', async () => {
  await apply([head, `${own('tuksa', 'no')}4`].join('\n'))
  const emptied = 'product;sku;stock\ntuksa;tuksa-1;'
  expect(await refused(emptied)).toEqual([{ line: 2, ...noStock }])
  expect((await apply(emptied)).mistakes).toHaveLength(1)
  expect(await stocks('tuksa')).toEqual({ 'tuksa-1': 4 })
  expect(await refused('product;sku;stock;for_sale\ntuksa;tuksa-1;0;\ntuksa;tuksa-2;;no')).not.toContainEqual(
    {
      line: 3,
      ...noStock,
    },
  )
})

test('another way of selling is for all variants, also for those that the table does not name', async () => {
  await apply([head, `${own('maina', 'no')}4`, 'maina;maina-2;;;;;B;6;9;9;9;2'].join('\n'))
  const change = (made: string, ...lines: string[]) =>
    ['product;sku;made_to_order;stock', `maina;maina-1;${made}`, ...lines].join('\n')
  expect(await refused(change('yes;4', 'maina;maina-2;;'))).toEqual([{ line: 2, ...madeStock }])
  const other = { line: 2, column: 'made_to_order', sku: 'maina-2' }
  expect(await refused(change('yes;'))).toEqual([{ ...other, key: 'goodsFile.error.otherMade' }])
  const all = change('yes;', 'maina;maina-2;;')
  expect(await refused(all)).toEqual([])
  await apply(all)
  expect(await stocks('maina')).toEqual({ 'maina-1': null, 'maina-2': null })
  expect(await refused(change('no;7'))).toEqual([{ ...other, key: 'goodsFile.error.otherStock' }])
  expect(await refused(change('no;7', 'maina;maina-2;;'))).toEqual([{ line: 3, ...noStock }])
})

test('what is taken from sale has no pieces, however it is sold, and comes in again as it went out', async () => {
  await apply([head, own('atsaukta', 'yes'), 'atsaukta;atsaukta-2;;;;;B;6;9;9;9;'].join('\n'))
  await apply('product;sku;for_sale\natsaukta;atsaukta-2;no')
  expect(await stocks('atsaukta')).toEqual({ 'atsaukta-1': null, 'atsaukta-2': 0 })
  let text = goodsLines([], { head: true })
  for await (const [, product] of presentGoods(reader())) text += goodsLines(linesOf(product))
  expect(await refused(text)).toEqual([])
})

test('of Mozello’s stock a number is taken, none is none, and other words are refused by their line', async () => {
  const lines = ['Nosaukums;Cena;Atlikums', 'Skaitīta;5;12,00', 'Neskaitīta;5;', 'Pārpārdota;5;-3']
  expect(await apply(lines.join('\n'), 'mozello')).toMatchObject({ added: 3 })
  expect(
    Object.values({
      ...(await stocks('skaitita')),
      ...(await stocks('neskaitita')),
      ...(await stocks('parpardota')),
    }),
  ).toEqual([12, 0, 0])
  expect(await refused([...lines, 'Vārdos;5;daudz'].join('\n'), 'mozello')).toMatchObject([
    { line: 5, column: 'stock', key: 'goodsFile.error.number' },
  ])
})
