import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { place } from '../../src/checkout/placing.ts'
import { keyRing } from '../../src/customers/personal-codes.ts'
import { type Piece, parcelOf } from '../../src/delivery/parcel.ts'
import { chosen, quotes } from '../../src/delivery/quotes.ts'
import { openShop } from '../../src/open-shop.ts'
import { readConfig } from '../../src/platform/config.ts'
import { Slot } from '../../src/platform/database/slot.ts'
import { deriveKey } from '../../src/platform/keys.ts'
import { openLog } from '../../src/platform/log.ts'
import { openCalendar } from '../../src/settings/working-days.ts'
import { cartToken, differentGoods, goodsSql } from './carts.ts'
import { secretKey } from './scratch.ts'

/** A statement as it was sent: `simple` without parameters and possibly several in one message. */
export interface Sent {
  readonly text: string
  readonly parameters: unknown[]
  readonly simple: boolean
  /** The first row that came back, by column. */
  readonly row: Record<string, unknown> | null
}

/** The service that every order takes. */
const way = 'dpd-courier'

const [mode, url, ...numbers] = process.argv.slice(2)
const shop = await openShop({
  config: readConfig({ LOG_LEVEL: 'silent' }),
  databaseUrl: url!,
  secret: Buffer.from(secretKey),
  log: openLog('silent'),
  origin: () => 'http://127.0.0.1',
})
const [from, count, seconds] = numbers.map(Number) as [number, number, number]
// The ear that hears of changed settings reads them once more when it is up: that is no part of an order.
if (mode === 'record') await pause(1000)
const answer = mode === 'record' ? await record(shop, from) : await runFor(shop, from, count, seconds)
await shop.close()
process.stdout.write(`${JSON.stringify(answer)}\n`)

type OpenShop = Awaited<ReturnType<typeof openShop>>

/** Places orders with 8 clients for some seconds, or until the carts are used up. */
async function runFor(shop: OpenShop, from: number, count: number, seconds: number) {
  const around = surroundings(shop)
  const totals = await agreedTotals(shop)
  let next = from
  const client = async (until: number) => {
    while (performance.now() < until && next < from + count) await placeOne(next++)
  }
  const placeOne = (n: number) => place(shop.database.storefront, form(shop, n, totals), around)
  // The statements are prepared and the code is warm before the clock starts.
  await Promise.all(Array.from({ length: 8 }, () => client(performance.now() + 1000)))
  const first = next
  const started = performance.now()
  const cpu = process.cpuUsage()
  await Promise.all(Array.from({ length: 8 }, () => client(started + seconds * 1000)))
  const used = process.cpuUsage(cpu)
  const elapsed = (performance.now() - started) / 1000
  const orders = next - first
  return { perSecond: orders / elapsed, cpuMs: (used.user + used.system) / 1000 / orders, orders }
}

/** What placing sends, for each of the goods twice, so that what differs between two orders is known. */
async function record(shop: OpenShop, from: number): Promise<[Sent[], Sent[]][]> {
  const around = surroundings(shop)
  const totals = await agreedTotals(shop)
  const one = async (n: number) => {
    const sent: Sent[] = []
    const stop = listenIn(sent)
    await place(shop.database.storefront, form(shop, n, totals), around)
    stop()
    return sent
  }
  const pairs: [Sent[], Sent[]][] = []
  for (let n = from; n < from + differentGoods; n++) pairs.push([await one(n), await one(n + differentGoods)])
  return pairs
}

/** Notes what the slots send meanwhile. Nothing of it changes. */
function listenIn(sent: Sent[]): () => void {
  const { run, simple } = Slot.prototype
  Slot.prototype.run = async function (text, parameters = [], rowForm) {
    const rows = await run.call(this, text, parameters, rowForm)
    sent.push({ text, parameters: parameters.map(asText), simple: false, row: firstRow(rows) })
    return rows
  }
  Slot.prototype.simple = async function (text) {
    sent.push({ text, parameters: [], simple: true, row: null })
    return simple.call(this, text)
  }
  return () => Object.assign(Slot.prototype, { run, simple })
}

function firstRow(rows: Awaited<ReturnType<Slot['run']>>): Record<string, unknown> | null {
  const [row] = rows as unknown as (Record<string, unknown> | unknown[])[]
  if (!row) return null
  const names = rows.columns.map(({ name }) => name)
  const cells = Array.isArray(row) ? row : names.map((name) => row[name])
  return Object.fromEntries(names.map((name, index) => [name, asText(cells[index])]))
}

/** A parameter as PostgreSQL reads it from text. */
function asText(value: unknown): unknown {
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value))
    return `{${value.map((item) => (item === null ? 'NULL' : `"${item}"`)).join(',')}}`
  return value === null || value === undefined ? null : String(value)
}

function surroundings(shop: OpenShop) {
  const { settings, purposesOn, notices } = shop.known()
  return {
    settings,
    noticeVersionId: notices.lv!.id,
    purposesOn,
    today: shop.clock.today(),
    keys: {
      form: deriveKey(shop.secret, 'order form'),
      address: deriveKey(shop.secret, 'marketing address'),
      personalCodes: keyRing(shop.secret),
    },
  }
}

/** What an order of each of the goods costs with its delivery, in cents. */
async function agreedTotals(shop: OpenShop): Promise<number[]> {
  const { delivery, closures } = shop.known().settings
  const around = { delivery, closures, today: shop.clock.today(), calendar: await openCalendar() }
  const rows = await shop.database.storefront.client.orm.execute<
    Piece & { goodsCents: number } & Record<string, unknown>
  >(
    sql.raw(`
      select 2 as quantity, 2 * shop_price_for(variant.id, 2) as "goodsCents", weight_grams as "weightGrams",
             width_mm as "widthMm", height_mm as "heightMm", depth_mm as "depthMm"
        from (${goodsSql}) goods join variant on variant.id = goods.id order by place limit ${differentGoods}`),
  )
  return rows.map(({ goodsCents, ...piece }) => {
    const all = quotes(
      around,
      { ...parcelOf([piece]), goodsCents, leadDays: 1 },
      { country: 'LV', postcode: 'LV-1010' },
    )
    return goodsCents + chosen(all, way)!.priceCents
  })
}

/** A private buyer who is new, wants a courier and ticks only what the law asks for. */
function form(shop: OpenShop, n: number, totals: readonly number[]) {
  return {
    formKey: createHash('sha256').update(`form ${n}`).digest('base64url'),
    cartToken: cartToken(n),
    language: 'lv' as const,
    party: {
      kind: 'person' as const,
      name: 'Jānis Bērziņš',
      email: `buyer-${n}@example.lv`,
      phone: '+37120000000',
      country: 'LV',
      street: 'Brīvības iela 1',
      town: 'Rīga',
      postcode: 'LV-1010',
    },
    delivery: way,
    payment: 'transfer' as const,
    noticeVersionId: shop.known().notices.lv!.id,
    termsVersionId: shop.known().settings.terms.lv!.id,
    agreedTotalCents: totals[n % differentGoods]!,
    consents: { email: null, phone: null },
    noSimilarGoods: false,
  }
}
