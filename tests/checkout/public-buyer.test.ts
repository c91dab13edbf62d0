import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { company, orderForm, orders, person, send } from './buyer.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const told = () =>
  office.sql<{ id: string; by: string | null; kind: string }>(
    `select order_id as id, noted_by as by, kind from public_buyer join order_party using (order_id)`,
  )

test('a school says on the order form that it is one, and its e-invoice is to be sent', async () => {
  await orders(office.visitor(), { ...company, publicBuyer: 'yes' })
  const [school] = await told()
  expect(school).toMatchObject({ by: null, kind: 'company' })
  const desk = await office.hire('owner')
  const documents = await desk.get(urlFor('adminOrderDocuments', 'lv', { id: school!.id }))
  expect(documents.text).toContain('The buyer is a public institution')
})

test('a person is none, and a form that comes back keeps the tick', async () => {
  const before = await told()
  await orders(office.visitor(), { ...person, publicBuyer: 'yes' })
  expect(await told()).toEqual(before)
  const visitor = office.visitor()
  const back = await send(visitor, await orderForm(visitor), { ...company, publicBuyer: 'yes', email: 'x' })
  expect(back.status).toBe(422)
  expect(back.body).toMatch(/name="publicBuyer" value="yes" checked/)
})
