import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { find } from '../../src/orders/find.ts'
import { addDays } from '../../src/platform/time.ts'
import { credit } from '../../src/receivables/credits.ts'
import * as holds from '../../src/receivables/dunning/holds.ts'
import * as presumptions from '../../src/receivables/dunning/presumptions.ts'
import * as promises from '../../src/receivables/dunning/promises.ts'
import { type Debt, type Debtors, openDebtors, working } from './owing.ts'

let debtors: Debtors

beforeAll(async () => {
  debtors = await openDebtors()
})
afterAll(() => debtors.close())
beforeEach(() => debtors.set({ automatic: true }))

test('two runs at the same time send each letter once', async () => {
  const debts = [await debtors.person(6), await debtors.company(3), await debtors.company(15)]
  await Promise.all([debtors.morning(), debtors.morning()])
  await debtors.morning()
  expect(await Promise.all(debts.map(debtors.sent))).toEqual([
    { levels: [1], letters: 1 },
    { levels: [2], letters: 1 },
    { levels: [3], letters: 1 },
  ])
})

test('a run sends nothing while somebody is to send the letters', async () => {
  await debtors.set({ automatic: false })
  const debt = await debtors.person(6)
  await debtors.morning()
  expect(await debtors.sent(debt)).toEqual({ levels: [], letters: 0 })
  expect(await debtors.due(debt)).toEqual([1])
})

/** What may come between a debt and its letter. */
const stops: Readonly<Record<string, (debt: Debt) => Promise<unknown>>> = {
  'a payment': ({ orderId, total }) => debtors.till.receive(orderId, total),
  'a credit note': ({ orderId }) =>
    debtors.till.contract(async (tx) => {
      const { lines } = await find(tx, orderId)
      const all = lines.map(({ id, quantity }) => ({ orderLineId: id, quantity }))
      return credit(tx, orderId, { lines: all, delivery: 'all', cause: 'goodwill' }, debtors.till.acting)
    }),
  'a hold': ({ invoiceId }) =>
    debtors.till.contract((tx) =>
      holds.place(tx, { invoiceId, reason: 'Gaidām atbildi.', by: debtors.till.by }),
    ),
  'a promise': ({ invoiceId }) =>
    debtors.till.contract((tx) =>
      promises.note(tx, {
        invoiceId,
        promisedOn: addDays(debtors.till.around.today, 3),
        by: debtors.till.by,
      }),
    ),
  'an objection': (debt) => debtors.object(debt),
  'a restriction': (debt) => debtors.restrict(debt),
}

test.each(Object.keys(stops))('%s before the run leaves the debtor in peace', async (name) => {
  const debt = await debtors.company(3)
  await stops[name]!(debt)
  expect(await debtors.due(debt)).toEqual([null])
  await debtors.morning()
  expect(await debtors.sent(debt)).toEqual({ levels: [], letters: 0 })
  await expect(debtors.remind(debt, 2)).rejects.toThrow()
})

test.each(Object.keys(stops))('%s between the run and the sending drops the letter', async (name) => {
  const debt = await debtors.person(5)
  await debtors.remind(debt)
  expect(await debtors.letter(debt)).toBeDefined()
  await stops[name]!(debt)
  expect(await debtors.letter(debt)).toBeUndefined()
})

/** What ends each of them. */
const ends: Readonly<Record<string, (debt: Debt) => Promise<unknown>>> = {
  'a payment': ({ orderId }) =>
    debtors.past(`insert into settlement_reversal (settlement_id)
      select settlement.id from settlement join payment on payment.id = payment_id where order_id = '${orderId}'`),
  'a hold': ({ invoiceId }) => debtors.till.contract((tx) => holds.lift(tx, invoiceId, debtors.till.by)),
  'a promise': ({ orderId }) =>
    debtors.past(`update payment_promise set promised_on = shop_today() - 1 where order_id = '${orderId}'`),
  'an objection': ({ orderId }) =>
    debtors.past(`insert into debt_objection_decision (objection_id, order_id, upheld, reason, decided_by)
      select id, order_id, false, 'Prece saņemta.', '${debtors.till.by}' from debt_objection where order_id = '${orderId}'`),
  'a restriction': ({ orderId }) =>
    debtors.office.sql(`delete from restricted_order where order_id = '${orderId}'`),
}

