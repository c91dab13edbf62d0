import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import type { Client } from '../support/client.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
const people = new Map<string, Client>()

beforeAll(async () => {
  office = await openOffice()
  people.set('owner', await office.hire('owner'))
  people.set('administrator', await office.hire('administrator'))
  people.set('accountant', await office.hire('accountant'))
  people.set('guest', office.visitor({ anyLanguage: true }))
})
afterAll(() => office.close())

const id = crypto.randomUUID()
type Who = 'guest' | 'accountant' | 'administrator' | 'owner'
type Row = readonly [method: 'get' | 'post', path: string, expected: Readonly<Record<Who, number>>]

/** The shop's daily work: owner and administrator; what is asked for does not exist, so 404 means "let in". */
const desk = (method: 'get' | 'post', path: string, status: number): Row => [
  method,
  path,
  { guest: 303, accountant: 403, administrator: status, owner: status },
]
const owners = (method: 'get' | 'post', path: string, status: number): Row => [
  method,
  path,
  { guest: 303, accountant: 403, administrator: 403, owner: status },
]
const at = (name: Parameters<typeof urlFor>[0], params = {}) => urlFor(name, 'lv', { id, ...params })
const settings = (section: string) => at('adminSettings', { section })

const routes: Row[] = [
  ['get', '/admin', { guest: 303, accountant: 303, administrator: 200, owner: 200 }],
  desk('get', at('adminOrders'), 200),
  desk('post', at('adminOrderSearch'), 303),
  desk('get', at('adminOrder'), 404),
  desk('post', at('adminPayment'), 404),
  desk('post', at('adminPacking'), 404),
  desk('post', at('adminDispatch'), 404),
  desk('post', at('adminDelivery'), 404),
  desk('post', at('adminCancellation'), 404),
  desk('post', at('adminProof', { lineId: id }), 404),
  desk('post', at('adminMaking', { lineId: id }), 404),
  desk('get', at('adminProofPicture', { proofId: id }), 404),
  desk('get', at('adminInvoice', { invoiceId: id }), 404),
  desk('get', at('adminMails'), 200),
  desk('get', at('adminMail'), 404),
  desk('post', at('adminMailResend'), 404),
  desk('get', at('adminJobs'), 200),
  desk('post', '/admin/jobs/1/retry', 404),
  desk('get', '/admin/settings', 303),
  desk('get', settings('identity'), 200),
  desk('post', settings('identity'), 422),
  desk('get', settings('delivery'), 200),
  desk('post', settings('delivery'), 422),
  desk('get', settings('terms'), 200),
  desk('post', settings('terms'), 422),
  desk('get', settings('closures'), 200),
  desk('post', settings('closures'), 422),
  desk('post', at('adminClosureRemove'), 303),
  desk('get', settings('nothing'), 404),
  owners('get', settings('bank'), 200),
  owners('post', settings('bank'), 422),
  owners('get', settings('numbers'), 200),
  owners('post', settings('numbers'), 422),
  owners('get', settings('languages'), 200),
  owners('post', settings('languages'), 422),
  owners('get', at('staffPeople'), 200),
  ['get', '/accountant', { guest: 303, accountant: 200, administrator: 403, owner: 200 }],
  ['get', `/accountant/invoices/${id}`, { guest: 303, accountant: 404, administrator: 403, owner: 404 }],
]

test.each(routes)('%s %s lets in whom it should', async (method, path, expected) => {
  for (const [who, status] of Object.entries(expected)) {
    const client = people.get(who)!
    const page = method === 'get' ? await client.get(path) : await client.post(path, {})
    expect(page.status, who).toBe(status)
    if (who === 'guest') expect(page.location).toMatch(/^\/admin\/sign-in/)
  }
})

test('the accountant is led from the back office to the invoices', async () => {
  expect((await people.get('accountant')!.get('/admin')).location).toBe('/accountant')
})

test('somebody whose role has no entry is told so', async () => {
  const page = await people.get('accountant')!.get(at('adminOrders', {}))
  expect(page.status).toBe(403)
  expect(page.text).toContain('Your role has no entry')
})

test('a confirmation older than ten minutes is asked for again before the bank account is shown', async () => {
  const owner = await office.hire('owner')
  await office.sql("update staff_session set confirmed_at = now() - interval '11 minutes'")
  const page = await owner.get(settings('bank'))
  expect(page.location).toMatch(/^\/admin\/confirm\?next=/)
  const posted = await owner.post(settings('bank'), { iban: 'LV00KEPT0000000000001' })
  expect(posted.status).toBe(401)
  expect(posted.find('input[name="iban"]').getAttributeValue('value')).toBe('LV00KEPT0000000000001')
  expect(await office.sql("select from setting where value::text like '%LV00KEPT0000000000001%'")).toEqual([])
})

test.each(['lv', 'en'] as const)('every page speaks %s', async (language) => {
  const owner = await office.hire('owner', language)
  const bought = await office.order()
  const paths = routes
    .filter(([method, , { owner: status }]) => method === 'get' && status === 200)
    .map(([, path]) => path)
    .filter((path) => path !== settings('bank'))
  for (const path of [...paths, at('adminOrder', { id: bought.id })]) {
    const page = await owner.get(path)
    expect(page.status, path).toBe(200)
    expect(page.find('html').getAttributeValue('lang')).toBe(language)
  }
})
