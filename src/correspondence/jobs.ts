import { eq } from 'drizzle-orm'
import type { Language } from '../platform/i18n/languages.ts'
import type { JobHandler } from '../platform/jobs/jobs.ts'
import type { Attachment, Message, Transport } from '../platform/mail/transport.ts'
import * as disclosures from '../privacy/accountability/disclosures.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import { urlFor } from '../urls.ts'
import type { MailKind } from './mails.ts'
import { mail, mailCopy } from './table.ts'

/** A letter before it is written out: `views/mail/<kind>.hbs` and `<kind>.text.hbs` show its model. */
export interface Letter {
  readonly to: string
  readonly language: Language
  readonly subject: string
  readonly model: Readonly<Record<string, unknown>>
  /** The secret in its links: the copy of a letter that really went does without it. */
  readonly secret?: string
  readonly attachments?: readonly Attachment[]
  /** Once it went, its copy says that it did, and neither to whom nor what. */
  readonly fleeting?: true
  /** Beside those of every letter, in their own spelling. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What a mail is about: an order's thing has its order too. */
export interface About {
  readonly id: string
  readonly orderId: string | null
}

/**
 * Reads what a letter says, under the purpose that may. Undefined when there is nobody to tell or nothing to say any
 * more: the contract has ended, the invitation was used. Whatever it stores is committed when it returns.
 */
export type MailBuilder = (shop: Shop, about: About) => Promise<Letter | undefined>
export type MailBuilders = Readonly<Record<MailKind, MailBuilder>>

const actor = 'job:send-mail'

/**
 * The handler of `send-mail`: sends the mail and keeps its copy; without a transport the copy is all there is. A mail
 * with a copy is not sent again; one whose fate is unknown goes again under the same Message-ID. Throws MailRefused.
 */
export function mailHandler(
  shop: Shop,
  transport: Transport | undefined,
  builders: MailBuilders,
): JobHandler {
  return async ({ mail: id = '' }) => {
    const asked = await unsent(shop, id)
    const letter = asked && (await builders[asked.kind](shop, asked))
    if (!letter) return
    const message = written(shop, id, asked.kind, letter)
    await transport?.send(message)
    await (transport
      ? keepSent(shop, { id, orderId: asked.orderId }, message, letter)
      : keepCaptured(shop, id, message))
  }
}

async function unsent(shop: Shop, id: string): Promise<(About & { kind: MailKind }) | undefined> {
  const [row] = await withPurpose(shop.database.worker, 'service-messages', actor, (tx) =>
    tx
      .select({ kind: mail.kind, id: mail.aboutId, orderId: mail.orderId, copied: mailCopy.mailId })
      .from(mail)
      .leftJoin(mailCopy, eq(mailCopy.mailId, mail.id))
      .where(eq(mail.id, id)),
  )
  return row && !row.copied ? { ...row, kind: row.kind as MailKind } : undefined
}

/** The letter as it is sent or shown: its Message-ID follows from the id alone. */
export function written(shop: Shop, id: string, kind: MailKind, letter: Letter): Message {
  const { to, language, subject, attachments = [], headers = {} } = letter
  const { identity } = shop.known().settings
  const model = { ...letter.model, language, subject, sender: senderOf(shop, language) }
  return {
    messageId: `<${id}@${domainOf(shop)}>`,
    from: { name: identity.name, address: identity.email },
    to,
    subject,
    language,
    date: shop.clock.now(),
    text: plain(shop.views.render(`mail/${kind}.text`, model)),
    html: shop.views.render(`mail/${kind}`, model),
    attachments,
    headers,
  }
}

/** Who writes, as the foot of every letter says. */
function senderOf(shop: Shop, language: Language) {
  const { identity } = shop.known().settings
  return {
    ...identity,
    address: `${identity.street}, ${identity.town}, ${identity.postcode}`,
    homeHref: shop.origin + urlFor('home', language),
    noticeHref: shop.origin + urlFor('notice', language),
    myDataHref: shop.origin + urlFor('myData', language),
    termsHref: shop.origin + urlFor('terms', language),
  }
}

function domainOf(shop: Shop): string {
  const { publicUrl } = shop.config
  return publicUrl ? new URL(publicUrl).hostname : shop.known().settings.identity.email.split('@').at(-1)!
}

/** Parts that were left out leave no gaps behind. */
function plain(text: string): string {
  return `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`
}

/** A letter that left is known to the mail's provider (Art. 4(9)): its copy and that are one fact. */
function keepSent(
  shop: Shop,
  { id, orderId }: About,
  message: Message,
  { secret, fleeting }: Letter,
): Promise<void> {
  const without = (body: string) => (secret ? body.replaceAll(secret, '…') : body)
  const { text, html } = message
  const kept = fleeting ? { to: '', text: '', html: '' } : { text: without(text), html: without(html) }
  return keep(shop, id, { ...message, ...kept }, { sentAt: shop.clock.now() }, (tx) =>
    disclosures.note(tx, {
      to: 'mail-provider',
      called: providerOf(shop),
      unit: orderId ? 'order' : 'mail',
      ids: [orderId ?? id],
      categories: ['name', 'contact', 'correspondence'],
      what: 'letter',
      thing: id,
    }),
  )
}

/** As the mail's provider is called, where one is set: its server's name. */
export function providerOf({ config }: Pick<Shop, 'config'>): string {
  return new URL(config.smtpUrl!).hostname
}

/** Keeps a letter for reading in the back office, where no mail server is set. */
export function keepCaptured(shop: Shop, id: string, message: Message): Promise<void> {
  return keep(shop, id, message, { capturedAt: shop.clock.now() })
}

async function keep(
  shop: Shop,
  mailId: string,
  { to, subject, text, html, attachments }: Message,
  when: { sentAt: Date } | { capturedAt: Date },
  noteTransfer: (tx: Tx<'service-messages'>) => Promise<void> = async () => {},
): Promise<void> {
  const names = attachments.filter(({ contentId }) => !contentId).map(({ name }) => name)
  await withPurpose(shop.database.worker, 'service-messages', actor, async (tx) => {
    await tx
      .insert(mailCopy)
      .values({ mailId, recipient: to, subject, body: text, html, attachments: names, ...when })
      .onConflictDoNothing()
    await noteTransfer(tx)
  })
}
