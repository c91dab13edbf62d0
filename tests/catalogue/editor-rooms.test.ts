import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import type { Page } from '../support/client.ts'
import { type GoodsOffice, openGoodsOffice } from './goods-office.ts'

let office: GoodsOffice

beforeAll(async () => {
  office = await openGoodsOffice()
})
afterAll(() => office?.close())

const exit = 'evakuacijas-izeja-pa-labi'
const plate = 'misina-durvju-plaksnite'

describe('many goods at once', () => {
  const ticked = async (values: Record<string, string>): Promise<Page> => {
    const ids = [await office.productId(exit), await office.productId(plate)]
    const page = await office.desk.post(urlFor('adminGoodsBulk'), { 'goods[]': ids })
    const form = page.forms.find(({ action, method }) => method === 'post' && /bulk$/.test(action))!
    return office.desk.submit(form, values)
  }
  const confirm = (page: Page) =>
    office.desk.submit(page.forms.findLast(({ action }) => /bulk$/.test(action))!)
  const prices = (slug: string) =>
    office.sql<{ cents: number }>(
      `select price_cents as cents from variant join product_text using (product_id)
        where slug = $1 order by variant.position`,
      [slug],
    )

  test('change only after each row was shown as it is and as it will be', async () => {
    const before = await prices(exit)
    const shown = await ticked({ change: 'percent', percent: '-10' })
    const first = (before[0]!.cents / 100).toFixed(2)
    const lower = (Math.round(before[0]!.cents * 0.9) / 100).toFixed(2)
    expect(shown.text).toContain(`€${first} €${lower}`)
    expect(await prices(exit)).toEqual(before)
    expect((await confirm(shown)).location).toMatch(/done=changed&count=\d+$/)
    expect((await prices(exit))[0]!.cents).toBe(Math.round(before[0]!.cents * 0.9))
  })

  test('are shown again where something changed meanwhile', async () => {
    const shown = await ticked({ change: 'price', amount: '55,00' })
    await office.sql("update variant set price_cents = 7777 where sku = 'DP-M-10'")
    const again = await confirm(shown)
    expect(again.status).toBe(409)
    expect(again.text).toContain('Something changed while you were looking')
    expect((await prices(plate))[0]!.cents).toBe(7777)
    await confirm(again)
    expect((await prices(plate))[0]!.cents).toBe(5500)
  })

  test('are published only where nothing is missing', async () => {
    await confirm(await ticked({ change: 'unpublish' }))
    expect((await office.visitor().get(urlFor('product', 'lv', { slug: exit }))).status).toBe(404)
    await office.sql(
      'delete from picture_text where picture_id in (select id from picture where product_id = $1)',
      [await office.productId(plate)],
    )
    const shown = await ticked({ change: 'publish' })
    expect(shown.text).toContain('Write what the first picture shows.')
    await confirm(shown)
    const states = await office.sql<{ on: boolean }>(
      'select published_at is not null as on from product where id = any($1::text::uuid[]) order by id = $2::text::uuid desc',
      [`{${await office.productId(exit)},${await office.productId(plate)}}`, await office.productId(exit)],
    )
    expect(states.map(({ on }) => on)).toEqual([true, false])
  })

  test('say what is wrong with a change beside its field', async () => {
    const page = await ticked({ change: 'percent', percent: 'daudz' })
    expect(page.status).toBe(422)
    expect(page.find('#percent-error').textContent).toContain('Write per cents')
    const list = `${urlFor('adminGoods')}?state=on-sale`
    const none = await office.desk.post(urlFor('adminGoodsBulk'), { list })
    expect(none.location).toBe(`${list}&done=none-ticked`)
    expect((await office.desk.follow(none)).text).toContain('No product is ticked')
    const foreign = await office.desk.post(urlFor('adminGoodsBulk'), { list: '//elsewhere.example' })
    expect(foreign.location).toBe(`${urlFor('adminGoods')}?done=none-ticked`)
  })
})

