import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '../../src/platform/time.ts'
import * as debts from '../../src/receivables/debts.ts'
import * as charges from '../../src/receivables/dunning/charges.ts'
import { noticeMails } from '../../src/receivables/dunning/mails-notice.ts'
import * as notices from '../../src/receivables/dunning/notices.ts'
import { type ReadLine, readReport } from '../../src/receivables/hand-over/report-file.ts'
import * as reports from '../../src/receivables/hand-over/reports.ts'
import type { Debt } from '../dunning/owing.ts'
import { type HandOvers, openHandOvers } from './ground.ts'

let shop: HandOvers

beforeAll(async () => {
  shop = await openHandOvers()
})
afterAll(() => shop?.close())

/** The collector reports of one debt, as of a day so long ago. */
async function report(debt: Debt, state: string, ago = 0): Promise<number> {
  const { today } = shop.till.around
  const [invoice] = await shop.till.books(debt.orderId)
  const text = `number;state;date\n${invoice!.number};${state};${addDays(today, -ago)}\n`
  const read = readReport(text, today)
  const lines: readonly ReadLine[] = read.ok ? read.lines : []
  return shop.till.contract(async (tx) =>
    reports.take(tx, {
      recipientId: shop.collectorId,
      hash: reports.hashOf(text + crypto.randomUUID()),
      lines: await reports.check(tx, shop.collectorId, lines),
      by: shop.till.by,
    }),
  )
}

const objectionsTo = ({ orderId }: Debt) =>
  shop.office.sql<{ id: string; words: string; notedBy: string }>(
    `select id, words, noted_by as "notedBy" from debt_objection where order_id = '${orderId}' order by raised_at`,
  )

const reject = ({ orderId }: Debt) =>
  shop.past(`insert into debt_objection_decision (objection_id, order_id, upheld, reason, decided_by)
    select id, order_id, false, 'Prece ir saņemta.', '${shop.till.by}' from debt_objection where order_id = '${orderId}'`)

test('what a collector reports as disputed is an objection that waits for the shop, and comes back', async () => {
  const debt = await shop.company()
  await shop.confirm(debt)
  const id = await shop.caseOf(debt)
  expect(await report(debt, 'apstrīdēts', 1)).toBe(1)
  await report(debt, 'disputed')
  const [objection, ...more] = await objectionsTo(debt)
  expect(more).toEqual([])
  expect(objection).toMatchObject({ notedBy: shop.till.by })
  expect(objection!.words).toContain('apstrīdat')
  await shop.look(id)
  expect(await shop.obstacles(debt)).toEqual(['objection'])
  const letter = await noticeMails['debt-objection-received'](shop.office.shop, {
    id: objection!.id,
    orderId: debt.orderId,
  })
  expect(letter!.model).toMatchObject({ words: objection!.words })
})

test('an old word of the collector does not open again what was decided since; a new one does', async () => {
  const debt = await shop.company()
  await shop.confirm(debt)
  await report(debt, 'disputed', 2)
  await reject(debt)
  await report(debt, 'disputed', 1)
  await report(debt, 'disputed')
  expect(await objectionsTo(debt)).toHaveLength(1)
  await shop.past(`update debt_objection_decision set decided_at = decided_at - interval '3 days'
    where order_id = '${debt.orderId}'`)
  await report(debt, 'disputed', 1)
  expect(await objectionsTo(debt)).toHaveLength(2)
})

test('the objection of a person whose data are restricted is kept too; what is paid needs none', async () => {
  const restricted = await shop.person()
  const paid = await shop.company()
  await shop.confirm(restricted, paid)
  await shop.restrict(restricted)
  await shop.till.receive(paid.orderId, paid.total)
  await report(restricted, 'disputed')
  await report(paid, 'disputed')
  expect(await objectionsTo(restricted)).toHaveLength(1)
  expect(await objectionsTo(paid)).toEqual([])
})

test('no notice is given of what a collector asks for, by nobody; once it came back, one is', async () => {
  const debt = await shop.company()
  await shop.confirm(debt)
  const { by, around } = shop.till
  const give = () =>
    shop.till.contract((tx) =>
      notices.give(tx, { invoiceId: debt.invoiceId, by, today: around.today }, around),
    )
  await expect(give()).rejects.toMatchObject({ code: 'handed-over' })
  await expect(
    shop.office.sql(`insert into debt_notice (invoice_id, order_id, issued_on, principal_cents, interest_cents, costs_cents, issued_by)
      values ('${debt.invoiceId}', '${debt.orderId}', shop_today(), ${debt.total}, 0, 0, '${by}')`),
  ).rejects.toMatchObject({ constraint_name: 'may_give_notice' })
  await expect(
    shop.office.sql(
      `insert into reminder (invoice_id, order_id, level) values ('${debt.invoiceId}', '${debt.orderId}', 3)`,
    ),
  ).rejects.toMatchObject({ constraint_name: 'may_remind' })
  await report(debt, 'returned')
  await give()
})

test('what is charged on a debt is with its collector too: nobody is reminded of it meanwhile', async () => {
  const debt = await shop.company()
  const { by, around } = shop.till
  const charge = await shop.till.contract((tx) =>
    charges.charge(tx, { invoiceId: debt.invoiceId, by }, around),
  )
  await shop.past(`update invoice set due_on = shop_today() - 20 where id = '${charge.id}'`)
  const charged = { ...debt, invoiceId: charge.id }
  const standing = async () => ({
    due: await shop.due(charged),
    handed: (await shop.till.contract((tx) => debts.find(tx, charge.id)))?.handedOver,
  })
  expect(await standing()).toEqual({ due: [3], handed: false })
  await shop.confirm(debt)
  expect(await standing()).toEqual({ due: [null], handed: true })
  await expect(shop.remind(charged)).rejects.toMatchObject({ code: 'handed-over' })
  await report(debt, 'returned')
  expect(await standing()).toEqual({ due: [3], handed: false })
})
