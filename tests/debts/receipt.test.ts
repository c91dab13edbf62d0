import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Debt, type Debtors, openDebtors } from '../dunning/owing.ts'
import { eachFilter } from './room.ts'

let shop: Debtors

beforeAll(async () => {
  shop = await openDebtors()
})
afterAll(() => shop?.close())

/** The notice went ten days ago, and nobody knows whether it came. */
async function noticed(): Promise<Debt> {
  const debt = await shop.person(60)
  await shop.past(`insert into debt_notice (invoice_id, order_id, issued_on, principal_cents, interest_cents, costs_cents, issued_by)
    values ('${debt.invoiceId}', '${debt.orderId}', shop_today() - 10, ${debt.total}, 0, 0, '${shop.till.by}')`)
  return debt
}

test('a receipt is asked for only where it leads on: not of a debt that is restricted, disputed, held or cancelled', async () => {
  const [free, restricted, disputed, held, cancelled] = [
    await noticed(),
    await noticed(),
    await noticed(),
    await noticed(),
    await noticed(),
  ]
  await shop.restrict(restricted)
  await shop.object(disputed)
  await shop.past(`insert into dunning_hold (invoice_id, order_id, reason, placed_by)
      values ('${held.invoiceId}', '${held.orderId}', 'Zvanīja.', '${shop.till.by}');
    insert into cancellation (order_id, reason, cancelled_by)
      values ('${cancelled.orderId}', 'Kļūda.', '${shop.till.by}')`)
  const desk = await shop.office.hire('owner')
  expect((await eachFilter(desk, ['notice-sent']))['notice-sent']).toEqual([free.invoiceId])
})
