import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { register } from '../../src/register.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { until } from '../correspondence/mail-room.ts'
import type { Client } from '../support/client.ts'
import { hoursAgo, sendBreach } from './breach-form.ts'

let office: Office
let desk: Client & { readonly id: string }

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office.close())

const at = (hours: number) => hoursAgo(office, hours)

/** Notes a breach by its form and opens its page. */
const noted = async (more: Record<string, string> = {}) => desk.follow(await sendBreach(office, desk, more))

test('a note starts the clock, which the first page of the day shows until the authority is told', async () => {
  const order = await office.order()
  const page = await noted({ breachScope: 'named', breachOrders: order.number })
  expect(page.text).toContain('70 h 59 min left')
  expect(page.text).toContain(order.number)
  expect((await desk.get(urlFor('admin'))).text).toContain('A stolen notebook')
  const filed = await desk.submit(page.form(/\/filing$/), { filingNumber: 'DVI-2026-1' })
  expect((await desk.follow(filed)).text).toContain('The authority was told in time')
  expect((await desk.get(urlFor('admin'))).text).not.toContain('A stolen notebook')
})

test('after 72 hours the form asks why, and loses nothing that was typed', async () => {
  const page = await noted({ breachAware: at(100), breachBegan: at(120) })
  expect(page.text).toContain('28 h 0 min late')
  const form = page.form(/\/filing$/)
  const again = await desk.submit(form, { filingNumber: 'DVI-2026-2' })
  expect([again.status, again.text.includes('Write why it comes late')]).toEqual([422, true])
  expect(again.form(/\/filing$/).filled({}).filingNumber).toBe('DVI-2026-2')
  const filed = await desk.submit(again.form(/\/filing$/), { lateReason: 'We noticed it on Monday.' })
  expect((await desk.follow(filed)).text).toContain('The authority was told late')
})

test('what cannot be is refused beside its field', async () => {
  const form = (await desk.get(urlFor('adminBreachNew'))).form(urlFor('adminBreaches'))
  const facts = {
    ...form.filled({}),
    breachTitle: 'Wrong letter',
    breachAware: at(1),
    breachHappened: 'It went elsewhere.',
    breachBegan: at(1),
    'breachCategories[]': ['name'],
  }
  const named = await desk.post(urlFor('adminBreaches'), { ...facts, breachTitle: 'Anna, 180565-05610' })
  expect([named.status, named.text.includes('looks like a personal code')]).toEqual([422, true])
  const wrong = await desk.post(urlFor('adminBreaches'), {
    ...facts,
    breachAware: at(-5),
    breachEnded: at(2),
    breachScope: 'named',
    breachOrders: '',
    'breachCategories[]': [],
  })
  expect(wrong.status).toBe(422)
  for (const said of ['not happened yet', 'before the beginning', 'at least one kind', 'Order numbers'])
    expect(wrong.text).toContain(said)
  const unknown = await desk.post(urlFor('adminBreaches'), {
    ...facts,
    breachScope: 'named',
    breachOrders: 'no-such-1',
  })
  expect([unknown.status, unknown.text.includes('no-such-1')]).toEqual([422, true])
})

