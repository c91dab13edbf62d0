import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as files from '../../src/catalogue/goods-files/files.ts'
import type { Client } from '../support/client.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
let desk: Client & { id: string }

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office.close())

async function handIn(text: string) {
  const page = await desk.get('/admin/goods/files')
  const file = new File([text], 'goods.csv', { type: 'text/csv' })
  return desk.submit(page.form('/admin/goods/files'), { file, kind: 'bodite' })
}

test('a table is taken out, changed, looked at, confirmed and applied by the worker', async () => {
  const table = (await desk.get('/admin/goods/files/export.csv')).body
  const was = /;(\d+,\d\d);/.exec(table)![1]!
  const shown = await desk.follow(await handIn(table.replace(`;${was};`, ';12345,67;')))
  expect(shown.h1).toBe('What would change')
  expect(shown.texts('tbody tr')[0]).toContain('€12,345.67')

  const running = await desk.follow(await desk.submit(shown.form(/apply/)))
  expect(running.text).toContain('0 of')
  const id = running.path.split('/').at(-1)!
  await files.apply(office.shop.database.worker, 'command', id)
  expect((await desk.get(running.path)).text).toContain('All goods are in.')
  const [row] = await office.shop.database.backoffice.client.orm.execute(
    sql`select count(*)::int as count from variant where price_cents = 1234567`,
  )
  expect(row).toEqual({ count: 1 })
})

test('mistakes stand with their lines, and such a table cannot be applied', async () => {
  const shown = await desk.follow(await handIn('product;sku;price\nno-such-thing;<b>X</b>;free'))
  expect(shown.texts('tbody tr')[0]).toContain('A price in euros is needed')
  expect(shown.forms.some(({ action }) => action.endsWith('/apply'))).toBe(false)
})

test('what is no table is refused on the page', async () => {
  const page = await handIn('PK\u0003\u0004\u0000\u0000')
  expect([page.status, page.text.includes('This is no CSV file')]).toEqual([422, true])
  const empty = await desk.submit((await desk.get('/admin/goods/files')).form('/admin/goods/files'))
  expect(empty.status).toBe(422)
  expect((await handIn('')).text).toContain('This file is empty.')
  expect((await handIn('product;sku\nzime;Z-1\nzime;"Z-2')).text).toContain(
    'Line 3: The line has a quotation',
  )
})