test.each(Object.keys(ends))('a letter that %s stopped goes once when that is over', async (name) => {
  const debt = await debtors.person(5)
  await debtors.remind(debt)
  await stops[name]!(debt)
  expect(await debtors.letter(debt)).toBeUndefined()
  await debtors.morning()
  expect((await debtors.sent(debt)).levels).toEqual([])
  await ends[name]!(debt)
  await debtors.morning()
  await debtors.morning()
  expect(await debtors.letter(debt)).toBeDefined()
  expect((await debtors.sent(debt)).levels).toEqual([1])
})

test('a reminder that has gone is not taken back, however late its job comes again', async () => {
  const debt = await debtors.person(5)
  await debtors.remind(debt)
  await debtors.past(`insert into mail_copy (mail_id, recipient, subject, body, html, attachments, captured_at)
    select id, 'a@example.com', 'x', 'x', 'x', '{}', now() from mail where order_id = '${debt.orderId}' and kind = 'debt-reminder'`)
  await stops['a hold']!(debt)
  expect(await debtors.letter(debt)).toBeUndefined()
  expect((await debtors.sent(debt)).levels).toEqual([1])
})

test('a reminder that may still be asked for is not taken back', async () => {
  const debt = await debtors.person(5)
  await debtors.remind(debt)
  await debtors.past(`select shop_take_back_reminder(id) from reminder where order_id = '${debt.orderId}'`)
  expect((await debtors.sent(debt)).levels).toEqual([1])
})

test('what was paid in part is asked for in part', async () => {
  const debt = await debtors.company(3)
  await debtors.remind(debt)
  await debtors.till.receive(debt.orderId, 2_500)
  expect((await debtors.letter(debt))!.model).toMatchObject({ openCents: debt.total - 2_500, partly: true })
})

test('after the notice nobody is reminded any more', async () => {
  const debt = await debtors.company(14)
  await noticed(debt, 0)
  expect(await debtors.due(debt)).toEqual([null])
  await expect(debtors.remind(debt)).rejects.toMatchObject({ code: 'noticed' })
})

test('a notice is taken for received after the days that the shop has set, and never without them', async () => {
  const debt = await debtors.person(40)
  await noticed(debt, 10)
  await debtors.morning()
  expect(await receiptOf(debt)).toBeUndefined()
  await debtors.set({ presumedDays: 11 })
  await debtors.morning()
  expect(await receiptOf(debt)).toBeUndefined()
  await debtors.set({ presumedDays: 10 })
  await debtors.morning()
  await debtors.morning()
  const { today } = debtors.till.around
  const receipt = await receiptOf(debt)
  expect(receipt).toMatchObject({ received: today, source: 'presumed', notedBy: null })
  expect(receipt!.until >= addDays(today, 21)).toBe(true)
  expect(
    await working(debtors, (tx) => presumptions.presume(tx, debtors.office.shop.known().settings, today)),
  ).toBe(0)
})

async function noticed({ invoiceId, orderId, total }: Debt, daysAgo: number): Promise<void> {
  await debtors.office.sql(`
    insert into debt_notice (invoice_id, order_id, issued_on, principal_cents, interest_cents, costs_cents, issued_by)
    values ('${invoiceId}', '${orderId}', shop_today() - ${daysAgo}, ${total}, 0, 0, '${debtors.till.by}')`)
}

async function receiptOf({ invoiceId }: Debt) {
  const [row] = await debtors.office.sql<{ received: string; until: string; source: string; notedBy: null }>(`
    select received_on::text as received, object_until::text as until, source, noted_by as "notedBy"
      from debt_notice_receipt join debt_notice on debt_notice.id = notice_id where invoice_id = '${invoiceId}'`)
  return row
}
