import { afterAll, beforeAll, expect, test } from 'vitest'
import { companies, people } from '../../seed/cast.ts'
import * as holds from '../../src/receivables/dunning/holds.ts'
import * as promises from '../../src/receivables/dunning/promises.ts'
import { urlFor } from '../../src/urls.ts'
import { type Debt, type Debtors, openDebtors } from '../dunning/owing.ts'
import type { Client } from '../support/client.ts'
import { eachFilter, listOf } from './room.ts'

let shop: Debtors & { desk: Client }
let late: Debt
let older: Debt
let ahead: Debt

beforeAll(async () => {
  const debtors = await openDebtors()
  shop = { ...debtors, desk: await debtors.office.hire('owner') }
  late = await shop.person(10)
  older = await shop.company(45)
  ahead = await shop.company(-20)
})
afterAll(() => shop?.close())

const list = (state?: string) => listOf(shop.desk, state)

test('what is owed stands by its age and by its debtor', async () => {
  const page = await list()
  const ages = page.texts('.ages tbody tr').map((row) => row.replace(/\s+/g, ' '))
  expect(ages[0]).toContain('Not due yet')
  expect(ages[1]).toContain('€103.99')
  expect(ages[2]).toContain('€103.99')
  expect(page.text).toContain('€311.97 open on 3 invoices')
  expect(page.text).toContain('€207.98 overdue')
  const debtors = page.texts('.debt-overview tbody th[scope="row"]')
  expect(debtors).toContain(`${companies.builders.company} 2 invoices`)
  const own = await shop.desk.get(page.link(companies.builders.company))
  expect(own.texts('.by-row tbody tr').length).toBe(2)
})

test('each filter shows its own', async () => {
  expect(await eachFilter(shop.desk, ['not-due', 'overdue', 'to-remind', 'notice-due', 'waiting'])).toEqual({
    'not-due': [ahead.invoiceId],
    overdue: [older.invoiceId, late.invoiceId],
    'to-remind': [older.invoiceId, late.invoiceId],
    'notice-due': [older.invoiceId],
    waiting: [],
  })
})

test('the list to remind is what the schedule says, whatever stands in the way of some', async () => {
  const debts = [
    await shop.company(2),
    await shop.company(3),
    await shop.company(14),
    await shop.company(-3),
    await shop.person(4),
    await shop.person(5),
  ]
  const [held, promised, restricted] = [await shop.person(20), await shop.person(21), await shop.person(22)]
  await shop.remind(debts[2]!, 2)
  await shop.till.contract(async (tx) => {
    const by = shop.till.by
    await holds.place(tx, { invoiceId: held.invoiceId, reason: 'Zvanīja.', by })
    await promises.note(tx, { invoiceId: promised.invoiceId, promisedOn: shop.till.around.today, by })
  })
  await shop.restrict(restricted)
  const all = [late, older, ahead, ...debts, held, promised, restricted]
  const schedule = await shop.due(...all)
  const expected = all.filter((_, index) => schedule[index] !== null).map(({ invoiceId }) => invoiceId)
  const shown = (await eachFilter(shop.desk, ['to-remind']))['to-remind']!
  expect([...shown].sort()).toEqual([...expected].sort())
  await shop.past(
    `delete from invoice where id in (${[...debts, held, promised, restricted].map(({ invoiceId }) => `'${invoiceId}'`)})`,
  )
})

test('all that are to be reminded are ticked; who may not be is told in a word, and the others are reminded', async () => {
  const held = await shop.person(12)
  const page = await list('to-remind')
  const form = page.form('debt')
  expect(form.filled()['debt[]']).toEqual(
    expect.arrayContaining([late.invoiceId, older.invoiceId, held.invoiceId]),
  )
  const { invoiceId } = held
  await shop.till.contract((tx) => holds.place(tx, { invoiceId, reason: 'Zvanīja.', by: shop.till.by }))
  const done = await shop.desk.follow(await shop.desk.submit(form, {}, 'Send reminders'))
  expect(done.text).toContain('2 reminders sent. 1 not: on hold.')
  expect(await shop.sent(late)).toEqual({ levels: [1], letters: 1 })
  expect(await shop.sent(held)).toEqual({ levels: [], letters: 0 })
  expect((await list('to-remind')).text).toContain('No such debts')
})

test('a hold asks why, and what was ticked stays ticked', async () => {
  const post = (fields: Record<string, string>) => shop.desk.post(urlFor('adminDebtsBulk'), fields)
  const refused = await post({ action: 'hold', 'debt[]': ahead.invoiceId, holdReason: '' })
  expect(refused.status).toBe(422)
  expect(refused.form('debt').filled()['debt[]']).toBe(ahead.invoiceId)
  expect((await post({ action: 'remind' })).status).toBe(422)
  expect((await post({})).status).toBe(404)
  const done = await shop.desk.follow(
    await post({ action: 'hold', 'debt[]': ahead.invoiceId, holdReason: 'Gaidām kredītrēķinu.' }),
  )
  expect(done.text).toContain('1 invoice put on hold.')
  expect((await eachFilter(shop.desk, ['waiting'])).waiting).toContain(ahead.invoiceId)
})

test('a debt is found by its name, which never stands in an address', async () => {
  const found = await shop.desk.submit((await list()).form(/debts$/), { search: people.anna.name.slice(5) })
  expect(found.status).toBe(200)
  expect(found.texts('.by-row tbody tr').length).toBeGreaterThanOrEqual(1)
  expect(found.path).toBe(urlFor('adminDebts'))
})
