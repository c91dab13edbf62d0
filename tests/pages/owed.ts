import * as notices from '../../src/receivables/dunning/notices.ts'
import * as objections from '../../src/receivables/dunning/objections.ts'
import { type Owed, openDebts } from '../receivables/owe.ts'
import type { RunningShop } from '../support/running-shop.ts'

export const debtStates = ['overdue', 'noticed', 'objected', 'decided', 'paid', 'restricted'] as const
export type DebtState = (typeof debtStates)[number]

/** A debt in each state in which its debtor can meet it. */
export async function owedIn(shop: RunningShop): Promise<Record<DebtState, Owed>> {
  const { till, past, owe } = openDebts(shop)
  const { by, around } = till

  async function noticed(): Promise<Owed> {
    const owed = await owe(200)
    const { invoiceId } = owed
    await till.contract((tx) => notices.give(tx, { invoiceId, by, today: around.today }, around))
    return owed
  }

  async function objected(times: number): Promise<Owed> {
    const owed = await noticed()
    for (let left = times; left > 0; left -= 1) {
      const given = { invoiceId: owed.invoiceId, words: 'Ne visu saņēmu. '.repeat(20), by: null }
      const objectionId = await till.contract((tx) => objections.raise(tx, given))
      const decided = { objectionId, upheld: false, reason: 'Kurjers nodeva visu.', by }
      if (left > 1) await till.contract((tx) => objections.decide(tx, decided))
    }
    return owed
  }

  async function paid(): Promise<Owed> {
    const owed = await noticed()
    await till.receive(owed.orderId, owed.total)
    return owed
  }

  async function restricted(): Promise<Owed> {
    const owed = await owe(200)
    await past(`insert into restricted_order (order_id) values ('${owed.orderId}')`)
    return owed
  }

  return {
    overdue: await owe(200),
    noticed: await noticed(),
    objected: await objected(1),
    decided: await objected(2),
    paid: await paid(),
    restricted: await restricted(),
  }
}
