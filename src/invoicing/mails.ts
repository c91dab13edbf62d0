import type { MailBuilders } from '../correspondence/jobs.ts'
import { aboutOrder, letter, type OrderMail } from '../orders/letters.ts'
import * as proofs from '../orders/proofs.ts'
import { printedReference } from '../payments/reference.ts'
import { documentName } from './documents.ts'
import * as invoices from './invoices.ts'
import { ensureDocument } from './jobs.ts'
import { askedCents, type InvoiceSnapshot, taxed } from './snapshot.ts'

/**
 * The letter that brings an invoice, to the address for invoices where the buyer gave one. Whoever reads that need not
 * see the whole order: no link opens it from there.
 */
export const invoiceMails: Pick<MailBuilders, 'order-invoice' | 'vat-taken-off'> = {
  'order-invoice': aboutOrder(
    async (tx, order, about) => ({
      document: await tx.under('accounting', (accounting) => invoices.snapshot(accounting, about.id)),
      drawings: await proofs.latest(tx, order.id),
    }),
    async (shop, mail, { document, drawings }) => ({
      ...letter(shop, 'order-invoice', mail, {
        invoice: { ...shownOf(document), openCents: askedCents(document) },
        next: nextOf(mail, document, drawings),
        ...(isElsewhere(mail.recipient) && { href: undefined }),
      }),
      to: mail.recipient.invoiceEmail ?? mail.recipient.email,
      subject: shop.t(mail.order.language)(subjects[document.kind], { number: document.number }),
      attachments: [
        {
          name: documentName(document.number),
          type: 'application/pdf',
          content: await ensureDocument(shop.database.worker, mail.about.id),
        },
      ],
    }),
  ),
  'vat-taken-off': aboutOrder(
    async (_, { party, lines, cancellation }) =>
      !cancellation && lines.some(({ vatCategory }) => vatCategory === 'K')
        ? { vatNumber: party?.vatNumber }
        : undefined,
    (shop, mail, facts) =>
      letter(shop, 'vat-taken-off', mail, {
        ...facts,
        totalCents: mail.order.totalCents,
        reference: printedReference(mail.order.paymentReference),
      }),
  ),
}

const subjects: Readonly<Record<InvoiceSnapshot['kind'], string>> = {
  invoice: 'mail.subject.order-invoice',
  advance: 'mail.document.advance',
  final: 'mail.document.final',
  'credit-note': 'mail.document.credit-note',
  corrective: 'mail.document.corrective',
  charge: 'mail.document.charge',
}

function shownOf({ kind, number, grossCents, issuedOn, paidOn, dueOn, vatGroups }: InvoiceSnapshot) {
  return { kind, number, grossCents, issuedOn, paidOn, dueOn, taxed: taxed({ vatGroups }) }
}

/** What happens now, as the order stands: only where money came before the goods, and all of it. */
function nextOf(
  { order }: OrderMail,
  { kind, suppliedOn }: InvoiceSnapshot,
  drawings: ReadonlyMap<string, proofs.Proof>,
): 'proof' | 'answer' | 'make' | 'send' | undefined {
  const before = kind === 'advance' || (kind === 'invoice' && suppliedOn === null)
  if (!before || !order.settled) return undefined
  if (order.state === 'awaiting-proof')
    return order.lines.some((line) => proofs.isBeingDrawn(line, drawings)) ? 'proof' : 'answer'
  return order.state === 'to-make' ? 'make' : order.state === 'to-send' ? 'send' : undefined
}

function isElsewhere({ email, invoiceEmail }: OrderMail['recipient']): boolean {
  return invoiceEmail !== null && invoiceEmail !== email
}
