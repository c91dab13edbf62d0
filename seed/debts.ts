import { sql } from 'drizzle-orm'
import * as payLater from '../src/orders/pay-later.ts'
import { addDays, dayIn, type IsoDate } from '../src/platform/time.ts'
import type { Tx } from '../src/privacy/with-purpose.ts'
import * as notices from '../src/receivables/dunning/notices.ts'
import * as objections from '../src/receivables/dunning/objections.ts'
import * as promises from '../src/receivables/dunning/promises.ts'
import * as reminders from '../src/receivables/dunning/reminders.ts'
import type { SeedDebtFact, SeedOrder } from './seed-order.ts'
import { clerk, type Ground } from './trade.ts'

/** Somebody of the staff lets the buyer pay after the goods came. */
export async function trust({ past }: Ground, orderId: string, { later }: SeedOrder): Promise<void> {
  await past.asStaff(clerk, (tx) => payLater.trust(tx, orderId, later!, clerk))
}

/** What was done about the order's debt, as staff or the debtor do it. */
export async function happen(
  ground: Ground,
  orderId: string,
  { what, level = 1, words = '' }: SeedDebtFact,
  moment: Date,
): Promise<void> {
  const { past, settings, zone } = ground
  const today = dayIn(zone, moment)
  await past.asStaff(clerk, async (tx) => {
    const invoiceId = await debtOf(tx, orderId)
    switch (what) {
      case 'remind':
        return reminders.remind(tx, invoiceId, clerk, level)
      case 'promise':
        return promises.note(tx, { invoiceId, promisedOn: addDays(today, 10), by: clerk })
      case 'notice':
        await notices.give(tx, { invoiceId, by: clerk, today }, { settings })
        return
      case 'receipt':
        await noteReceipt(tx, invoiceId, today, words)
        return
      case 'objection':
        await objections.raise(tx, { invoiceId, words, by: null })
    }
  })
}

async function noteReceipt(
  tx: Tx<'order-contract'>,
  invoiceId: string,
  receivedOn: IsoDate,
  proof: string,
): Promise<void> {
  const [notice] = await tx.execute<{ id: string }>(
    sql`select id from debt_notice where invoice_id = ${invoiceId}`,
  )
  await notices.noteReceipt(tx, { noticeId: notice!.id, receivedOn, proof, by: clerk })
}

async function debtOf(tx: Tx<'order-contract'>, orderId: string): Promise<string> {
  const [debt] = await tx.execute<{ id: string }>(
    sql`select id from invoice where order_id = ${orderId} and due_on is not null`,
  )
  return debt!.id
}
