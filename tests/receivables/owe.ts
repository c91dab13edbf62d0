import type { OpenedShop } from '../../src/open-shop.ts'
import * as payLater from '../../src/orders/pay-later.ts'
import { addDays, type IsoDate } from '../../src/platform/time.ts'
import { placed, type Wanted } from '../orders/placed.ts'
import type { Client } from '../support/client.ts'
import { withSql } from '../support/postgres.ts'
import type { RunningShop } from '../support/running-shop.ts'
import { walker } from '../support/trade.ts'
import { openTill } from './till.ts'

/** What a buyer has not paid for goods that left. */
export interface Debt {
  readonly orderId: string
  readonly invoiceId: string
  /** Cents. */
  readonly total: number
}

/** The same, until when it was due, what its papers are called, and in whose browser. */
export interface Owed extends Debt {
  readonly dueOn: IsoDate
  /** Of the order. */
  readonly number: string
  /** Of the invoice. */
  readonly document: string
  readonly buyer: Client
}

/** Where debts come about: a shop, and one statement as its database's owner. */
export interface Ground {
  readonly shop: OpenedShop
  sql<T extends object>(text: string): Promise<T[]>
}

type Till = ReturnType<typeof openTill>

/** An order of 100 euros that is paid later and was due so many days ago; to come, where it is negative. */
export async function owe(
  ground: Ground,
  till: Till,
  visitor: Client,
  overdue: number,
  wanted: Wanted = {},
): Promise<Owed> {
  return overdueBy(ground, till, await unpaid(ground, till, visitor, wanted), overdue)
}

type Unpaid = Omit<Owed, 'dueOn'>

async function unpaid({ shop }: Ground, till: Till, visitor: Client, wanted: Wanted): Promise<Unpaid> {
  const { id, number, buyer } = await placed(shop, visitor, {
    priceCents: 10_000,
    ...wanted,
    payment: 'later',
  })
  await till.contract((tx) => payLater.trust(tx, id, 14, till.by))
  await till.pack(id)
  await till.send(id)
  const [invoice] = await till.books(id)
  const { id: invoiceId, number: document, gross: total } = invoice!
  return { orderId: id, number, invoiceId, document, total, buyer }
}

async function overdueBy(ground: Ground, till: Till, debt: Unpaid, days: number): Promise<Owed> {
  const dueOn = addDays(till.around.today, -days)
  await past(ground, `update invoice set due_on = '${dueOn}' where id = '${debt.invoiceId}'`)
  return { ...debt, dueOn }
}

/** Days that pass: facts of the past are so much older. */
export function past({ sql }: Ground, statement: string) {
  return sql(`begin; set local session_replication_role = replica; ${statement}; commit`)
}

/** A running shop whose buyers have their goods and owe it money. */
export function openDebts(shop: RunningShop) {
  const till = openTill(shop.shop)
  const sql = <T extends object>(text: string) =>
    withSql(shop.database.url, async (own) => [...(await own.unsafe<T[]>(text))])
  const ground = { shop: shop.shop, sql }
  return {
    shop,
    till,
    sql,
    past: (statement: string) => past(ground, statement),
    /** Goods that came and were not paid for so many days after the due day. */
    async owe(overdue: number, wanted: Wanted = {}): Promise<Owed> {
      const debt = await unpaid(ground, till, walker(shop), { priceCents: 4000, ...wanted })
      await till.handOver(debt.orderId)
      return overdueBy(ground, till, debt, overdue)
    },
  }
}
