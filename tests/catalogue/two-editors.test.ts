import { afterAll, beforeAll, expect, test } from 'vitest'
import { isInEea } from '../../src/catalogue/publishing.ts'
import { urlFor } from '../../src/urls.ts'
import type { Client, Page } from '../support/client.ts'
import { type GoodsOffice, openGoodsOffice } from './goods-office.ts'

let office: GoodsOffice
let colleague: Client

beforeAll(async () => {
  office = await openGoodsOffice()
  colleague = await office.colleague('en')
})
afterAll(() => office?.close())

const send = (client: Client, page: Page, values: Record<string, string>) =>
  client.submit(page.form(page.path), values)

async function categoryPath(slug: string): Promise<string> {
  const [row] = await office.sql<{ id: string }>(
    "select category_id as id from category_text where language = 'lv' and slug = $1",
    [slug],
  )
  return urlFor('adminCategory', { id: row!.id })
}

test('two editors of a category: what the other changed is taken in, what both changed is asked about', async () => {
  const path = await categoryPath('maju-numuri')
  const [mine, theirs] = [await office.desk.get(path), await colleague.get(path)]
  await send(colleague, theirs, { 'name-en': 'Numbers for houses', 'summary-lv': 'Viņu teksts.' })
  const again = await send(office.desk, mine, { 'summary-lv': 'Mans teksts.' })
  expect(again.status).toBe(422)
  expect(again.text).toContain('somebody else changed this category')
  expect(again.text).toContain('texts (Latviešu): you changed it too')
  const fields = again.form(path).filled()
  expect(fields['name-en']).toBe('Numbers for houses')
  expect(fields['summary-lv']).toBe('Mans teksts.')
  expect((await send(office.desk, again, {})).status).toBe(303)
  const kept = (await office.desk.get(path)).form(path).filled()
  expect(kept['name-en']).toBe('Numbers for houses')
  expect(kept['summary-lv']).toBe('Mans teksts.')
})

test('a category that a colleague removed meanwhile begins anew with what was typed', async () => {
  await send(office.desk, await office.desk.get(urlFor('adminCategoryNew')), { 'name-lv': 'Karogi' })
  const path = await categoryPath('karogi')
  const mine = await office.desk.get(path)
  await colleague.post(`${path}/removal`, {})
  const again = await send(office.desk, mine, { 'summary-lv': 'Lielie un mazie.' })
  expect(again.status).toBe(422)
  expect(again.text).toContain('removed this category meanwhile')
  const fields = again.form(urlFor('adminCategoryNew'))
  expect(fields.filled()['summary-lv']).toBe('Lielie un mazie.')
  expect((await office.desk.submit(fields)).status).toBe(303)
})

test('of two who take the same address at the same moment one is told beside the field', async () => {
  const path = urlFor('adminCategoryNew')
  const page = await office.desk.get(path)
  const both = await Promise.all(
    [office.desk, colleague].map((client) =>
      send(client, page, { 'name-lv': 'Vimpeļi', 'slug-lv': 'vimpeli' }),
    ),
  )
  expect(both.map(({ status }) => status).sort()).toEqual([303, 422])
  const refused = both.find(({ status }) => status === 422)!
  expect(refused.find('#slug-lv-error').textContent).toContain('already taken: Vimpeļi')
  const named = await Promise.all(
    [office.desk, colleague].map((client) => send(client, page, { 'name-lv': 'Mastu gali' })),
  )
  expect(named.map(({ status }) => status)).toEqual([303, 303])
  const slugs = await office.sql<{ slug: string }>(
    "select slug from category_text where name = 'Mastu gali' order by slug",
  )
  expect(slugs.map(({ slug }) => slug)).toEqual(['mastu-gali', 'mastu-gali-2'])
})

test('two editors of the materials lose nothing of each other', async () => {
  const path = urlFor('adminMaterials')
  const [mine, theirs] = [await office.desk.get(path), await colleague.get(path)]
  const [first] = mine.form(path).names.filter((name) => /^m-[0-9a-f]{8}-name-en$/.test(name))
  await send(colleague, theirs, { [first!]: 'Their word', 'm-n1-name-lv': 'Ķieģelis' })
  const again = await send(office.desk, mine, { 'm-n1-name-lv': 'Māls' })
  expect(again.status).toBe(422)
  expect(again.text).toContain('somebody else changed the materials')
  const fields = again.form(path).filled()
  expect(fields[first!]).toBe('Their word')
  expect(fields['m-n1-name-lv']).toBe('Māls')
  expect((await send(office.desk, again, {})).status).toBe(303)
  const names = await office.sql<{ name: string }>(
    "select name from material_text where name in ('Ķieģelis', 'Māls')",
  )
  expect(new Set(names.map(({ name }) => name))).toEqual(new Set(['Ķieģelis', 'Māls']))
})

test('the database and the editor name the same countries of the EEA', async () => {
  const [rule] = await office.sql<{ text: string }>(
    "select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'responsible_person'",
  )
  const named = [...rule!.text.matchAll(/'([A-Z]{2})'/g)].map(([, code]) => code!)
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const known = letters.flatMap((one) => letters.map((two) => one + two)).filter(isInEea)
  expect(named.sort()).toEqual(known)
})
