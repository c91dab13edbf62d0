import { afterAll, beforeAll, expect, test } from 'vitest'
import * as payLater from '../../src/orders/pay-later.ts'
import { addDays, type IsoDate, weekday } from '../../src/platform/time.ts'
import * as holds from '../../src/receivables/dunning/holds.ts'
import { lastDayToObject } from '../../src/receivables/dunning/objection-days.ts'
import * as promises from '../../src/receivables/dunning/promises.ts'
import { noticeDueOn, stepsFor, toneOf } from '../../src/receivables/dunning/schedule.ts'
import { openCalendar } from '../../src/settings/working-days.ts'
import { placed } from '../orders/placed.ts'
import { type Debtors, openDebtors } from './owing.ts'

let debtors: Debtors

beforeAll(async () => {
  debtors = await openDebtors()
})
afterAll(() => debtors.close())

test('a person is reminded once, after the due date, and never before it', async () => {
  const [early, today, later] = [await debtors.person(4), await debtors.person(5), await debtors.person(60)]
  expect(await debtors.due(early, today, later)).toEqual([null, 1, 1])
  await debtors.remind(later)
  expect(await debtors.due(later)).toEqual([null])
  await expect(debtors.remind(later)).rejects.toMatchObject({ code: 'reminded' })
  await expect(debtors.remind(await debtors.person(-3))).rejects.toMatchObject({ code: 'not-due' })
  await expect(
    debtors.office.sql(
      `insert into reminder (invoice_id, order_id, level) values ('${later.invoiceId}', '${later.orderId}', 2)`,
    ),
  ).rejects.toMatchObject({ constraint_name: 'persons_once' })
})

test('a company is reminded three days before, three and fourteen days after', async () => {
  const ages = [-4, -3, 0, 2, 3, 13, 14, 29]
  const debts = []
  for (const age of ages) debts.push(await debtors.company(age))
  expect(await debtors.due(...debts)).toEqual([null, 1, 1, 1, 2, 2, 3, 3])
})

test('steps that were missed are not made up for: only the newest goes', async () => {
  const debt = await debtors.company(20)
  const place = (reason: string) =>
    debtors.till.contract((tx) => holds.place(tx, { invoiceId: debt.invoiceId, reason, by: debtors.till.by }))
  await place('Runājam ar grāmatvedi.')
  await expect(place('Otrreiz.')).rejects.toMatchObject({ code: 'held' })
  expect(await debtors.due(debt)).toEqual([null])
  await expect(debtors.remind(debt)).rejects.toMatchObject({ code: 'hold' })
  await debtors.till.contract((tx) => holds.lift(tx, debt.invoiceId, debtors.till.by))
  expect(await debtors.due(debt)).toEqual([3])
  await debtors.remind(debt, 3)
  expect(await debtors.sent(debt)).toEqual({ levels: [3], letters: 1 })
  // An older run comes too late with an earlier step.
  await expect(debtors.remind(debt, 2)).rejects.toMatchObject({ code: 'reminded' })
  await expect(
    debtors.till.contract((tx) => holds.lift(tx, debt.invoiceId, debtors.till.by)),
  ).rejects.toMatchObject({ code: 'not-held' })
})

test('a promise is waited for until its day is over; broken, the schedule goes on by itself', async () => {
  const debt = await debtors.company(4)
  const { today } = debtors.till.around
  const promise = (promisedOn: IsoDate) =>
    debtors.till.contract((tx) =>
      promises.note(tx, { invoiceId: debt.invoiceId, promisedOn, by: debtors.till.by }),
    )
  await expect(promise(addDays(today, -1))).rejects.toMatchObject({ code: 'past' })
  await promise(today)
  expect(await debtors.due(debt)).toEqual([null])
  await expect(debtors.remind(debt)).rejects.toMatchObject({ code: 'promise' })
  await debtors.past(
    `update payment_promise set promised_on = promised_on - 1 where invoice_id = '${debt.invoiceId}'`,
  )
  expect(await debtors.due(debt)).toEqual([2])
})

test('whoever reminds by hand may be ahead of the schedule, and the schedule does not repeat it', async () => {
  const debt = await debtors.company(10)
  await debtors.remind(debt)
  expect((await debtors.sent(debt)).levels).toEqual([2])
  await debtors.remind(debt)
  await debtors.past(`update invoice set due_on = due_on - 10 where id = '${debt.invoiceId}'`)
  expect(await debtors.due(debt)).toEqual([null])
  await expect(debtors.remind(debt)).rejects.toMatchObject({ code: 'reminded' })
  expect(await debtors.sent(debt)).toEqual({ levels: [2, 3], letters: 2 })
})

test('a step that is put in later does not bring a second letter for the same days', async () => {
  const debt = await debtors.company(5)
  await debtors.set({ companySteps: [3, 14] })
  await debtors.remind(debt)
  await debtors.set({ companySteps: [-3, 3, 14] })
  expect(await debtors.due(debt)).toEqual([null])
})

test('how a letter speaks follows from its step and the day', () => {
  const { debts } = debtors.office.shop.known().settings
  const company = stepsFor('company', { ...debts, companySteps: [14, -3, 3, 3] })
  expect(company.map(({ days }) => days)).toEqual([-3, 3, 14])
  const due = '2026-03-02' as IsoDate
  const at = (level: number, days: number) => toneOf(company, level, due, addDays(due, days))
  expect([at(1, -3), at(1, 2), at(2, 3), at(3, 14)]).toEqual(['before', 'first', 'first', 'last'])
  expect(toneOf(stepsFor('person', debts), 1, due, addDays(due, 5))).toBe('first')
  expect([noticeDueOn('person', due, debts), noticeDueOn('company', due, debts)]).toEqual([
    '2026-03-22',
    '2026-04-01',
  ])
})

test('an invoice that is paid later falls due on a working day', async () => {
  const { till, office } = debtors
  const calendar = await openCalendar()
  const toSaturday = 20 - weekday(till.around.today)
  const { id } = await placed(office.shop, office.visitor({ audit: false }), { payment: 'later' })
  await till.contract((tx) => payLater.trust(tx, id, toSaturday, till.by))
  await till.pack(id)
  await till.send(id)
  const dueOn = (await till.books(id))[0]!.dueOn as IsoDate
  expect(dueOn > addDays(till.around.today, toSaturday)).toBe(true)
  expect(calendar.isWorkingDay(dueOn, { closures: [] })).toBe(true)
})

test('the last day to object is no Saturday, Sunday or public holiday', async () => {
  const calendar = await openCalendar()
  const last = (received: string) => lastDayToObject(received as IsoDate, calendar)
  expect(last('2026-03-02')).toBe('2026-03-23')
  // 28 March is a Saturday; 3 to 6 April are Easter; 24 to 26 December are Christmas, followed by a Sunday.
  expect(last('2026-03-07')).toBe('2026-03-30')
  expect(last('2026-03-13')).toBe('2026-04-07')
  expect(last('2026-12-03')).toBe('2026-12-28')
})
