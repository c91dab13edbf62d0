import { afterAll, beforeAll, expect, test } from 'vitest'
import { openItems } from '../../src/bookkeeping/open-items.ts'
import { postingsOf } from '../../src/bookkeeping/postings.ts'
import { Conflict } from '../../src/platform/errors.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import * as writeOffs from '../../src/receivables/hand-over/write-offs.ts'
import type { Debt } from '../dunning/owing.ts'
import { type HandOvers, openHandOvers } from './ground.ts'

let shop: HandOvers

beforeAll(async () => {
  shop = await openHandOvers()
})
afterAll(() => shop?.close())

const giveUp = ({ invoiceId }: Debt) =>
  shop.till.contract((tx) =>
    writeOffs.writeOff(tx, {
      invoiceId,
      cause: 'uncollectable',
      reason: 'Nobody answers',
      by: shop.till.by,
      today: shop.till.around.today,
    }),
  )

const reverse = (writeOffId: string) =>
  shop.till.contract((tx) =>
    writeOffs.reverse(tx, { writeOffId, by: shop.till.by, today: shop.till.around.today }),
  )

/** What is open by the items, and what the journal has on the customers' account and on that of bad debts. */
async function books(debt: Debt) {
  const { today } = shop.till.around
  return withPurpose(shop.office.shop.database.backoffice, 'accounting', 'command', async (tx) => {
    const items: number[] = []
    const { number } = (await shop.till.order(debt.orderId)) as { number: string }
    for await (const item of openItems(tx, today)) if (item.orderNumber === number) items.push(item.openCents)
    const rows = await tx.execute<{ orderNumber: string; account: string; cents: number }>(
      postingsOf({ from: '2000-01-01' as never, until: today }, 'LV'),
    )
    const on = (account: string) =>
      rows
        .filter((row) => row.orderNumber === number && row.account === account)
        .reduce((sum, { cents }) => sum + Number(cents), 0)
    const open = items.reduce((sum, each) => sum + each, 0)
    return { open, receivables: on('receivables'), badDebts: on('badDebts') }
  })
}

test('what is written off is owed no longer, is a loss in the journal, and ends the case and the code', async () => {
  const debt = await shop.person()
  await shop.keepCode(debt, '18056505610')
  await shop.confirm(debt)
  const caseId = await shop.caseOf(debt)
  await giveUp(debt)
  await shop.look(caseId)
  expect(await books(debt)).toEqual({ open: 0, receivables: 0, badDebts: debt.total })
  const [left] = await shop.office.sql<object>(
    `select shop_settled($1) as settled, shop_code_wanted($1) as code, (select outcome from hand_over_end where case_id = $2) as outcome`,
    [debt.orderId, caseId],
  )
  expect(left).toEqual({ settled: true, code: false, outcome: 'written-off' })
  await expect(giveUp(debt)).rejects.toBeInstanceOf(Conflict)
})

test('money for it is not lost: it waits with a hint, and settles the debt once the write-off is reversed', async () => {
  const debt = await shop.company()
  const id = await giveUp(debt)
  await shop.till.receive(debt.orderId, debt.total, { moreReceived: true })
  expect(await books(debt)).toEqual({ open: -debt.total, receivables: -debt.total, badDebts: debt.total })
  const room = await shop.room()
  expect(room.text).toContain('Paid after it was written off')
  const done = await shop.desk.follow(await shop.desk.submit(room.form(/reversal$/)))
  expect(done.text).toContain('The write-off is reversed')
  expect(await books(debt)).toEqual({ open: 0, receivables: 0, badDebts: 0 })
  const [row] = await shop.office.sql<object>(
    'select shop_open_cents($1) as open, shop_due_cents($2) as due',
    [debt.invoiceId, debt.orderId],
  )
  expect(row).toEqual({ open: 0, due: debt.total })
  await expect(reverse(id)).rejects.toBeInstanceOf(Conflict)
})

test('two who reverse at once reverse once, and a write-off that was wrong is owed again', async () => {
  const debt = await shop.company()
  const id = await giveUp(debt)
  const outcomes = await Promise.allSettled([reverse(id), reverse(id)])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await books(debt)).toEqual({ open: debt.total, receivables: debt.total, badDebts: 0 })
  expect(await shop.obstacles(debt)).toEqual([])
})

test('it is read by the database that no more is written off than is open', async () => {
  const debt = await shop.company()
  const forced = shop.office.sql(
    `insert into write_off (invoice_id, order_id, amount_cents, cause, reason, written_off_on, written_off_by)
      values ($1, $2, 999999, 'small', 'x', shop_today(), gen_random_uuid())`,
    [debt.invoiceId, debt.orderId],
  )
  await expect(forced).rejects.toMatchObject({ constraint_name: 'within_open' })
})
