import { type CastPerson, companies, people } from '../../seed/cast.ts'
import { addDays } from '../../src/platform/time.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import * as notices from '../../src/receivables/dunning/notices.ts'
import * as objections from '../../src/receivables/dunning/objections.ts'
import * as handOvers from '../../src/receivables/hand-over/hand-overs.ts'
import * as writeOffs from '../../src/receivables/hand-over/write-offs.ts'
import { type Owed, openDebts } from '../receivables/owe.ts'
import type { RunningShop } from '../support/running-shop.ts'

/** A morning on which everything that can be done about debts waits; its collector has no e-mail. */
export async function owingMorning(shop: RunningShop) {
  const ground = openDebts(shop)
  const { owe, sql } = ground
  const person = (overdue: number, by: CastPerson = people.anna) => owe(overdue, { by })
  const company = (overdue: number) => owe(overdue, { by: companies.builders })

  const recipient = `update recipient set email = null where kind = 'debt-collector' returning id`
  const [collector] = await sql<{ id: string }>(recipient)
  return {
    sql,
    toRemind: [await person(10), await person(12, people.janis)],
    toNotify: [
      await reminded(ground, await person(40), 1),
      await reminded(ground, await person(41, people.janis), 1),
    ],
    toReceive: await noticed(ground, await person(60), 10),
    ripe: await heard(ground, await noticed(ground, await person(90, people.janis), 40), 35),
    early: await reminded(ground, await company(20), 3),
    wrong: await disputed(ground, await person(30)),
    right: await disputed(ground, await person(31, people.janis)),
    paidAtCollector: await paidAtCollector(ground, await company(60), collector!.id),
    paidAfterAll: await paidAfterAll(ground, await person(70)),
    // Neither had a notice, and neither gets one any more.
    barred: [await person(11 * 366), await company(4 * 366)],
  }
}

type Ground = ReturnType<typeof openDebts>

async function reminded({ past }: Ground, debt: Owed, level: number): Promise<Owed> {
  await past(`insert into reminder (invoice_id, order_id, level, asked_at)
    values ('${debt.invoiceId}', '${debt.orderId}', ${level}, now() - interval '20 days')`)
  return debt
}

async function noticed({ till, past }: Ground, debt: Owed, ago: number): Promise<Owed> {
  const { around, by } = till
  const id = await till.contract((tx) =>
    notices.give(tx, { invoiceId: debt.invoiceId, by, today: around.today }, around),
  )
  await past(`update debt_notice set issued_on = issued_on - ${ago} where id = '${id}'`)
  return debt
}

async function heard({ till, past }: Ground, debt: Owed, ago: number): Promise<Owed> {
  const day = addDays(till.around.today, -ago)
  await past(`insert into debt_notice_receipt (notice_id, order_id, received_on, object_until, source, proof, noted_by)
    select id, order_id, '${day}', '${addDays(day, 21)}', 'proof', 'RR1', '${till.by}'
      from debt_notice where invoice_id = '${debt.invoiceId}'`)
  return debt
}

async function disputed({ till }: Ground, debt: Owed): Promise<Owed> {
  const { invoiceId } = debt
  await till.contract((tx) => objections.raise(tx, { invoiceId, words: 'Viena zīme ir salauzta.', by: null }))
  return debt
}

/** Its collector has not heard of the payment. */
async function paidAtCollector({ shop, till }: Ground, debt: Owed, recipientId: string): Promise<Owed> {
  const { around, by } = till
  await withPurpose(shop.shop.database.backoffice, 'debt-collection', `staff:${by}`, (tx) =>
    handOvers.confirm(tx, { recipientId, invoiceIds: [debt.invoiceId], by }, around),
  )
  await till.receive(debt.orderId, debt.total)
  return debt
}

async function paidAfterAll({ till }: Ground, debt: Owed): Promise<Owed> {
  const { by, around } = till
  const given = { cause: 'uncollectable', reason: 'Nav atrodams.', by, today: around.today } as const
  await till.contract((tx) => writeOffs.writeOff(tx, { ...given, invoiceId: debt.invoiceId }))
  await till.receive(debt.orderId, debt.total, { moreReceived: true })
  return debt
}
