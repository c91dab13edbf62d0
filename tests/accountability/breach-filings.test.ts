import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client, Page } from '../support/client.ts'
import { hoursAgo, sendBreach } from './breach-form.ts'

let office: Office
let desk: Client
beforeAll(async () => {
  office = await openOffice()
  desk = await office.hire('owner')
})
afterAll(() => office.close())

const at = (hours: number) => hoursAgo(office, hours)

const breach = async () =>
  desk.follow(await sendBreach(office, desk, { breachAware: at(100), breachBegan: at(120) }))

const standing = (page: Page) => page.texts('[aria-labelledby="authority-heading"] > p strong')
const entries = (page: Page) => page.texts('[aria-labelledby="authority-heading"] ol li')
const file = async (page: Page, values: Record<string, string>) => desk.submit(page.form(/\/filing$/), values)

test('a notification noted under a wrong number is put right, and both notes stay in sight', async () => {
  const page = await desk.follow(await file(await breach(), { filingNumber: 'DVI-17', filedAt: at(90) }))
  expect([standing(page), entries(page)]).toEqual([['DVI-17'], []])
  const filingCorrects = await idOf('DVI-17')
  const right = { filingCorrects, filingNumber: 'DVI-71', filedAt: at(80) }
  const mended = await desk.follow(await file(page, right))
  expect(standing(mended)).toEqual(['DVI-71'])
  expect(entries(mended)).toEqual([
    expect.stringMatching(/^DVI-17.*corrected.*owner en/),
    expect.stringMatching(/^DVI-71(?!.*corrected).*owner en/),
  ])

  // What somebody else put right meanwhile is not put right twice, and nothing typed is lost.
  const late = await file(page, { ...right, filingNumber: 'DVI-170' })
  expect([late.status, late.text.includes('Somebody corrected this note')]).toEqual([409, true])
  expect(late.form(/\/filing$/).filled({}).filingNumber).toBe('DVI-170')
})

test('what was put right excuses no late notification, and nothing of another breach is put right', async () => {
  const page = await desk.follow(await file(await breach(), { filingNumber: 'DVI-2', filedAt: at(90) }))
  const filingCorrects = await idOf('DVI-2')
  const late = await file(page, { filingCorrects, filingNumber: 'DVI-3', filedAt: at(1) })
  expect([late.status, late.text.includes('72')]).toEqual([422, true])
  const foreign = await file(await breach(), { filingNumber: 'DVI-4', filedAt: at(90) })
  const forged = await desk.post(`${foreign.location!.split('?')[0]}/filing`, {
    filingNumber: 'DVI-5',
    filedAt: at(90),
    lateReason: '',
    filingCorrects,
  })
  expect(forged.status).toBe(409)
})

async function idOf(number: string): Promise<string> {
  const [row] = await office.sql<{ id: string }>('select id from breach_filing where number = $1', [number])
  return row!.id
}
