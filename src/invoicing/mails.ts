import type { MailBuilders } from '../correspondence/jobs.ts'
import { aboutOrder, letter, type OrderMail } from '../orders/letters.ts'
import { documentName } from './documents.ts'
import * as invoices from './invoices.ts'
import { ensureDocument } from './jobs.ts'

/**
 * The letter that brings an invoice, to the address for invoices where the buyer gave one. Whoever reads that need not
 * see the whole order: no link opens it from there.
 */
export const invoiceMails: Pick<MailBuilders, 'order-invoice'> = {
  'order-invoice': aboutOrder(
    (tx, _, about) => tx.under('accounting', (accounting) => invoices.snapshot(accounting, about.id)),
    async (shop, mail, { number, grossCents, prepaidCents, issuedOn, paidOn, dueOn }) => ({
      ...letter(shop, 'order-invoice', mail, {
        invoice: { number, grossCents, openCents: grossCents - prepaidCents, issuedOn, paidOn, dueOn },
        worded: mail.order.lines.some((line) => line.words !== null),
        ...(isElsewhere(mail.recipient) && { href: undefined }),
      }),
      to: mail.recipient.invoiceEmail ?? mail.recipient.email,
      subject: shop.t(mail.order.language)('mail.subject.order-invoice', { number }),
      attachments: [
        {
          name: documentName(number),
          type: 'application/pdf',
          content: await ensureDocument(shop.database.worker, mail.about.id),
        },
      ],
    }),
  ),
}

function isElsewhere({ email, invoiceEmail }: OrderMail['recipient']): boolean {
  return invoiceEmail !== null && invoiceEmail !== email
}
