import type { Transporter } from 'nodemailer'

export interface Attachment {
  readonly name: string
  readonly type: string
  readonly content: Buffer
  /** For a picture shown in the letter itself, as `cid:…`. */
  readonly contentId?: string
}

export interface Message {
  /** With its angle brackets; the same for every attempt (RFC 5322, 3.6.4). */
  readonly messageId: string
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly subject: string
  readonly language: string
  readonly date: Date
  readonly text: string
  readonly html: string
  readonly attachments: readonly Attachment[]
  /** Beside those of every letter. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface Transport {
  /** Hands a message over; done once the server has taken it. Throws MailRefused. */
  send(message: Message): Promise<void>
  /** Ends its connections. */
  close(): void
}

/** Why a message was not taken: the server's answer as SMTP_451, or what stopped us before it. Holds no address. */
export class MailRefused extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.name = 'MailRefused'
    this.code = code
  }
}

const pooled = {
  pool: true,
  maxConnections: 2,
  // Trying again is the job queue's work, which outlives this process.
  maxRequeues: 0,
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 60_000,
  // Letters are composed here: nothing in them may make the library read a file or fetch an address.
  disableFileAccess: true,
  disableUrlAccess: true,
}

/**
 * The way to a mail server (smtp:// or smtps:// with name and password), or none without an address. Letters leave
 * this machine encrypted or not at all: a server that offers no STARTTLS gets none. Loads nodemailer when the first goes.
 */
export function openTransport(smtpUrl: string): Transport
export function openTransport(smtpUrl: string | undefined): Transport | undefined
export function openTransport(smtpUrl: string | undefined): Transport | undefined {
  if (smtpUrl === undefined) return undefined
  let opened: Promise<Transporter> | undefined
  const open = async () =>
    (await import('nodemailer')).createTransport({
      url: smtpUrl,
      ...pooled,
      requireTLS: !isThisMachine(new URL(smtpUrl).hostname),
    }) as Transporter
  return {
    async send(message) {
      opened ??= open()
      const transporter = await opened
      await transporter.sendMail(envelopeAndLetter(message)).catch((error: unknown) => {
        throw new MailRefused(codeOf(error))
      })
    },
    close() {
      void opened?.then((transporter) => transporter.close())
    },
  }
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}

function envelopeAndLetter({
  messageId,
  from,
  to,
  subject,
  language,
  date,
  text,
  html,
  attachments,
  headers,
}: Message) {
  return {
    messageId,
    from,
    // As an object, so that a comma in it never makes two recipients.
    to: { name: '', address: to },
    subject,
    date,
    text,
    html,
    // No person wrote it: auto-responders keep quiet (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language, ...headers },
    attachments: attachments.map(({ name, type, content, contentId }) => ({
      filename: name,
      contentType: type,
      content,
      ...(contentId ? { cid: contentId, contentDisposition: 'inline' as const } : {}),
    })),
  }
}

/** nodemailer's texts quote the server, and servers quote addresses. */
function codeOf(error: unknown): string {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown }
  if (typeof responseCode === 'number' && code !== 'EAUTH') return `SMTP_${responseCode}`
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'EMAIL'
}
