import * as cards from '../../src/payments/cards/cards.ts'
import * as refunds from '../../src/payments/refunds.ts'
import { cents } from '../../src/platform/money.ts'
import { contract, sendable } from '../delivery/ground.ts'
import type { CardHouse } from './card-house.ts'

type Event = { readonly id: string; readonly type: string }

/** The parts of the judge that a buyer, a bank and Stripe's post play. */
export interface Judge {
  readonly port: number
  readonly apiKey: string
  readonly log: readonly { op: string }[]
  readonly events: readonly Event[]
  readonly db: ReadonlyMap<string, Record<string, unknown>>
  act(
    session: string,
    outcome: 'paid' | 'processing' | 'async_succeeded' | 'async_failed' | 'expired',
  ): Event[]
  dispute(charge: string): Event[]
  deliver(event: Event, how: { url: string; secret: string; t?: number }): Promise<Response>
  close(): Promise<void>
}

interface Asked {
  readonly orders: number
  readonly webhookSecret: string
}

/** What each order's buyer does: most pay, some only after their bank thought about it, some never. */
const fates = ['paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'later', 'refused', 'expired'] as const

/** Everything that is not exactly once, as sentences. */
export async function manyOrders(house: CardHouse, judge: Judge, asked: Asked): Promise<string[]> {
  const placed = await placeAll(house, asked.orders)
  say(`${placed.length} orders, each with its page`)
  for (const { session, fate } of placed) play(judge, session, fate)
  await tell(house, judge, judge.events, asked)
  const paid = placed.filter(({ fate }) => fate === 'paid' || fate === 'later')
  const first = judge.events.length
  const back = await sendBack(house, paid.slice(0, Math.ceil(paid.length / 10)))
  for (const { session } of paid.slice(-Math.ceil(paid.length / 20))) judge.dispute(chargeOf(judge, session))
  await house.settled()
  await tell(house, judge, judge.events.slice(first), asked)
  return [...(await wrongOrders(house, placed)), ...(await wrongRest(house, paid.length, back))]
}

interface Placed {
  readonly id: string
  readonly session: string
  readonly fate: (typeof fates)[number]
}

async function placeAll(house: CardHouse, orders: number): Promise<Placed[]> {
  await house.rows((sql) => sql`update variant set stock = 100000 where stock is not null`)
  const placed: Placed[] = []
  for (let at = 0; at < orders; at++) {
    const { id } = await sendable(house.shop, { until: 'placed' })
    const url = await cards.begin(house.shop, id)
    placed.push({ id, session: url.split('/').at(-1)!, fate: fates[at % fates.length]! })
  }
  return placed
}

function play(judge: Judge, session: string, fate: Placed['fate']): void {
  if (fate === 'paid' || fate === 'expired') judge.act(session, fate)
  else judge.act(session, 'processing')
  if (fate === 'later') judge.act(session, 'async_succeeded')
  if (fate === 'refused') judge.act(session, 'async_failed')
}

/** Each event five times among the others, and forged and stale ones in between. */
async function tell(house: CardHouse, judge: Judge, events: readonly Event[], { webhookSecret }: Asked) {
  const url = `${house.origin}/webhooks/stripe`
  const hourAgo = Math.floor(Date.now() / 1000) - 3600
  const posts = shuffled(
    events.flatMap((event) => [
      ...Array.from({ length: 5 }, () => ({ event, how: { url, secret: webhookSecret }, status: 200 })),
      { event, how: { url, secret: 'whsec_forged' }, status: 400 },
      { event, how: { url, secret: webhookSecret, t: hourAgo }, status: 400 },
    ]),
  )
  let unexpected = 0
  await eachOf(posts, 8, async ({ event, how, status }) => {
    const answer = await judge.deliver(event, how)
    if (answer.status !== status) unexpected++
    await answer.arrayBuffer()
  })
  say(`${posts.length} messages told, ${unexpected} answered otherwise than they should`)
  if (unexpected > 0) throw new Error('a message was answered wrongly')
  await house.settled()
}

function chargeOf({ db }: Judge, session: string): string {
  return String(db.get(String(db.get(session)!.payment_intent))!.latest_charge)
}

/** Half of each goes back. */
async function sendBack(house: CardHouse, paid: readonly Placed[]): Promise<number> {
  for (const { id } of paid)
    await contract(house.shop, async (tx) => {
      const [payment] = await refunds.refundable(tx, id)
      const amountCents = cents(Math.floor(payment!.leftCents / 2))
      const { paymentId } = payment!
      const asked = { orderId: id, paymentId, means: 'card', cause: 'goodwill', askedBy: null } as const
      await refunds.ask(tx, { ...asked, amountCents })
    })
  await house.settled()
  return paid.length
}

async function wrongOrders(house: CardHouse, placed: readonly Placed[]): Promise<string[]> {
  const found = await house.rows<{
    id: string
    payments: number
    exact: boolean
    settled: boolean
    documents: number
    ended: string
  }>(
    (sql) => sql`
      select "order".id, (select count(*)::int from payment where order_id = "order".id) as payments,
        coalesce((select sum(amount_cents) from payment where order_id = "order".id), 0) = total_cents as exact,
        coalesce((select sum(settlement.amount_cents) from settlement join payment on payment.id = payment_id
           where order_id = "order".id and invoice_id is not null), 0) = total_cents as settled,
        (select count(*)::int from invoice where order_id = "order".id) as documents,
        (select string_agg(coalesce(ended, 'open'), ' ') from card_attempt where order_id = "order".id) as ended
      from "order" where id = any (${placed.map(({ id }) => id)})`,
  )
  const byId = new Map(found.map((row) => [row.id, row]))
  const ends = { paid: 'paid', later: 'paid', refused: 'failed', expired: 'expired' }
  return placed.flatMap(({ id, fate }) => {
    const row = byId.get(id)!
    const pays = ends[fate] === 'paid'
    const right =
      row.payments === Number(pays) &&
      row.documents === Number(pays) &&
      row.exact === pays &&
      row.settled === pays
    return right && row.ended === ends[fate] ? [] : [`${fate} ${JSON.stringify(row)}`]
  })
}

async function wrongRest(house: CardHouse, paid: number, back: number): Promise<string[]> {
  const [rest] = await house.rows<Record<string, number>>(
    (sql) => sql`select (select count(*)::int from refund_outcome where outcome = 'done') as refunded,
      (select count(distinct provider_reference)::int from refund_outcome) as references,
      (select count(*)::int from card_dispute) as disputes,
      (select count(*)::int from hold where kind = 'dispute' and lifted_at is null) as holds,
      (select count(*)::int from card_problem) as problems`,
  )
  const disputes = Math.ceil(paid / 20)
  const expected = { refunded: back, references: back, disputes, holds: disputes, problems: 0 }
  say(`payments ${paid}, ${JSON.stringify(rest)}`)
  return Object.entries(expected).flatMap(([name, count]) =>
    rest![name] === count ? [] : [`${name}: ${rest![name]} instead of ${count}`],
  )
}

async function eachOf<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>) {
  const queue = items.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of queue) await work(item)
    }),
  )
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
