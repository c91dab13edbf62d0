import { afterAll, beforeAll, expect, test } from 'vitest'
import { cents } from '../../src/platform/money.ts'
import * as charges from '../../src/receivables/dunning/charges.ts'
import * as objections from '../../src/receivables/dunning/objections.ts'
import * as writeOffs from '../../src/receivables/hand-over/write-offs.ts'
import type { Debt } from '../dunning/owing.ts'
import { type HandOvers, openHandOvers } from './ground.ts'

let shop: HandOvers

beforeAll(async () => {
  shop = await openHandOvers()
})
afterAll(() => shop?.close())

/** A debt and a charge on it, both with a collector. */
async function handed() {
  const debt = await shop.company()
  const { by, around } = shop.till
  const charge = await shop.till.contract((tx) =>
    charges.charge(tx, { invoiceId: debt.invoiceId, by }, around),
  )
  await shop.confirm(debt)
  return { debt, charge, id: await shop.caseOf(debt) }
}

/** The look for which the database asked, and what came of it. */
async function told(caseId: string) {
  const [asked] = await shop.office.sql<{ asked: boolean }>(
    `select exists (select from graphile_worker._private_jobs where key = 'recall-debt:${caseId}') as asked`,
  )
  if (asked!.asked) await shop.look(caseId)
  return {
    recalls: await shop.office.sql<object>(
      `select cause, open_cents as open from debt_recall where case_id = '${caseId}' order by made_at`,
    ),
    end: (
      await shop.office.sql<{ outcome: string }>(
        `select outcome from hand_over_end where case_id = '${caseId}'`,
      )
    )[0]?.outcome,
  }
}

const reject = (debt: Debt) =>
  shop.past(`insert into debt_objection_decision (objection_id, order_id, upheld, reason, decided_by)
    select id, order_id, false, 'It is right.', '${shop.till.by}' from debt_objection where order_id = '${debt.orderId}'`)

test('a charge that is taken back is told to the collector that was told of it', async () => {
  const { debt, charge, id } = await handed()
  const { by, around } = shop.till
  await shop.till.contract((tx) => charges.credit(tx, { chargeId: charge.id, by }, around))
  expect(await told(id)).toEqual({ recalls: [{ cause: 'credit-note', open: debt.total }], end: undefined })
})

test('an objection to the charge alone brings the whole back, and it waits until somebody decided', async () => {
  const { debt, charge, id } = await handed()
  const raised = { invoiceId: charge.id, words: 'Procenti ir par daudz.', by: null }
  await shop.till.contract((tx) => objections.raise(tx, raised))
  expect(await told(id)).toEqual({ recalls: [{ cause: 'objection', open: 0 }], end: 'recalled' })
  expect(await shop.obstacles(debt)).toEqual(['objection'])
  await expect(shop.confirm(debt)).rejects.toMatchObject({ code: 'not-all' })
  await reject(debt)
  expect(await shop.obstacles(debt)).toEqual([])
})

test('a charge that was given up before the hand-over makes no payment a write-off', async () => {
  const debt = await shop.company()
  const { by, around, contract } = shop.till
  const charge = await contract((tx) => charges.charge(tx, { invoiceId: debt.invoiceId, by }, around))
  const given = {
    invoiceId: charge.id,
    cause: 'small',
    reason: 'Too little',
    by,
    today: around.today,
  } as const
  await contract((tx) => writeOffs.writeOff(tx, given))
  await shop.confirm(debt)
  const id = await shop.caseOf(debt)
  await shop.till.receive(debt.orderId, debt.total)
  expect(await told(id)).toEqual({ recalls: [{ cause: 'payment', open: 0 }], end: 'paid' })
})

test('what is paid is told with the charge that is still open, and the case ends with the last of both', async () => {
  const { debt, charge, id } = await handed()
  await shop.till.receive(debt.orderId, debt.total)
  const first = { cause: 'payment', open: charge.grossCents }
  expect(await told(id)).toEqual({ recalls: [first], end: undefined })
  await shop.till.receive(debt.orderId, cents(charge.grossCents))
  expect(await told(id)).toEqual({ recalls: [first, { cause: 'payment', open: 0 }], end: 'paid' })
})
