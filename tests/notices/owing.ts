import { sql } from 'drizzle-orm'
import { companies } from '../../seed/cast.ts'
import type { IsoDate } from '../../src/platform/time.ts'
import { type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import * as charges from '../../src/receivables/dunning/charges.ts'
import * as notices from '../../src/receivables/dunning/notices.ts'
import * as objections from '../../src/receivables/dunning/objections.ts'
import { urlFor } from '../../src/urls.ts'
import { openOffice } from '../admin/office.ts'
import type { Wanted } from '../orders/placed.ts'
import { type Owed as Debt, owe } from '../receivables/owe.ts'
import { openTill } from '../receivables/till.ts'

export type { Debt }

/** A shop whose buyers owe it money, and what staff do about it. */
export type Owing = Awaited<ReturnType<typeof openOwing>>

export async function openOwing() {
  const office = await openOffice()
  const till = openTill(office.shop)
  const { by, around, contract } = till
  return {
    office,
    till,
    around,
    by,
    sql: office.sql,
    person: (overdue: number, wanted: Wanted = {}) => owe(office, till, office.visitor(), overdue, wanted),
    company: (overdue: number, wanted: Wanted = {}) =>
      owe(office, till, office.visitor(), overdue, { by: companies.builders, ...wanted }),
    charge: ({ invoiceId }: Debt, what?: charges.Chosen) =>
      contract((tx) => charges.charge(tx, { invoiceId, by, ...(what && { what }) }, around)),
    takeBack: (chargeId: string) => contract((tx) => charges.credit(tx, { chargeId, by }, around)),
    give: ({ invoiceId }: Debt) =>
      contract((tx) => notices.give(tx, { invoiceId, by, today: around.today }, around)),
    received: (noticeId: string, receivedOn: IsoDate) =>
      contract((tx) => notices.noteReceipt(tx, { noticeId, receivedOn, proof: 'RR123456789LV', by })),
    raise: ({ invoiceId }: Debt, words = 'Samaksāju 3. martā.', noted: string | null = by) =>
      contract((tx) => objections.raise(tx, { invoiceId, words, by: noted })),
    decide: (objectionId: string, upheld: boolean, reason = 'Maksājums nav atrasts.') =>
      contract((tx) => objections.decide(tx, { objectionId, upheld, reason, by })),
    problems: async ({ invoiceId }: Debt) => {
      const [row] = await contract((tx) =>
        tx.execute<{ dunning: string[]; collection: string[] }>(sql`
          select shop_dunning_problems(${invoiceId}) as dunning, shop_collection_problems(${invoiceId}) as collection`),
      )
      return row!
    },
    accounting: <T>(work: (tx: Tx<'accounting'>) => Promise<T>) =>
      withPurpose(office.shop.database.backoffice, 'accounting', `staff:${by}`, work),
    /** The kinds of mail queued about an order, oldest first. */
    mails: async ({ orderId }: Debt) => {
      const rows = await office.sql<{ kind: string; id: string }>(
        `select kind, about_id as id from mail where order_id = '${orderId}' and kind like any (array['debt-%', 'order-invoice']) order by queued_at`,
      )
      return [...rows]
    },
    debtPage: ({ orderId, buyer }: Debt, tongue: 'lv' | 'en' | 'sv' | 'nl' = 'lv') =>
      buyer.get(urlFor('orderDebt', tongue, { id: orderId })),
    close: () => office.close(),
  }
}
