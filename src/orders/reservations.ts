import { type SQL, sql } from 'drizzle-orm'
import * as mails from '../correspondence/mails.ts'
import { addDays, type IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import * as fulfilment from './fulfilment.ts'
import { paymentReminder } from './table.ts'

/** Orders that nobody has paid anything for, by transfer or card, and whose last day to pay is this one or before it. */
async function unpaid(tx: Tx<'order-contract'>, until: IsoDate, and: SQL = sql`true`): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select id from "order"
     where payment_method in ('transfer', 'card') and pay_by <= ${until} and ${and}
       and shop_cancelled_at(id) is null and shop_paid_cents(id) = 0 and shop_due_cents(id) > 0
       -- A bank that takes its time has not said no.
       and not exists (select from card_attempt
                        where card_attempt.order_id = "order".id and ended is null and awaiting_since is not null)
       and not exists (select from shipment where shipment.order_id = "order".id)
     order by pay_by, id limit 500`)
  return rows.map(({ id }) => id)
}

/** Orders to remind of: their last day to pay is near, and no letter has gone. */
export async function toRemind(
  tx: Tx<'order-contract'>,
  { reminderDays }: Settings['paying'],
  today: IsoDate,
): Promise<string[]> {
  if (reminderDays === null) return []
  const waits = sql`pay_by >= ${today}
       and not exists (select from payment_reminder where payment_reminder.order_id = "order".id)`
  return unpaid(tx, addDays(today, reminderDays), waits)
}

/** Writes to the buyer once, before the reservation lapses. */
export async function remind(tx: Tx<'order-contract'>, orderId: string): Promise<void> {
  await fulfilment.lockOpenOrder(tx, orderId)
  const reminded = await tx
    .insert(paymentReminder)
    .values({ orderId })
    .onConflictDoNothing()
    .returning({ orderId: paymentReminder.orderId })
  if (reminded.length > 0) await mails.queue(tx, 'payment-reminder', { id: orderId, orderId })
}

/** Orders whose goods go back on sale: their last day to pay is long enough ago. */
export async function toRelease(
  tx: Tx<'order-contract'>,
  { releaseDays }: Settings['paying'],
  today: IsoDate,
): Promise<string[]> {
  return releaseDays === null ? [] : unpaid(tx, addDays(today, -releaseDays - 1))
}

/** The last day on which an order's goods are kept; null while nobody gives them up. */
export function keptUntil({ releaseDays }: Settings['paying'], payBy: IsoDate): IsoDate | null {
  return releaseDays === null ? null : addDays(payBy, releaseDays)
}
