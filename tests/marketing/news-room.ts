import { createApp } from '../../src/app.ts'
import { newsJobs } from '../../src/marketing/jobs.ts'
import * as newsletters from '../../src/marketing/newsletters.ts'
import * as subscriptions from '../../src/marketing/subscriptions.ts'
import type { Audience } from '../../src/marketing/table.ts'
import { type OpenedShop, openShop } from '../../src/open-shop.ts'
import { readConfig } from '../../src/platform/config.ts'
import { type Language, languages } from '../../src/platform/i18n/languages.ts'
import { deriveKey, keyedHash } from '../../src/platform/keys.ts'
import { openTransport } from '../../src/platform/mail/transport.ts'
import * as consents from '../../src/privacy/consents.ts'
import { withoutPurpose, withPurpose } from '../../src/privacy/with-purpose.ts'
import { type Client, openClient } from '../support/client.ts'
import { migratedDatabase, TEST_SECRET, withSql } from '../support/postgres.ts'
import { type MailServer, startSmtp } from '../support/smtp.ts'

export const origin = 'https://shop.test'
export const someone = '7c9e6679-7425-40de-944b-e07fc1f90ae7'

type App = ReturnType<typeof createApp>

/** The demo shop with a mail server and somebody who works its queue by hand. */
export interface NewsRoom {
  readonly shop: OpenedShop
  readonly app: App
  readonly server: MailServer
  visitor(): Client
  /** Rows as the database's owner sees them. */
  look<T>(query: string): Promise<T[]>
  /** Somebody who ticked the box; a fresh address where none is given. Returns the address. */
  consents(language?: Language, address?: string): Promise<string>
  /** A customer who did not say no. Returns the address. */
  buys(language?: Language, address?: string): Promise<string>
  /** A newsletter in these languages, queued. Returns its id. */
  queued(to: readonly Audience[], spoken?: readonly Language[]): Promise<string>
  /** Writes everybody down, as the worker does. */
  list(newsletterId: string): Promise<void>
  /** Sends what waits, each letter once; returns how the attempts that failed ended. */
  deliver(newsletterId: string, lastAttempt?: boolean): Promise<string[]>
  lettersTo(address: string): MailServer['mails']
  counts(newsletterId: string): Promise<newsletters.Counts>
  close(): Promise<void>
}

/** Opens it; `captured` leaves it without a mail server. */
export async function openNewsRoom({ captured = false } = {}): Promise<NewsRoom> {
  const [database, server] = await Promise.all([migratedDatabase(), startSmtp()])
  const shop = await openShop({
    config: readConfig({
      PUBLIC_URL: origin,
      LOG_LEVEL: 'silent',
      ...(captured ? {} : { SMTP_URL: server.url }),
    }),
    databaseUrl: database.url,
    secret: TEST_SECRET,
    log: { info() {}, warn() {}, error() {} },
    origin: () => origin,
  })
  const app = createApp(shop)
  const transport = openTransport(shop.config.smtpUrl)
  const jobs = newsJobs(shop, transport)
  const look: NewsRoom['look'] = (query) => withSql(database.url, (owner) => owner.unsafe(query)) as never
  const find = (id: string) => newsletters.find(shop.database.backoffice.client.orm, id)
  return {
    shop,
    app,
    server,
    visitor: () => openClient(app, { publicUrl: origin, cookies: shop.cookies.names }),
    look,
    consents: (language = 'lv', address = freshAddress()) => consented(shop, language, address),
    buys: (language = 'lv', address = freshAddress()) => bought(shop, language, address),
    queued: (to, spoken = languages) => queued(shop, to, spoken),
    list: (newsletter) => jobs['send-newsletter']!({ newsletter }, {} as never),
    async deliver(newsletterId, lastAttempt = false) {
      const waiting = await look<{ id: string; audience: string }>(
        `select id, audience from newsletter_mail where newsletter_id = '${newsletterId}' and state = 'queued'`,
      )
      const failed: string[] = []
      for (const { id, audience } of waiting)
        await jobs['send-newsletter-mail']!({ mail: id, audience }, { lastAttempt } as never).catch(
          (error: { code: string }) => failed.push(error.code),
        )
      return failed
    },
    lettersTo: (address) => server.mails.filter(({ to }) => to.includes(address)),
    counts: async (id) => (await find(id)).counts,
    async close() {
      transport?.close()
      await shop.close()
      await server.stop()
      await database.drop()
    },
  }
}

function freshAddress(): string {
  return `${crypto.randomUUID().slice(0, 8)}@example.com`
}

function subscriber(shop: OpenedShop, language: Language, address: string) {
  const addressHash = keyedHash(deriveKey(shop.secret, 'marketing address'), address)
  return { address, addressHash, language }
}

async function consented(shop: OpenedShop, language: Language, address: string): Promise<string> {
  await withPurpose(shop.database.storefront, 'consent-evidence', 'guest', async (tx) => {
    const consentId = await consents.give(tx, {
      purpose: 'marketing-email',
      address,
      words: 'Yes, by e-mail.',
      language,
      noticeVersionId: shop.known().notices[language]!.id,
      form: 'order',
      orderId: null,
    })
    await tx.under('marketing-email', (own) =>
      subscriptions.subscribe(own, subscriber(shop, language, address), consentId),
    )
  })
  return address
}

async function bought(shop: OpenedShop, language: Language, address: string): Promise<string> {
  await withPurpose(shop.database.storefront, 'marketing-similar-goods', 'guest', (tx) =>
    subscriptions.subscribeCustomer(tx, subscriber(shop, language, address)),
  )
  return address
}

function queued(shop: OpenedShop, to: readonly Audience[], spoken: readonly Language[]): Promise<string> {
  const text = (language: Language) =>
    spoken.includes(language)
      ? { subject: `News in ${language}`, body: `## ${language}\n\nSee [the signs](/en).` }
      : { subject: '', body: '' }
  return withoutPurpose(shop.database.backoffice, `staff:${someone}`, async (tx) => {
    const id = await newsletters.begin(tx, someone)
    await newsletters.save(tx, id, 1, {
      toConsented: to.includes('marketing-email'),
      toCustomers: to.includes('marketing-similar-goods'),
      articleNumbers: ['EI-P-30'],
      texts: { lv: text('lv'), en: text('en'), sv: text('sv'), nl: text('nl') },
    })
    await newsletters.queue(tx, id, 2, someone)
    return id
  })
}

/** Where the link of a letter leads, as a path. */
export function stopPath(letter: MailServer['mails'][number]): string {
  const [, href = ''] = /<([^>]+)>/.exec(letter.headers['list-unsubscribe'] ?? '') ?? []
  if (!href.startsWith(`${origin}/`)) throw new Error('a letter without a link')
  return href.slice(origin.length)
}