test('drafts are written from the facts, refuse gaps, and go out once they are saved', async () => {
  const order = await office.order()
  const page = await noted({ breachScope: 'named', breachOrders: order.number })
  const id = /[0-9a-f-]{36}/.exec(page.path)![0]
  const notice = await desk.get(urlFor('adminBreachDraft', { id, draft: 'notification' }))
  const words = notice.form(/notification$/).filled({}).draftWords as string
  // Art. 33(3)(a)-(d).
  for (const item of ['Datu kategorijas', 'Datu subjektu', 'Ierakstu', 'Kontaktpunkts', 'sekas', 'pasākumi'])
    expect(words).toContain(item)
  for (const language of ['lv', 'en', 'sv', 'nl']) {
    const letter = await desk.get(urlFor('adminBreachDraft', { id, draft: `letter-${language}` }))
    expect(letter.form(/letter-/).filled({}).draftWords, language).toContain(
      'A notebook with a list was stolen.',
    )
  }
  expect((await desk.get(urlFor('adminBreachDraft', { id, draft: 'letter-xx' }))).status).toBe(404)

  const draft = await desk.get(urlFor('adminBreachDraft', { id, draft: 'letter-en' }))
  const gaps = await desk.submit(draft.form(/letter-en$/))
  expect([gaps.status, gaps.text.includes('still has a gap')]).toEqual([422, true])
  const saved = await desk.submit(draft.form(/letter-en$/), {
    draftWords: 'A notebook was stolen.\n\nTake care.',
  })
  expect(saved.status).toBe(303)
  const pdf = await desk.get(urlFor('adminBreachDraftPdf', { id, draft: 'letter-en' }))
  expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  const sent = await desk.follow(await desk.submit((await desk.get(page.path)).form(/\/letters$/)))
  expect(sent.text).toContain('1 letter is on its way')
  const [mail] = await office.sql<{ kind: string }>(`select kind from mail where kind = 'breach-letter'`)
  expect(mail).toBeTruthy()

  const list = await desk.get(urlFor('adminBreachAddressees', { id }))
  expect(list.body).toContain('Oliver Hart')
  const [opening] = await office.sql<{ page: string }>(
    `select page from record_opening where unit_id = $1 and page = 'breach-list'`,
    [order.id],
  )
  expect(opening).toBeTruthy()
})

test('the units that are counted are those by which the register lets a person go', async () => {
  const orders = register.personal.filter(({ unit }) => unit.of === 'order')
  expect(orders.length).toBeGreaterThan(10)
  const counted = await office.sql<{ name: string; unit: string | null }>(
    `select relname as name, leads.unit from pg_class, shop_unit_of(relname) leads
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity`,
  )
  const byTable = new Map(counted.map(({ name, unit }) => [name, unit]))
  for (const { table } of orders) {
    const name = (table as never)[Symbol.for('drizzle:Name')] as string
    expect(byTable.get(name), name).toMatch(/'order'/)
  }
})

test('a personal code has its place on the page while its purpose is on, and nowhere else', async () => {
  const order = await office.order()
  const code = '180565-05610'
  const keep = () => desk.post(urlFor('adminPersonalCode', { id: order.id }), { personalCode: code })
  const switchIt = async (on: boolean) => {
    await office.sql(`update purpose_switch set switched_on = ${on} where purpose = 'identification'`)
    await until(async () => office.shop.known().purposesOn.has('identification') === on)
  }
  await switchIt(false)
  expect((await office.open(desk, order)).text).not.toContain('Personal code')
  expect((await keep()).status).toBe(404)
  await switchIt(true)

  const page = await office.open(desk, order)
  const wrong = await desk.submit(page.form(/personal-code$/), { personalCode: '180565-05611' })
  expect([wrong.status, wrong.text.includes('not a valid personal code')]).toEqual([422, true])
  const kept = await desk.follow(await desk.submit(page.form(/personal-code$/), { personalCode: code }))
  expect(kept.text).toContain('******-**610')
  expect(kept.body).not.toContain('05610')

  const silent = await desk.submit(kept.form(/opening$/), { openReason: '' })
  expect([silent.status, silent.body.includes('05610')]).toEqual([422, false])
  const opened = await desk.submit(kept.form(/opening$/), { openReason: 'He asked whether it is right.' })
  expect(opened.text).toContain(code)
  expect((await office.open(desk, order)).body).not.toContain('05610')

  await office.sql(
    `update staff_session set confirmed_at = confirmed_at - interval '20 minutes' where staff_id = $1`,
    [desk.id],
  )
  const unconfirmed = await desk.post(urlFor('adminPersonalCodeOpening', { id: order.id }), {
    openReason: 'Again.',
  })
  expect(unconfirmed.body).not.toContain('05610')
  expect(unconfirmed.status).not.toBe(200)

  const removed = await desk.follow(await desk.submit((await office.open(desk, order)).form(/removal$/)))
  expect(removed.text).toContain('The personal code is removed')
  const left = await withPurpose(office.shop.database.backoffice, 'identification', 'command', (tx) =>
    tx.execute(sql`select order_id from personal_code`),
  )
  expect(left).toEqual([])
})
