import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Conflict } from '../../src/platform/errors.ts'
import { addDays, type IsoDate } from '../../src/platform/time.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { credit } from '../../src/receivables/credits.ts'
import { stateOf } from '../../src/receivables/debt-states.ts'
import * as debts from '../../src/receivables/debts.ts'
import * as notices from '../../src/receivables/dunning/notices.ts'
import * as objections from '../../src/receivables/dunning/objections.ts'
import * as promises from '../../src/receivables/dunning/promises.ts'
import * as handOvers from '../../src/receivables/hand-over/hand-overs.ts'
import { recallJobs } from '../../src/receivables/hand-over/jobs-recall.ts'
import { type Debt, type Debtors, openDebtors } from '../dunning/owing.ts'

// One debt from its invoice to its collector. Time passes by every fact becoming older; nobody waits.

let house: Debtors
let collector: string

beforeAll(async () => {
  house = await openDebtors()
  await house.set({ automatic: true })
  const [row] = await house.office.sql<{ id: string }>(
    `select id from recipient where kind = 'debt-collector' and licence_number is not null and agreement_reference is not null`,
  )
  collector = row!.id
}, 120_000)
afterAll(() => house.close())

/** A step of the way: how many days before it, what is done, and where the debt stands afterwards. */
interface Stage {
  readonly after: number
  readonly does?: (debt: Debt) => Promise<unknown>
  readonly state: string
  /** Letters asking for money that went so far. */
  readonly letters: number
}

// Due in three weeks at the start.
const person: Record<string, Stage> = {
  'not due': { after: 0, state: 'not-due', letters: 0 },
  overdue: { after: 22, state: 'overdue', letters: 0 },
  reminded: { after: 4, state: 'reminded', letters: 1 },
  'notice given': { after: 5, does: giveNotice, state: 'notice-sent', letters: 1 },
  'notice received': { after: 3, does: noteReceipt, state: 'received', letters: 1 },
  // Its last day may be moved by a weekend and holidays.
  'time to object over': { after: 30, state: 'free-to-collect', letters: 1 },
  'handed over': { after: 1, does: handOver, state: 'handed-over', letters: 1 },
}
const company: Record<string, Stage> = {
  'not due': { after: 0, state: 'not-due', letters: 0 },
  'reminded before': { after: 18, state: 'reminded', letters: 1 },
  'reminded first': { after: 6, state: 'reminded', letters: 2 },
  'reminded last': { after: 11, state: 'reminded', letters: 3 },
  'notice given': { after: 16, does: giveNotice, state: 'notice-sent', letters: 3 },
  'handed over': { after: 22, does: handOver, state: 'handed-over', letters: 3 },
}
const schedules = { person, company }

describe.each(['person', 'company'] as const)('a %s', (kind) => {
  const stages = Object.entries(schedules[kind])

  test('each day finds the debt where it should be, and each letter goes once', async () => {
    const debt = await begin(kind)
    for (const [name, stage] of stages) {
      await pass(debt, stage)
      expect([name, await stands(debt), (await house.sent(debt)).letters]).toEqual([
        name,
        stage.state,
        stage.letters,
      ])
    }
  })

  test.each(
    stages.map(([name], index) => [name, index] as const),
  )('money that comes when it is “%s” ends it', async (_, index) => {
    const debt = await reach(kind, index)
    await house.till.receive(debt.orderId, debt.total)
    await ends(debt, 'paid')
  })

  test.each(
    stages.map(([name], index) => [name, index] as const),
  )('a credit note that comes when it is “%s” ends it', async (_, index) => {
    const debt = await reach(kind, index)
    await house.till.contract(async (tx) => {
      const lines = await house.office.sql<{ orderLineId: string; quantity: number }>(
        `select id as "orderLineId", quantity from order_line where order_id = '${debt.orderId}'`,
      )
      await credit(tx, debt.orderId, { lines, delivery: 'all', cause: 'complaint' }, house.till.acting)
    })
    await ends(debt, 'paid')
  })

  test.each(
    stages.map(([name], index) => [name, index] as const),
  )('an objection when it is “%s” stops all of it until a person decides', async (_, index) => {
    const debt = await reach(kind, index)
    const id = await house.till.contract((tx) =>
      objections.raise(tx, { invoiceId: debt.invoiceId, words: 'Nav mans.', by: null }),
    )
    await rests(debt, 'objection', index)
    const decision = { objectionId: id, upheld: false, reason: 'Piegāde ir pierādīta.', by: house.till.by }
    await house.till.contract((tx) => objections.decide(tx, decision))
    await goesOn(debt, kind, index)
  })

  test.each(
    stages.map(([name], index) => [name, index] as const),
  )('a promise when it is “%s” holds it for its days, and no longer', async (_, index) => {
    const debt = await reach(kind, index)
    const promisedOn = addDays(house.till.around.today, 3)
    await house.till.contract((tx) =>
      promises.note(tx, { invoiceId: debt.invoiceId, promisedOn, by: house.till.by }),
    )
    // What is with a collector stays there.
    await rests(debt, stages[index]![0] === 'handed over' ? 'handed-over' : 'promised', index)
    await older(debt, 4)
    await goesOn(debt, kind, index)
  })

  test.each(
    stages.map(([name], index) => [name, index] as const),
  )('a restriction when it is “%s” stops what has not begun at a collector', async (_, index) => {
    const debt = await reach(kind, index)
    await house.restrict(debt)
    if (stages[index]![0] === 'handed over') return expect(await stands(debt)).toBe('handed-over')
    await rests(debt, 'restricted', index)
    await refused(handOver(debt))
  })

  async function goesOn(debt: Debt, which: 'person' | 'company', index: number): Promise<void> {
    const recalled = (await calledBack(debt)) !== null
    const rest = Object.values(schedules[which]).slice(index + 1)
    for (const stage of rest) await pass(debt, stage)
    if (recalled) await handOver(debt)
    expect(await stands(debt)).toBe('handed-over')
  }
})

