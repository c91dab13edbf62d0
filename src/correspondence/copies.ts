import { and, count, desc, eq, type SQL, sql } from 'drizzle-orm'
import { Conflict, NotFound } from '../platform/errors.ts'
import type { Translate } from '../platform/i18n/messages.ts'
import { type Executor, failedJobs } from '../platform/jobs/jobs.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { type MailKind, queue } from './mails.ts'
import { mail, mailCopy } from './table.ts'

/** `restricted`: nobody sees what became of it, because its person asked that their data be left alone. */
type MailState = 'mail-sent' | 'captured' | 'waiting' | 'failed' | 'dropped' | 'restricted'

/** A mail as a line of the staff's list. Who it goes to and its subject are known once it is written. */
export interface MailRow {
  readonly id: string
  readonly kind: MailKind
  readonly aboutId: string
  readonly orderId: string | null
  readonly recipient: string | null
  readonly subject: string | null
  /** When it was sent or kept; until then, when it was queued. */
  readonly at: Date
  readonly state: MailState
}

/** A mail to read. */
export interface OpenedMail extends MailRow {
  readonly text: string
  /** Of a captured mail, so that one can walk on from it. */
  readonly links: readonly string[]
  readonly attachments: readonly string[]
}

export interface Page {
  readonly limit: number
  readonly offset: number
}

/** The ids of mails whose job used up its attempts: the queue is another room, closed to purposes. */
export async function failedMails(reader: Executor): Promise<ReadonlySet<string>> {
  const jobs = await failedJobs(reader)
  return new Set(jobs.filter(({ task }) => task === 'send-mail').map(({ ids }) => ids.mail ?? ''))
}

/** All mails, the newest first. */
export async function list(
  tx: Tx<'service-messages'>,
  { limit, offset }: Page,
  failed: ReadonlySet<string>,
): Promise<{ mails: MailRow[]; total: number }> {
  const [all] = await tx.select({ mails: count() }).from(mail).where(stillOpen)
  const rows = await copies(tx, undefined).limit(limit).offset(offset)
  return { mails: rows.map((row) => rowOf(row, failed)), total: all!.mails }
}

/** The mails about an order, the newest first. */
export async function ofOrder(
  tx: Tx<'service-messages'>,
  orderId: string,
  failed: ReadonlySet<string>,
): Promise<MailRow[]> {
  return (await copies(tx, eq(mail.orderId, orderId))).map((row) => rowOf(row, failed))
}

/** A mail as it was written; its text is empty until then. Throws NotFound. */
export async function find(
  tx: Tx<'service-messages'>,
  id: string,
  failed: ReadonlySet<string>,
): Promise<OpenedMail> {
  const [row] = await copies(tx, eq(mail.id, id))
  if (!row) throw new NotFound()
  const [body] = await tx
    .select({ text: mailCopy.body, attachments: mailCopy.attachments })
    .from(mailCopy)
    .where(eq(mailCopy.mailId, id))
  const { text = '', attachments = [] } = body ?? {}
  return { ...rowOf(row, failed), text, attachments, links: row.capturedAt ? linksIn(text) : [] }
}

/** The subject of a mail, or what it will be about while nobody has written it. */
export function subjectOf({ subject, kind }: Pick<MailRow, 'subject' | 'kind'>, t: Translate): string {
  return subject ?? t(`mail.kind.${kind}`)
}

/** A newsletter goes once to each reader, by its own list (src/marketing/jobs.ts): nothing here sends it again. */
export function mayGoAgain({ kind }: Pick<MailRow, 'kind'>): boolean {
  return kind !== 'newsletter'
}

/** Queues the same mail anew, with a new link; returns the new one's id. Throws NotFound, Conflict `mail-once`. */
export async function resend(tx: Tx<'service-messages'>, id: string): Promise<string> {
  const [row] = await tx
    .select({ kind: mail.kind, aboutId: mail.aboutId, orderId: mail.orderId })
    .from(mail)
    .where(eq(mail.id, id))
  if (!row) throw new NotFound()
  const { aboutId, orderId } = row
  const kind = row.kind as MailKind
  if (!mayGoAgain({ kind })) throw new Conflict('mail-once')
  return queue(tx, kind, { id: aboutId, ...(orderId ? { orderId } : {}) })
}

/** With the contract this purpose ends, for the copy and for the fact that there was one. */
const stillOpen = sql`shop_mail_open(${mail.id})`

function copies(tx: Tx<'service-messages'>, condition: SQL | undefined) {
  return tx
    .select({
      id: mail.id,
      kind: mail.kind,
      aboutId: mail.aboutId,
      orderId: mail.orderId,
      queuedAt: mail.queuedAt,
      // What has neither copy nor job was not to be sent any more.
      over: sql<boolean>`not (${mail.id} = any (array(select shop_queued_mails())))`,
      restricted: sql<boolean | null>`${mail.orderId} = any (shop_restricted_orders())`,
      recipient: mailCopy.recipient,
      subject: mailCopy.subject,
      capturedAt: mailCopy.capturedAt,
      sentAt: mailCopy.sentAt,
    })
    .from(mail)
    .leftJoin(mailCopy, eq(mailCopy.mailId, mail.id))
    .where(and(stillOpen, condition))
    .orderBy(desc(mail.queuedAt), desc(mail.id))
    .$dynamic()
}

type CopyRow = Awaited<ReturnType<typeof copies>>[number]

function rowOf(
  { queuedAt, capturedAt, sentAt, kind, over, restricted, ...row }: CopyRow,
  failed: ReadonlySet<string>,
): MailRow {
  const written = sentAt ? 'mail-sent' : capturedAt ? 'captured' : undefined
  const unwritten = restricted ? 'restricted' : over ? 'dropped' : 'waiting'
  return {
    ...row,
    kind: kind as MailKind,
    at: sentAt ?? capturedAt ?? queuedAt,
    state: written ?? (failed.has(row.id) ? 'failed' : unwritten),
  }
}

/** Without the marks of the sentence they stand in. */
export function linksIn(text: string): string[] {
  return [...new Set(text.match(/https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]’”]/g) ?? [])]
}