describe('the list', () => {
  test('finds by a part of a name or an article number, and shows what runs low', async () => {
    const found = await office.desk.get('/admin/goods?q=DP-M')
    expect(found.text).toContain('1 product found.')
    expect((await office.desk.get('/admin/goods?q=%25')).text).toContain('No such goods')
    await office.sql(
      'update variant set stock = 1, reorder_at = 3 where product_id = $1 and stock is not null',
      [await office.productId(exit)],
    )
    expect((await office.desk.get('/admin/goods?state=low')).text).toContain('Emergency exit')
    expect((await office.desk.get('/admin/goods?state=x&category=y&page=z')).status).toBe(200)
    await office.sql("delete from product_text where product_id = $1 and language = 'sv'", [
      await office.productId(exit),
    ])
    expect((await office.desk.get('/admin/goods?missing=sv')).text).toContain('Emergency exit')
  })

  test('counts what is sold out among what runs low, here and on the page of the day, but not what was taken out of sale', async () => {
    const id = await office.productId(exit)
    const low = () => office.desk.get('/admin/goods?state=low')
    await office.sql('update variant set stock = 0 where product_id = $1', [id])
    const list = await low()
    expect(list.text).toContain('Emergency exit')
    const rows = list.all('tbody tr').length
    expect(list.find('.filters [aria-current]').textContent).toMatch(new RegExp(`\\b${rows}$`))
    expect((await office.desk.get('/admin')).text).toMatch(
      new RegExp(`\\b${rows} products? (is|are) running low or sold out`),
    )
    await office.sql('update variant set withdrawn_at = now() where product_id = $1', [id])
    expect((await low()).text).not.toContain('Emergency exit')
    await office.sql('update variant set withdrawn_at = null where product_id = $1', [id])
  })
})

describe('a category', () => {
  const named = async (slug: string) => {
    const [row] = await office.sql<{ id: string }>(
      "select category_id as id from category_text where language = 'lv' and slug = $1",
      [slug],
    )
    return office.desk.get(urlFor('adminCategory', { id: row!.id }))
  }
  const send = (page: Page, values: Record<string, string>) =>
    office.desk.submit(page.form(page.path), values)

  test('with goods stays', async () => {
    const page = await named('maju-numuri')
    expect(page.text).toContain('cannot be deleted')
    const forced = await office.desk.post(`${page.path}/removal`, {})
    expect(forced.status).toBe(409)
    expect(forced.text).toContain('so it stays')
  })

  test('is found under its former address, and stands at most two deep', async () => {
    await send(await named('maju-numuri'), { 'slug-lv': 'numuri' })
    const rows = await office.sql('select language from old_address where path = $1', ['/preces/maju-numuri'])
    expect(rows).toEqual([{ language: 'lv' }])
    const [child] = await office.sql<{ id: string }>(
      'select id from category where parent_id is not null limit 1',
    )
    const page = await named('numuri')
    const fields = page.form(page.path).filled()
    const deep = await office.desk.post(page.path, { ...fields, parent: child!.id })
    expect(deep.status).toBe(422)
    expect(deep.text).toContain('two deep')
  })

  test('begins with its Latvian name, and goes while it is empty', async () => {
    const { desk } = office
    const page = await desk.get(urlFor('adminCategoryNew'))
    expect((await send(page, { 'name-en': 'Flags' })).text).toContain('Name (Latviešu)')
    const kept = await desk.follow(await send(page, { 'name-lv': 'Karogi', 'name-en': 'Flags' }))
    const made = await desk.get(kept.link('Flags'))
    expect(made.form(made.path).filled()['slug-lv']).toBe('karogi')
    const gone = await desk.follow(await desk.submit(made.form(/\/removal$/)))
    expect(gone.text).not.toContain('Flags')
  })
})

test('a material that goods are made of stays, and a new one gets an address of its own', async () => {
  const path = urlFor('adminMaterials')
  const page = await office.desk.get(path)
  const saved = await office.desk.submit(page.form(path), {
    'm-n1-name-lv': 'Ķieģelis',
    'm-n1-name-en': 'Brick',
  })
  expect(saved.location).toMatch(/done=saved$/)
  const [row] = await office.sql<{ slug: string }>("select slug from material_text where name = 'Ķieģelis'")
  expect(row!.slug).toBe('kiegelis')
  const [used] = await office.sql<{ key: string }>(
    'select left(material_id::text, 8) as key from variant where material_id is not null limit 1',
  )
  const again = await office.desk.get(path)
  const fields = again.form(path).filled()
  const refused = await office.desk.post(path, { ...fields, [`m-${used!.key}-remove`]: 'yes' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('of this material, so it stays')
})
