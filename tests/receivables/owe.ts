import * as payLater from '../../src/orders/pay-later.ts'
import { addDays } from '../../src/platform/time.ts'
import { placed, type Wanted } from '../orders/placed.ts'
import { withSql } from '../support/postgres.ts'
import type { RunningShop } from '../support/running-shop.ts'
import { type Bought, walker } from '../support/trade.ts'
import { openTill } from './till.ts'

/** A debt, and who owes it. */
export type Owed = Bought & {
  readonly invoiceId: string
  /** Of the invoice. */
  readonly document: string
  /** Cents. */
  readonly total: number
}

/** A running shop whose buyers owe it money. */
export function openDebts(shop: RunningShop) {
  const till = openTill(shop.shop)
  const sql = <T extends object>(text: string) =>
    withSql(shop.database.url, async (own) => [...(await own.unsafe<T[]>(text))])
  /** Days that pass: facts of the past are so much older. */
  const past = (text: string) => sql(`begin; set local session_replication_role = replica; ${text}; commit`)
  return {
    shop,
    till,
    sql,
    past,
    /** Goods that came and were not paid for so many days after the due day. */
    async owe(overdue: number, wanted: Wanted = {}): Promise<Owed> {
      const bought = await placed(shop.shop, walker(shop), { priceCents: 4000, ...wanted, payment: 'later' })
      const { id } = bought
      await till.contract((tx) => payLater.trust(tx, id, 14, till.by))
      await till.pack(id)
      await till.send(id)
      await till.handOver(id)
      const [invoice] = await till.books(id)
      const dueOn = addDays(till.around.today, -overdue)
      await past(`update invoice set due_on = '${dueOn}' where id = '${invoice!.id}'`)
      return { ...bought, invoiceId: invoice!.id, document: invoice!.number, total: invoice!.gross }
    },
  }
}
