import * as payLater from '../../src/orders/pay-later.ts'
import { addDays, type IsoDate } from '../../src/platform/time.ts'
import type { Office } from '../admin/office.ts'
import { placed, type Wanted } from '../orders/placed.ts'
import type { Client } from '../support/client.ts'
import type { openTill } from './till.ts'

/** What a buyer has not paid for goods that left. */
export interface Debt {
  readonly orderId: string
  readonly invoiceId: string
  /** Cents. */
  readonly total: number
}

/** The same, until when it was due, and in whose browser. */
export interface Owed extends Debt {
  readonly dueOn: IsoDate
  readonly buyer: Client
}

/** An order of 100 euros that is paid later and was due so many days ago; to come, where it is negative. */
export async function owe(
  office: Office,
  till: ReturnType<typeof openTill>,
  overdue: number,
  wanted: Wanted,
  visitor = office.visitor({ audit: false }),
): Promise<Owed> {
  const { id, buyer } = await placed(office.shop, visitor, {
    priceCents: 10_000,
    ...wanted,
    payment: 'later',
  })
  await till.contract((tx) => payLater.trust(tx, id, 14, till.by))
  await till.pack(id)
  await till.send(id)
  const [invoice] = await till.books(id)
  const dueOn = addDays(till.around.today, -overdue)
  await past(office, `update invoice set due_on = '${dueOn}' where id = '${invoice!.id}'`)
  return { orderId: id, invoiceId: invoice!.id, dueOn, total: invoice!.gross, buyer }
}

/** Days that pass: facts of the past are so much older. */
export function past(office: Office, statement: string) {
  return office.sql(`begin; set local session_replication_role = replica; ${statement}; commit`)
}
