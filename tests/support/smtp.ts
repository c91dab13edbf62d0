import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

/** A mail as its receiver's server took it. */
export interface ReceivedMail {
  /** Envelope: who it was handed in by and for. */
  from: string
  to: string[]
  subject: string
  text: string
  html: string
  /** Names in small letters. */
  headers: Record<string, string>
  attachments: { name: string; type: string; content: Buffer }[]
  /** As it came over the wire. */
  raw: string
}

/** A real SMTP server on 127.0.0.1 that keeps what it receives. */
export interface MailServer {
  url: string
  mails: ReceivedMail[]
  /** The first mail that fits, also one that is already there. Fails after `ms`. */
  waitFor(fits: (mail: ReceivedMail) => boolean, ms?: number): Promise<ReceivedMail>
  /** Answers the next mail's sender with this code (451 try later, 550 never). */
  refuseNext(code: number): void
  /** Keeps the next mail, but breaks the line before saying so: the sender cannot know. */
  dropAfterData(): void
  /** Senders who are on the line. */
  senders(): number
  stop(): Promise<void>
}

/** Starts a mail server without TLS and without sign-in. */
export async function startSmtp(): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  const refusals: number[] = []
  let drops = 0

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onMailFrom: (_address, _session, done) => done(refusal(refusals.shift())),
    onData: (stream, session, done) => {
      buffer(stream)
        .then(async (raw) => {
          mails.push(received(raw, session, await PostalMime.parse(raw)))
          if (drops === 0) return done()
          drops--
          breakLine(server, session)
        })
        .catch(done)
    },
  })
  // A broken line is part of the trade.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    waitFor: (fits, ms = 10_000) => waitFor(mails, fits, ms),
    refuseNext: (code) => void refusals.push(code),
    dropAfterData: () => void drops++,
    senders: () => server.connections.size,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function waitFor(
  mails: ReceivedMail[],
  fits: (mail: ReceivedMail) => boolean,
  ms: number,
): Promise<ReceivedMail> {
  const end = performance.now() + ms
  for (;;) {
    const found = mails.find(fits)
    if (found) return found
    if (performance.now() > end) throw new Error(`no such mail within ${ms} ms; ${mails.length} others came`)
    await pause(10)
  }
}

function refusal(code: number | undefined): Error | null {
  if (code === undefined) return null
  return Object.assign(new Error('refused by the test'), { responseCode: code })
}

function breakLine(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections) {
    if (connection.session.id === session.id) connection._socket.destroy()
  }
}

function received(raw: Buffer, session: SMTPServerSession, mail: Email): ReceivedMail {
  const { mailFrom, rcptTo } = session.envelope
  return {
    from: mailFrom ? mailFrom.address : '',
    to: rcptTo.map((recipient) => recipient.address),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
    attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? '',
      type: mimeType,
      content: Buffer.from(content as ArrayBuffer),
    })),
    raw: raw.toString('utf8'),
  }
}
