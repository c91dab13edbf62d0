import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'
import { owing, type Row, tableOf } from './table.ts'

let office: Office
let desk: Client

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office.close())

const page = urlFor('adminTakeOver')
const hand = async (...rows: Row[]) => {
  const form = (await desk.get(page)).form(page)
  return desk.submit(form, { file: new File([tableOf(rows)], 'open.csv') })
}
const taken = () =>
  office.sql<{ number: string }>("select number from invoice where kind = 'taken-over' order by 1")

test('the table is shown line by line before anything is kept, then its good lines come', async () => {
  const seen = await hand(owing('P-1', { paid: '21' }), owing('P-2', { email: 'nobody' }))
  expect(seen.status).toBe(200)
  expect(seen.text).toContain('SIA Parāds')
  expect(seen.text).toContain('Check the e-mail address')
  expect(await taken()).toEqual([])
  const done = await desk.follow(await desk.submit(seen.form(page)))
  expect(done.text).toContain('1 invoice was taken over')
  expect(await taken()).toEqual([{ number: 'P-1' }])
  const again = await hand(owing('P-1', { paid: '21' }))
  expect(again.text).toContain('1 invoice is here already')
})

test('a file that is no table comes back with what is wrong', async () => {
  const none = await desk.submit((await desk.get(page)).form(page), {})
  expect(none.status).toBe(422)
  expect(none.text).toContain('Choose a table.')
  const empty = await desk.submit((await desk.get(page)).form(page), { file: new File([], 'open.csv') })
  expect([empty.status, empty.text.includes('This file is empty.')]).toEqual([422, true])
  const other = await hand({ sku: '1', price: '2' })
  expect(other.status).toBe(422)
  expect(other.text).toContain('The table lacks columns: number, issued_on, due_on, gross, name, email.')
})

test('its order, the lists and the buyer’s own page say where it came from', async () => {
  await desk.submit((await hand(owing('P-9', { paid: '21,00' }))).form(page))
  const [order] = await office.sql<{ id: string; invoice: string }>(
    "select order_id as id, id as invoice from invoice where number = 'P-9'",
  )
  const opened = await office.open(desk, order!)
  expect(opened.text).toContain('Taken over from a former system: invoice P-9')
  expect(opened.text).toContain('€100.00')
  expect(opened.text).not.toContain('Credit and refund')
  const list = await desk.get(`${urlFor('adminDocuments')}?kind=taken-over`)
  expect(list.text).toContain('P-9')
  expect(list.body).not.toContain('/pdf"')
  expect((await desk.get(urlFor('adminDebt', order!))).body).not.toContain('/pdf"')
  expect((await desk.get(urlFor('adminDocumentPdf', { id: order!.invoice }))).status).toBe(404)
  expect((await desk.get(urlFor('adminOrderCredit', order!))).text).not.toContain('Issue a credit note')
  expect((await desk.get(urlFor('adminOrders'))).status).toBe(200)
  expect((await desk.get(urlFor('adminOrderDocuments', 'lv', order!))).status).toBe(200)
  const accountant = await office.hire('accountant')
  expect((await accountant.get(urlFor('accountantOpenItems'))).text).toContain('Taken-over invoice')
  expect((await accountant.get(urlFor('accountantDocuments'))).text).toContain('P-9')
})
