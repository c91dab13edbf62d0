import { sql } from 'drizzle-orm'
import type { MailBuilder, MailBuilders } from '../../correspondence/jobs.ts'
import { aboutOrder, type OrderMail } from '../../orders/letters.ts'
import { type Tx, withoutPurpose } from '../../privacy/with-purpose.ts'
import type { Shop } from '../../shop.ts'
import { type Reminded, reminderLetter } from './reminder-mail.ts'
import { takeBack } from './reminders.ts'
import { stepsFor, type Tone, toneOf } from './schedule.ts'

/** The letter that asks for what is due. Where something stands in its way by now none goes, and its step may come again. */
export const reminderMails: Pick<MailBuilders, 'debt-reminder'> = {
  async 'debt-reminder'(shop, about) {
    const letter = await stillAsking(shop, about)
    if (!letter) await withoutPurpose(shop.database.worker, 'job:send-mail', (tx) => takeBack(tx, about.id))
    return letter
  },
}

/**
 * To the address for invoices where the buyer gave one: whoever reads that need not see the whole order, so no link opens it
 * from there.
 */
const stillAsking: MailBuilder = aboutOrder(
  (tx, order, { id }) => stillDue(tx, id, order.number),
  (shop, { order: { language }, recipient, secret, href }: OrderMail, debt) => {
    const { name, email, invoiceEmail } = recipient
    const elsewhere = invoiceEmail !== null && invoiceEmail !== email
    return reminderLetter(
      shop,
      { to: invoiceEmail ?? email, name, language, secret, href: elsewhere ? undefined : href },
      { ...debt, tone: toneNow(shop, debt) },
    )
  },
)

type StillDue = Omit<Reminded, 'tone'> & { readonly level: number }

function toneNow(shop: Shop, { kind, level, dueOn }: StillDue): Tone {
  return toneOf(stepsFor(kind, shop.known().settings.debts), level, dueOn, shop.clock.today())
}

/** Undefined where it was paid, disputed, held or handed over since the letter was queued: then none goes. */
async function stillDue(
  tx: Tx<'order-contract'>,
  reminderId: string,
  orderNumber: string,
): Promise<StillDue | undefined> {
  const [row] = await tx.execute<Omit<StillDue, 'orderNumber'> & Record<string, unknown>>(sql`
    select order_party.kind, invoice.number, invoice.due_on as "dueOn", reminder.level,
           shop_open_cents(invoice.id) as "openCents",
           shop_open_cents(invoice.id) < invoice.gross_cents as partly, invoice.payment_reference as reference
      from reminder join invoice on invoice.id = reminder.invoice_id
      join order_party on order_party.order_id = reminder.order_id
     where reminder.id = ${reminderId} and cardinality(shop_dunning_problems(invoice.id)) = 0
       and not exists (select from debt_notice where debt_notice.invoice_id = invoice.id)
       and shop_handed_over(invoice.id) is null`)
  return row && { ...row, orderNumber }
}
