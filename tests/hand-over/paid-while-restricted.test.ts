import { afterAll, beforeAll, expect, test } from 'vitest'
import { cents } from '../../src/platform/money.ts'
import { receiveRestricted } from '../../src/receivables/receipts.ts'
import { type HandOvers, openHandOvers } from './ground.ts'

let shop: HandOvers

beforeAll(async () => {
  shop = await openHandOvers()
})
afterAll(() => shop?.close())

test('the collector hears of money that came while the debtor was restricted', async () => {
  const debt = await shop.person()
  await shop.confirm(debt)
  const id = await shop.caseOf(debt)
  await shop.restrict(debt)
  const { today: receivedOn } = shop.till.around
  await shop.till.contract((tx) =>
    receiveRestricted(tx, {
      orderId: debt.orderId,
      means: 'transfer',
      amountCents: cents(debt.total),
      receivedOn,
      payerName: null,
      notedBy: null,
    }),
  )
  expect(
    await shop.office.sql(`select from graphile_worker._private_jobs where key = 'recall-debt:${id}'`),
  ).toHaveLength(1)
  await shop.look(id)
  expect(
    await shop.office.sql(
      `select cause, open_cents, outcome from debt_recall join hand_over_end using (case_id) where case_id = '${id}'`,
    ),
  ).toEqual([{ cause: 'payment', open_cents: 0, outcome: 'paid' }])
})
