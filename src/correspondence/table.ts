import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, moment } from '../platform/database/columns.ts'

/** A mail to be sent: which kind about which thing. The queue carries its id alone. */
export const mail = pgTable('mail', {
  id: id(),
  kind: text().notNull(),
  /** The order, invoice, proof or invitation it is about. */
  aboutId: uuid('about_id').notNull(),
  orderId: uuid('order_id'),
  queuedAt: moment('queued_at').notNull().defaultNow(),
})

/** The copy of a sent mail, without the secret in its link. */
export const mailCopy = pgTable('mail_copy', {
  mailId: uuid('mail_id').primaryKey(),
  recipient: text().notNull(),
  subject: text().notNull(),
  body: text().notNull(),
  html: text().notNull(),
  attachments: text().array().notNull(),
  /** Kept for reading in the back office instead of being sent: no mail server is set. */
  capturedAt: moment('captured_at'),
  sentAt: moment('sent_at'),
})