/** Whatever is tried afterwards: nothing is asked for any more. */
async function ends(debt: Debt, state: string): Promise<void> {
  const { letters } = await house.sent(debt)
  await look(debt)
  expect(await stands(debt)).toBe(state)
  await older(debt, 40)
  await house.morning()
  await refused(giveNotice(debt))
  await refused(handOver(debt))
  expect((await house.sent(debt)).letters).toBe(letters)
  const [open] = await house.office.sql(
    `select from hand_over_case where invoice_id = '${debt.invoiceId}'
        and not exists (select from hand_over_end where case_id = hand_over_case.id)`,
  )
  expect(open).toBeUndefined()
}

/** Stopped for as long as it lasts; what was with a collector comes back. */
async function rests(debt: Debt, state: string, index: number): Promise<void> {
  const { letters } = await house.sent(debt)
  await look(debt)
  await older(debt, 2)
  await house.morning()
  expect([index, await stands(debt)]).toEqual([index, state])
  await refused(giveNotice(debt))
  await refused(handOver(debt))
  expect((await house.sent(debt)).letters).toBe(letters)
}

async function begin(kind: 'person' | 'company'): Promise<Debt> {
  const debt = await house[kind](-21)
  await house.till.handOver(debt.orderId)
  return debt
}

async function reach(kind: 'person' | 'company', index: number): Promise<Debt> {
  const debt = await begin(kind)
  for (const stage of Object.values(schedules[kind]).slice(0, index + 1)) await pass(debt, stage)
  return debt
}

async function pass(debt: Debt, { after, does }: Stage): Promise<void> {
  await older(debt, after)
  await house.morning()
  // The same morning comes twice when a run is repeated.
  await house.morning()
  await does?.(debt)
}

async function stands({ invoiceId }: Debt): Promise<string> {
  const debt = await house.till.contract((tx) => debts.find(tx, invoiceId))
  return stateOf(debt!, house.till.around.today).key
}

function giveNotice({ invoiceId }: Debt): Promise<unknown> {
  const { by, around, contract } = house.till
  return contract((tx) => notices.give(tx, { invoiceId, by, today: around.today }, around))
}

async function noteReceipt({ invoiceId }: Debt): Promise<unknown> {
  const { by, around, contract } = house.till
  const [notice] = await house.office.sql<{ id: string }>(
    `select id from debt_notice where invoice_id = '${invoiceId}'`,
  )
  const receipt = { noticeId: notice!.id, receivedOn: around.today as IsoDate, proof: 'RR123456785LV', by }
  return contract((tx) => notices.noteReceipt(tx, receipt))
}

function handOver({ invoiceId }: Debt): Promise<unknown> {
  const { by, around } = house.till
  return withPurpose(house.office.shop.database.backoffice, 'debt-collection', `staff:${by}`, (tx) =>
    handOvers.confirm(tx, { recipientId: collector, invoiceIds: [invoiceId], by }, around),
  )
}

async function refused(trying: Promise<unknown>): Promise<void> {
  const answer = await trying.then(() => 'done').catch((error: unknown) => error)
  // Under a restriction the purposes see nothing to act on.
  expect(answer === 'done' ? answer : answer instanceof Conflict || (answer as Error).name).not.toBe('done')
}

/** What the database queued for what is with a collector. */
async function look(debt: Debt): Promise<void> {
  const id = await calledBack(debt, 'any')
  if (id) await recallJobs(house.office.shop)['recall-debt']!({ case: id }, {} as never)
}

async function calledBack({ invoiceId }: Debt, which: 'any' | 'ended' = 'ended'): Promise<string | null> {
  const [row] = await house.office.sql<{ id: string }>(
    `select id from hand_over_case where invoice_id = '${invoiceId}'
        and ('${which}' = 'any' or exists (select from hand_over_end where case_id = hand_over_case.id)) limit 1`,
  )
  return row?.id ?? null
}

/** So many days pass. */
function older({ orderId, invoiceId }: Debt, days: number): Promise<unknown> {
  const by = `interval '${days} days'`
  return house.past(`
    update invoice set issued_on = issued_on - ${days}, supplied_on = supplied_on - ${days}, due_on = due_on - ${days}
     where order_id = '${orderId}';
    update "order" set placed_at = placed_at - ${by}, pay_by = pay_by - ${days} where id = '${orderId}';
    update shipment_dispatch set dispatched_at = dispatched_at - ${by} where order_id = '${orderId}';
    update shipment_delivery set delivered_on = delivered_on - ${days}, withdrawal_until = withdrawal_until - ${days}
     where order_id = '${orderId}';
    update reminder set asked_at = asked_at - ${by} where order_id = '${orderId}';
    update payment_promise set promised_on = promised_on - ${days} where invoice_id = '${invoiceId}';
    update debt_notice set issued_on = issued_on - ${days} where invoice_id = '${invoiceId}';
    update debt_notice_receipt set received_on = received_on - ${days}, object_until = object_until - ${days}
     where order_id = '${orderId}';
    update hand_over set confirmed_at = confirmed_at - ${by}
     where id in (select hand_over_id from hand_over_case where invoice_id = '${invoiceId}')`)
}
