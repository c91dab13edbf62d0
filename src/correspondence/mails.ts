import { enqueue } from '../platform/jobs/jobs.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { mail } from './table.ts'

/** What a mail can be about; each kind has a builder in its own area and a name for staff, `mail.kind.<kind>`. */
export const mailKinds = [
  'order-confirmation',
  'order-proof',
  'order-invoice',
  'order-dispatched',
  'order-cancelled',
  'payment-reminder',
  'order-corrected',
  'order-reduced',
  'vat-taken-off',
  'staff-invitation',
  'newsletter',
  'newsletter-test',
  'newsletter-confirmation',
  'my-data-link',
  'request-received',
  'request-extended',
  'request-refused',
  'request-lifting',
  'request-done',
  'breach-letter',
  'withdrawal-received',
  'withdrawal-answer',
  'refund-asked',
  'refund-done',
  'card-failed',
  'debt-handed-over',
  'debt-recalled',
  'debt-reminder',
  'debt-notice',
  'debt-objection-received',
  'debt-objection-decided',
] as const

export type MailKind = (typeof mailKinds)[number]

type Queues =
  | Tx<'order-contract'>
  | Tx<'accounting'>
  | Tx<'service-messages'>
  | Tx<'staff-accounts'>
  | Tx<'rights-requests'>
  | Tx<'marketing-email'>

/** Queues a mail in the running transaction: it goes out if and only if the fact it tells is kept. Returns its id. */
export async function queue(
  tx: Queues,
  kind: MailKind,
  about: { readonly id: string; readonly orderId?: string },
): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(mail).values({ id, kind, aboutId: about.id, orderId: about.orderId ?? null })
  await enqueue(tx, 'send-mail', { mail: id })
  return id
}
