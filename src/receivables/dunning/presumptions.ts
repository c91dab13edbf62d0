import { sql } from 'drizzle-orm'
import { addDays, type IsoDate } from '../../platform/time.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Settings } from '../../settings/settings.ts'
import { openCalendar } from '../../settings/working-days.ts'
import { lastDayToObject } from './objection-days.ts'
import { debtNoticeReceipt } from './table.ts'

/**
 * Takes notices for received that were given so many days ago and whose receipt nobody has proved; the debtor's time to
 * object runs from that day. Nothing is presumed where the shop wants proof (`presumedDays` null). Returns how many.
 */
export async function presume(
  tx: Tx<'order-contract'>,
  { debts: { presumedDays } }: Pick<Settings, 'debts'>,
  today: IsoDate,
): Promise<number> {
  if (presumedDays === null) return 0
  const calendar = await openCalendar()
  const unproved = await unprovedSince(tx, addDays(today, -presumedDays))
  for (const { noticeId, orderId, issuedOn } of unproved) {
    const receivedOn = addDays(issuedOn, presumedDays)
    const objectUntil = lastDayToObject(receivedOn, calendar)
    await tx
      .insert(debtNoticeReceipt)
      .values({ noticeId, orderId, receivedOn, objectUntil, source: 'presumed' })
      .onConflictDoNothing()
  }
  return unproved.length
}

type Unproved = { noticeId: string; orderId: string; issuedOn: IsoDate }

/** What is paid meanwhile needs no presumption. */
async function unprovedSince(tx: Tx<'order-contract'>, day: IsoDate): Promise<Unproved[]> {
  return tx.execute<Unproved>(sql`
    select id as "noticeId", order_id as "orderId", issued_on as "issuedOn" from debt_notice
     where issued_on <= ${day} and shop_open_cents(invoice_id) > 0
       and not exists (select from debt_notice_receipt where notice_id = debt_notice.id)
     order by issued_on, id limit 500`)
}
