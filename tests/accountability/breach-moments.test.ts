import { afterAll, beforeAll, expect, test } from 'vitest'
import { momentIn } from '../../src/privacy/accountability/breaches-moments.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'
import { hoursAgo, sendBreach } from './breach-form.ts'

let office: Office
let desk: Client
beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office.close())

const at = (hours: number) => hoursAgo(office, hours)

const note = (more: Record<string, string>) => sendBreach(office, desk, { breachAware: at(10), ...more })

test('a moment that does not exist is none', () => {
  expect(momentIn('Europe/Riga', '2026-02-31T10:00')).toBeUndefined()
  // The clocks go from three to four.
  expect(momentIn('Europe/Riga', '2026-03-29T03:30')).toBeUndefined()
  expect(momentIn('Europe/Riga', '2028-02-29T10:00')).toBeDefined()
})

test.each([
  ['breachAware', '2026-02-31T10:00', 'There is no such moment'],
  ['breachBegan', '1200-01-01T10:00', 'This is before 25 May 2018'],
  ['breachAware', () => at(31), 'aware of a breach before it began'],
  ['breachEnded', () => at(-2), 'This has not happened yet'],
] as const)('%s of a breach: what cannot be is refused', async (field, value, words) => {
  const typed = typeof value === 'string' ? value : value()
  const page = await note({ [field]: typed })
  expect([page.status, page.text.includes(words)]).toEqual([422, true])
  expect(page.form(urlFor('adminBreaches')).filled({})[field]).toBe(typed)
})

test('nobody is told before it is known; a number noted again puts its note right', async () => {
  const page = await desk.follow(await note({}))
  const form = page.form(/\/filing$/)
  for (const [filedAt, words] of [
    ['2020-01-01T10:00', 'before the shop was aware'],
    ['1200-01-01T10:00', 'before 25 May 2018'],
    ['2026-02-31T10:00', 'no such moment'],
    [at(-1), 'not happened yet'],
  ] as const) {
    const refused = await desk.submit(form, { filingNumber: 'DVI-1', filedAt })
    expect([refused.status, refused.text.includes(words)], filedAt).toEqual([422, true])
  }
  await desk.submit(form, { filingNumber: 'DVI-1', filedAt: at(9) })
  const again = await desk.follow(await desk.submit(form, { filingNumber: 'DVI-1', filedAt: at(2) }))
  expect(again.texts('[aria-labelledby="authority-heading"] > p strong')).toEqual(['DVI-1'])
  // What is known better may not make the notification older than the awareness.
  const facts = await desk.get(`${again.path.split('?')[0]!}/facts`)
  const refused = await desk.submit(facts.form(/facts$/), { breachAware: at(1) })
  expect([refused.status, refused.text.includes('was told before that')]).toEqual([422, true])
})

test('a breach names the order of somebody whose data are restricted, and a hold holds it', async () => {
  const order = await office.order()
  await office.sql('insert into restricted_order select id from "order" where number = $1', [order.number])
  const page = await desk.follow(await note({ breachScope: 'named', breachOrders: order.number }))
  expect(page.text).toContain(order.number)
  const facts = await desk.get(`${page.path.split('?')[0]!}/facts`)
  expect(facts.form(/facts$/).filled({}).breachOrders).toBe(order.number)
  const retention = await desk.get(urlFor('adminRetention'))
  // A personal erasure computes nothing of what is to come.
  await office.sql(`insert into erasure_run (cause, as_of, ended_at) values ('request', shop_today(), now())`)
  expect((await desk.get(urlFor('adminRetention'))).text).toContain('Not computed yet')
  const held = await desk.follow(
    await desk.submit(retention.form(urlFor('adminHolds')), {
      order: order.number,
      kind: 'claim',
      reason: 'A claim at law.',
    }),
  )
  expect(held.text).toContain('A claim at law.')
  expect(held.text).toContain(order.number)
})
