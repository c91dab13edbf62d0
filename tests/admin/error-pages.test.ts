import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from '../support/client.ts'
import { attribute } from '../support/html.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

test('an error page in the rooms of staff leads to where their own work begins', async () => {
  const owner = await office.hire('owner')
  const missing = await owner.get(`/admin/orders/${crypto.randomUUID()}`)
  expect([missing.status, wayOn(missing)]).toEqual([404, '/admin'])
  expect(missing.text).toContain('To the start of the back office')

  // No guard stands before these.
  const nowhere = await owner.get('/admin/nothing-of-ours')
  expect([nowhere.status, nowhere.text.includes('not shown to your role')]).toEqual([404, true])
  const large = await owner.post('/admin/orders/search', { search: 'x'.repeat(3_000_000) })
  expect([large.status, attribute(large.find('html'), 'lang')]).toEqual([413, 'en'])

  const accountant = await office.hire('accountant')
  const closed = await accountant.get('/admin/orders')
  expect([closed.status, wayOn(closed)]).toEqual([403, '/accountant'])
})

test('a visitor is still led home, and where nobody is known the address decides', async () => {
  const visitor = office.visitor({ anyLanguage: true })
  expect(wayOn(await visitor.get('/en/nothing-of-ours'))).toBe('/en')
  const refused = await visitor.post('/accountant', { month: 'x'.repeat(3_000_000) })
  expect([refused.status, wayOn(refused)]).toEqual([413, '/accountant'])
})

function wayOn(page: Page): string | undefined {
  return attribute(page.find('main .button'), 'href')
}
