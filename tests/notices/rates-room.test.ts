import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'

let office: Office
let desk: Client
const at = urlFor('adminSettings', 'lv', { section: 'debt-rates' })

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator', 'lv')
})
afterAll(() => office.close())

const typed = async (values: Record<string, string>) => desk.submit((await desk.get(at)).form(at), values)
const kept = async () => {
  const [row] = await office.sql<{ value: { rates: object; personCosts: string; countries: string[] } }>(
    `select value from setting where key = 'debts'`,
  )
  return row!.value
}

test('a rate of the ECB is entered for a half-year, corrected and taken out again', async () => {
  expect((await typed({ entry: 'refinancing', from: '2026-07-01', rate: '2,40' })).status).toBe(303)
  await typed({ entry: 'refinancing', from: '2026-07-01', rate: '2,4' })
  expect(await kept()).toMatchObject({
    rates: { refinancing: [{ from: '2026-07-01', rate: 240 }], person: [] },
  })
  expect((await desk.get(at)).text).toMatch(/2026\. gada 1\. jūlijs.*2,4%.*10,4%/)
  await typed({ entry: 'remove', from: '2026-07-01' })
  expect(await kept()).toMatchObject({ rates: { refinancing: [] }, countries: ['LV'] })
})

test('it begins with a half-year and is a percentage', async () => {
  for (const [wrong, field] of [
    [{ entry: 'refinancing', from: '2026-08-01', rate: '2' }, 'from'],
    [{ entry: 'refinancing', from: '2027-01-01', rate: '2,155' }, 'rate'],
    [{ entry: 'refinancing', from: '2027-01-01' }, 'rate'],
    [{ entry: 'person', from: '2027-01-01', rate: '90,01' }, 'rate'],
    [{ entry: 'remove', from: '2027-01-01' }, 'from'],
    [{ entry: 'refinancing', from: '1998-07-01', rate: '2' }, 'from'],
    [{ entry: 'person', from: '1900-01-01', rate: '6' }, 'from'],
    [{ entry: 'refinancing', from: '2126-01-01', rate: '2' }, 'from'],
  ] as const) {
    const page = await typed(wrong)
    expect(page.status).toBe(422)
    expect(page.body).toContain(`href="#${field}"`)
  }
})

test('every rate is on the page, the older ones folded away, and a person’s is that of today', async () => {
  const { text, body } = await desk.get(at)
  for (const year of [2016, 2023, 2024, 2025, 2026]) expect(text).toContain(`${year}. gada 1. janvāris`)
  expect(body.indexOf('<details')).toBeLessThan(body.indexOf('2016. gada 1. janvāris'))
  const next = Number(office.shop.clock.today().slice(0, 4)) + 1
  await typed({ entry: 'person', from: `${next}-01-01`, rate: '7' })
  const after = await desk.get(at)
  expect(after.text).toMatch(/procenti 6% gadā/)
  expect(after.text).toContain(`${next}. gada 1. janvāris`)
  await typed({ entry: 'remove', from: `${next}-01-01` })
})
