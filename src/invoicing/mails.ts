import type { MailBuilders } from '../correspondence/jobs.ts'
import { aboutOrder, letter } from '../orders/mails.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import * as invoices from './invoices.ts'
import { ensureDocument } from './jobs.ts'

/** The letter that brings an invoice, to the address for invoices where there is one. */
export const invoiceMails: Pick<MailBuilders, 'order-invoice'> = {
  async 'order-invoice'(shop, about) {
    const { worker } = shop.database
    const compose = aboutOrder(async (_, mail) => {
      const { number, grossCents, issuedOn, paidOn, dueOn } = invoice
      const made = mail.order.lines.some((line) => line.words !== null)
      const facts = { invoice: { number, grossCents, issuedOn, paidOn, dueOn }, made, orderNumber: mail.order.number }
      const to = mail.recipient.invoiceEmail ?? mail.recipient.email
      const subject = shop.t(mail.order.language)('mail.subject.order-invoice', { number })
      return { ...letter(shop, 'order-invoice', mail, facts), to, subject }
    })
    const invoice = await withPurpose(worker, 'accounting', 'job:send-mail', (tx) => invoices.snapshot(tx, about.id))
    const written = await compose(shop, about)
    if (!written) return undefined
    const content = await ensureDocument(worker, about.id)
    return { ...written, attachments: [{ name: `${invoice.number}.pdf`, type: 'application/pdf', content }] }
  },
}
