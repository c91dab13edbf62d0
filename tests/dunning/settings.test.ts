import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client, Fields } from '../support/client.ts'

let office: Office
let desk: Client

beforeAll(async () => {
  office = await openOffice()
  desk = await office.hire('owner')
})
afterAll(() => office.close())

const href = urlFor('adminSettings', { section: 'debts' })

const fill = async (values: Fields) => desk.submit((await desk.get(href)).form(href), values)

async function kept() {
  const [row] = await office.sql<{ value: Record<string, unknown> }>(
    `select value from setting where key = 'debts'`,
  )
  return row!.value
}

test('the form as it is shown can be sent as it is, and nothing changes', async () => {
  const before = await kept()
  expect((await fill({})).status).toBe(303)
  expect(await kept()).toEqual(before)
})

test('a body without the fields of the form is refused, and nothing is stored', async () => {
  const before = await kept()
  for (const fields of [{}, { automatic: 'yes' }, { countries: 'LV', companySteps: '3' }])
    expect((await desk.post(href, fields)).status).toBe(422)
  expect(await kept()).toEqual(before)
})

test('steps are written with commas, in any order, and a minus as people type it', async () => {
  expect((await fill({ automatic: 'yes', companySteps: '14; −3,7 , 7', presumedDays: '14' })).status).toBe(
    303,
  )
  expect(await kept()).toMatchObject({ automatic: true, companySteps: [-3, 7, 14], presumedDays: 14 })
  expect((await fill({ companySteps: '', presumedDays: '' })).status).toBe(303)
  expect(await kept()).toMatchObject({ companySteps: [], presumedDays: null })
})

test.each([
  [{ companySteps: '3, x' }, 'whole numbers from -30 to 180'],
  [{ companySteps: '-31' }, 'whole numbers from -30 to 180'],
  [{ companySteps: '1,2,3,4,5,6,7,8,9,10' }, 'nine at most'],
  [{ companySteps: '30', companyNotice: '30' }, 'after the last reminder'],
  [{ personReminder: '20', personNotice: '20' }, 'after the last reminder'],
  [{ presumedDays: '6' }, 'a whole number from 7 to 60'],
  [{ countries: '' }, 'Countries: Fill in this field'],
  [{ countries: 'LV, RU' }, 'Not known: RU'],
  [{ countries: 'LV, EE' }, 'confirm that a lawyer'],
  [{ barredPerson: '0' }, 'a whole number from 1 to 15'],
] as const)('refused: %j', async (values, message) => {
  const page = await fill(values)
  expect(page.status).toBe(422)
  expect(page.text).toContain(message)
  expect(page.form(href).filled()).toMatchObject(values)
})

test('another country than Latvia needs the lawyer’s word once, and the page keeps saying so', async () => {
  expect((await fill({ countries: 'lv ee', signedOff: 'yes' })).status).toBe(303)
  expect(await kept()).toMatchObject({ countries: ['LV', 'EE'] })
  expect((await desk.get(href)).text).toContain('Not only Latvia is chosen (Estonia)')
  expect((await fill({})).status).toBe(303)
  expect((await fill({ countries: 'LV' })).status).toBe(303)
})
