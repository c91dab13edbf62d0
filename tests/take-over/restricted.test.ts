import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { openMove, owing, tableOf } from './table.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await office.sql(`insert into restriction (address, address_hash, ground) values
    ('quiet@parads.example', sha256('a'), 'accuracy'), ('later@parads.example', sha256('b'), 'accuracy')`)
})
afterAll(() => office.close())

const taken = async () => {
  const rows = await office.sql<{ number: string }>(
    "select number from invoice where kind = 'taken-over' order by 1",
  )
  return rows.map(({ number }) => number)
}

test('the line of a person whose data are restricted is left out with words, and the others come', async () => {
  const desk = await office.hire('owner')
  const page = urlFor('adminTakeOver')
  const rows = [owing('R-1'), owing('R-2', { email: 'Quiet@parads.example' }), owing('R-3')]
  const seen = await desk.submit((await desk.get(page)).form(page), {
    file: new File([tableOf(rows)], 'open.csv'),
  })
  expect(seen.text).toContain('restricted the processing of their data')
  const done = await desk.follow(await desk.submit(seen.form(page)))
  expect([done.status, done.text.includes('2 invoices were taken over')]).toEqual([200, true])
  expect(await taken()).toEqual(['R-1', 'R-3'])
})

test('who restricts their data between the look and the yes keeps nobody else from coming', async () => {
  await office.sql("update restriction set lifted_at = now() where address = 'later@parads.example'")
  const move = openMove(office)
  const checked = await move.compare([owing('S-1', { email: 'later@parads.example' }), owing('S-2')])
  expect(checked.map(({ state }) => state)).toEqual(['good', 'good'])
  await office.sql(`insert into restriction (address, address_hash, ground)
    values ('later@parads.example', sha256('c'), 'accuracy')`)
  expect(await move.takeAll(checked)).toBe(1)
  expect(await taken()).toContain('S-2')
})
