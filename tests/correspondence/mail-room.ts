import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { companies, people } from '../../seed/cast.ts'
import * as mails from '../../src/correspondence/mails.ts'
import * as customers from '../../src/customers/customers.ts'
import { type OpenedShop, openShop } from '../../src/open-shop.ts'
import * as orders from '../../src/orders/orders.ts'
import { creditorReference } from '../../src/payments/reference.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Language } from '../../src/platform/i18n/languages.ts'
import { cents } from '../../src/platform/money.ts'
import { addDays } from '../../src/platform/time.ts'
import { type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import * as receipts from '../../src/receivables/receipts.ts'
import { takeOrderNumber } from '../../src/settings/numbers.ts'
import { startShopWorker } from '../../src/worker.ts'
import { migratedDatabase, TEST_SECRET, withSql } from '../support/postgres.ts'
import { type MailServer, startSmtp } from '../support/smtp.ts'

export const origin = 'https://shop.test'
export const staffId = '7c9e6679-7425-40de-944b-e07fc1f90ae7'

/** The demo shop's mail as it leaves: a worker and a mail server, or none. */
export interface MailRoom {
  readonly shop: OpenedShop
  readonly server: MailServer
  /** A transaction of the back office. */
  contract<T>(work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T>
  messages<T>(work: (tx: Tx<'service-messages'>) => Promise<T>): Promise<T>
  /** Places an order: one piece from the shelf and, with `words`, one sign that carries them. */
  order(of: OrderOf): Promise<Ordered>
  /** The whole price arrives; returns the invoice's id. */
  pay(order: Ordered): Promise<string>
  /** Rows as the database's owner sees them. */
  look<T>(query: string): Promise<T[]>
  /** Failed jobs need not wait for their next attempt. */
  hurry(): Promise<void>
  /** The worker ends; letters wait. */
  stopWork(): Promise<void>
  close(): Promise<void>
}

export interface OrderOf {
  readonly language?: Language
  readonly words?: string | null
  readonly party?: Partial<orders.Party>
  readonly delivery?: 'courier' | 'locker' | 'collection'
  readonly silently?: boolean
}

export interface Ordered {
  readonly id: string
  readonly number: string
  readonly reference: string
  readonly email: string
  readonly totalCents: number
}

/** Opens the shop's mail room; `captured` leaves it without a mail server. */
export async function openMailRoom({ captured = false } = {}): Promise<MailRoom> {
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
  const worker = await startShopWorker(shop, database.url)
  let stopped: Promise<void> | undefined
  const stopWork = () => {
    stopped ??= worker.stop()
    return stopped
  }
  const contract: MailRoom['contract'] = (work) =>
    withPurpose(shop.database.backoffice, 'order-contract', 'command', work)
  return {
    shop,
    server,
    contract,
    messages: (work) => withPurpose(shop.database.backoffice, 'service-messages', 'command', work),
    order: (of) => contract((tx) => place(shop, tx, of)),
    pay: (order) => contract((tx) => pay(shop, tx, order)),
    look: (query) => withSql(database.url, (owner) => owner.unsafe(query)) as never,
    hurry: () =>
      withSql(database.url, async (owner) => {
        await owner`update graphile_worker._private_jobs set run_at = now() where run_at > now()`
      }),
    stopWork,
    async close() {
      await stopWork()
      await shop.close()
      await server.stop()
      await database.drop()
    },
  }
}

/** Waits until `found` finds something. */
export async function until<T>(found: () => Promise<T | undefined | false>): Promise<T> {
  for (const end = performance.now() + 15_000; performance.now() < end; await pause(20)) {
    const thing = await found()
    if (thing) return thing
  }
  throw new Error('it did not come about')
}

/** Figures as a page writes them, with the blanks that a person sees. */
export function seen(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ')
}

async function place(shop: OpenedShop, tx: Tx<'order-contract'>, of: OrderOf): Promise<Ordered> {
  const { language = 'lv', words = null, delivery = 'courier' } = of
  const { settings, notices } = shop.known()
  const id = crypto.randomUUID()
  const number = await takeOrderNumber(tx, settings.numbers)
  const party = { ...partyOf(language), ...of.party }
  const lines = await linesOf(tx, language, words)
  const priceCents = cents({ courier: 590, locker: 320, collection: 0 }[delivery])
  const reference = creditorReference(number)
  await orders.place(tx, {
    id,
    number,
    formKeyHash: orders.formKeyHash(TEST_SECRET, id),
    customerId: await customers.remember(tx, party.email),
    language,
    delivery: { method: delivery, priceCents },
    carrier: { courier: 'dpd', locker: 'omniva', collection: null }[delivery],
    paymentMethod: 'transfer',
    paymentReference: reference,
    payBy: addDays(shop.clock.today(), 7),
    noticeVersionId: notices[language]!.id,
    termsVersionId: settings.terms[language]!.id,
    party,
    lines,
  })
  if (!of.silently) await mails.queue(tx, 'order-confirmation', { id, orderId: id })
  const goods = lines.reduce((total, line) => total + line.quantity * line.unitPriceCents, 0)
  return { id, number, reference, email: party.email, totalCents: goods + priceCents }
}

function partyOf(language: Language): orders.Party {
  const { name, email, phone, address } = language === 'lv' ? people.anna : people.oliver
  return { kind: 'person', name, email: `${crypto.randomUUID()}.${email}`, phone, ...address }
}

export const company: Partial<orders.Party> = {
  kind: 'company',
  name: companies.builders.name,
  companyName: companies.builders.company,
  registrationNumber: companies.builders.registrationNumber,
  vatNumber: companies.builders.vatNumber,
  invoiceEmail: companies.builders.invoiceEmail,
}

type LineRow = Pick<orders.DraftLine, 'variantId' | 'sku' | 'name' | 'label' | 'unitPriceCents'> & {
  readonly worded: boolean
}

async function linesOf(tx: Tx<'order-contract'>, language: Language, words: string | null) {
  const rows = await tx.execute<LineRow>(sql`
    select distinct on (word_lines is not null) variant.id as "variantId", sku, product_text.name, label,
           price_cents as "unitPriceCents", word_lines is not null as worded
      from variant join product on product.id = product_id
      join product_text on product_text.product_id = product.id and product_text.language = ${language}
      join variant_text on variant_text.variant_id = variant.id and variant_text.language = ${language}
     where word_lines is not null or stock > 5
     order by word_lines is not null, sku`)
  return rows
    .filter((row) => !row.worded || words !== null)
    .map(({ worded, ...row }) => ({
      ...row,
      quantity: worded ? 1 : 2,
      vatCategory: 'S' as const,
      vatRate: 2100,
      madeToOrder: worded,
      words: worded ? words : null,
      stocked: !worded,
    }))
}

async function pay(shop: OpenedShop, tx: Tx<'order-contract'>, order: Ordered): Promise<string> {
  const { documentId } = await receipts.receive(
    tx,
    {
      orderId: order.id,
      amountCents: cents(order.totalCents),
      receivedOn: shop.clock.today(),
      means: 'transfer' as const,
      payerName: null,
      notedBy: staffId,
      seen: 0,
    },
    { settings: shop.known().settings, today: shop.clock.today(), t: shop.t },
  )
  return documentId!
}
