import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'

let office: Office
let owner: Client

beforeAll(async () => {
  office = await openOffice()
  const { jar } = await office.hire('owner')
  // Other tests look at these pages; here there are many of them.
  owner = office.visitor({ anyLanguage: true, audit: false })
  for (const [name, value] of jar) owner.jar.set(name, value)
})
afterAll(() => office?.close())

const settings = () => office.sql('select key, value from setting order by key')

/** The settings' pages, the pages they lead to (of one carrier), and what the record says of the shop. */
async function pages(): Promise<string[]> {
  const linked = async (page: string, selector: string) =>
    (await owner.get(page)).all(selector).map((link) => link.getAttributeValue('href')!)
  return [
    ...(await linked(urlFor('adminSettings', { section: 'delivery' }), 'main a')),
    ...(await linked(urlFor('adminPages'), 'tbody a')),
    urlFor('adminRecordFacts'),
  ].filter((href) => href.startsWith('/admin/') && !/carriers\/(?!omniva)/.test(href))
}

/** Where their forms with fields send to; a button alone needs no fields. */
async function actions(): Promise<Set<string>> {
  const found = new Set<string>()
  for (const page of await pages())
    for (const { action, method, names } of (await owner.get(page)).forms)
      if (method === 'post' && names.length > 0 && /^\/admin\/(settings|privacy\/record)\//.test(action))
        found.add(action)
  return found
}

test('a body without the fields of a settings page is refused, and no setting changes', {
  timeout: 120_000,
}, async () => {
  const before = await settings()
  const all = await actions()
  expect(all.size).toBeGreaterThan(20)
  for (const action of all) {
    const statuses = [await owner.post(action, {}), await owner.post(action, { junk: '1' })].map(
      ({ status }) => status,
    )
    expect({ action, statuses, settings: await settings() }).toEqual({
      action,
      statuses: [422, 422],
      settings: before,
    })
  }
})
