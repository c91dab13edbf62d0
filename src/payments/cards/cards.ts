import { sql } from 'drizzle-orm'
import * as orders from '../../orders/find.ts'
import { lockOrder } from '../../orders/fulfilment.ts'
import { NotFound } from '../../platform/errors.ts'
import { enqueue } from '../../platform/jobs/jobs.ts'
import { type Tx, withPurpose } from '../../privacy/with-purpose.ts'
import type { Shop } from '../../shop.ts'
import { urlFor } from '../../urls.ts'
import * as payments from '../payments.ts'
import * as attempts from './attempts.ts'
import * as problems from './problems.ts'
import { type CardProvider, type NewPage, ProviderAway, ProviderRefused } from './provider.ts'
import { providerOf } from './providers.ts'

/** Minutes that a page at the provider takes money: at least 30 from the moment it is asked for. */
const pageMinutes = 60
/** A page that never reached us is asked for again so long; later its end would be too near. */
const sameAttemptMs = 20 * 60_000

/** Whether buyers may pay by card: the shop takes cards, and somebody takes them for it. */
export function offered(shop: Pick<Shop, 'config' | 'known'>): boolean {
  return providerOf(shop.config) !== undefined && shop.known().settings.paying.card
}

/** Cards are taken, and no money moves. */
export function testMode(shop: Pick<Shop, 'config'>): boolean {
  return providerOf(shop.config)?.testMode ?? false
}

/** Other origins that our forms may lead to. */
export function formOrigins(config: Shop['config']): readonly string[] {
  return providerOf(config)?.origins ?? []
}

/**
 * Where a buyer goes to pay what is owed for an order by card, chosen by this; to be called outside any transaction.
 * Leads to the order's page where the provider does not answer (`?card=away`), where it says that the money has come or is
 * coming (`?card=back`), or where nothing is owed. Waits five seconds at most for each question. Throws NotFound.
 */
export async function begin(shop: Shop, orderId: string): Promise<string> {
  const provider = providerOf(shop.config)
  if (!provider) throw new NotFound()
  // A page that was over or of another amount is left behind once; what is found then is new.
  for (let turn = 1; ; turn += 1) {
    const { language, asked } = await prepare(shop, provider, orderId)
    if (!asked) return orderAddress(shop, language, orderId)
    const url = await addressOf(shop, provider, asked)
    if (url !== again) return url
    // The price changes while we look, or the provider's pages end at once.
    if (turn === 2) return awayFrom(shop, language, orderId)
  }
}

interface Asked {
  readonly attempt: attempts.Attempt
  readonly language: orders.OrderFacts['language']
  readonly email: string
  readonly number: string
  /** The order's price has changed since the page was made. */
  readonly stale: boolean
}

/** The attempt to go on with, or a new one; none where there is nothing to pay. */
function prepare(
  shop: Shop,
  provider: CardProvider,
  orderId: string,
): Promise<{ language: orders.OrderFacts['language']; asked?: Asked }> {
  return withPurpose(shop.database.storefront, 'order-contract', 'guest', async (tx) => {
    await lockOrder(tx, orderId)
    const order = await orders.find(tx, orderId)
    const { dueCents, paidCents } = await payments.standing(tx, orderId)
    const amountCents = dueCents - paidCents
    const { language, number, party } = order
    if (order.cancellation || !party || amountCents <= 0) return { language }
    await chooseCard(tx, orderId)
    const last = await attempts.latest(tx, orderId)
    const open = last?.ended === null && !(await isLost(shop, tx, last)) ? last : undefined
    const attempt =
      open ?? (await attempts.begin(tx, { orderId, amountCents, minutes: pageMinutes }, provider.name))
    const stale = attempt.amountCents !== amountCents
    return { language, asked: { attempt, language, number, email: party.email, stale } }
  })
}

/** What was paid in part stays with the way it was paid. */
async function chooseCard(tx: Tx<'order-contract'>, orderId: string): Promise<void> {
  await tx.execute(sql`select shop_choose_payment(${orderId}, 'card')`)
}

async function isLost(shop: Shop, tx: Tx<'order-contract'>, open: attempts.Attempt): Promise<boolean> {
  const age = shop.clock.now().getTime() - open.begunAt.getTime()
  if (open.pageId !== null || age < sameAttemptMs) return false
  await attempts.end(tx, open.id, 'lost')
  return true
}

const again = Symbol('again')

async function addressOf(shop: Shop, provider: CardProvider, asked: Asked): Promise<string | typeof again> {
  const { attempt, language } = asked
  const away = awayFrom(shop, language, attempt.orderId)
  try {
    return attempt.pageId === null
      ? await openPage(shop, provider, asked)
      : await goOn(shop, provider, asked, attempt.pageId)
  } catch (error) {
    if (error instanceof ProviderAway) return away
    if (!(error instanceof ProviderRefused)) throw error
    shop.log.error('card page refused', { id: attempt.id, code: error.reason })
    await storing(shop, async (tx) => {
      await attempts.end(tx, attempt.id, 'lost')
      await problems.note(tx, { orderId: attempt.orderId, code: 'refused', object: error.reason })
    })
    return away
  }
}

async function openPage(shop: Shop, provider: CardProvider, asked: Asked): Promise<string | typeof again> {
  const { attempt, stale } = asked
  const { id, url } = await provider.open(pageFor(shop, asked))
  const open = await storing(shop, (tx) => attempts.opened(tx, attempt.id, id))
  if (open && !stale) return url
  // Its order was paid otherwise meanwhile, or costs something else now.
  await provider.close(id)
  await storing(shop, (tx) => attempts.end(tx, attempt.id, 'closed'))
  return again
}

/** The page that was opened before, unless it has ended: whoever pressed twice comes to the same one. */
async function goOn(
  shop: Shop,
  provider: CardProvider,
  { attempt, language, stale }: Asked,
  pageId: string,
): Promise<string | typeof again> {
  if (stale) await provider.close(pageId)
  const page = await provider.look(pageId)
  if (page?.state === 'open' && page.url) return page.url
  if (page?.state === 'paid' || page?.state === 'awaiting')
    return `${orderAddress(shop, language, attempt.orderId)}?card=back`
  const ended = stale ? 'closed' : page ? (page.state === 'failed' ? 'failed' : 'expired') : 'lost'
  await storing(shop, (tx) => attempts.end(tx, attempt.id, ended))
  return again
}

function pageFor(shop: Shop, { attempt, language, number, email }: Asked): NewPage {
  const address = orderAddress(shop, language, attempt.orderId)
  const { orderId, amountCents, expiresAt } = attempt
  const { name } = shop.known().settings.identity
  return {
    orderId,
    attempt: attempt.attempt,
    title: shop.t(language)('cards.page.title', { number, shop: name }),
    amountCents,
    email,
    language,
    expiresAt,
    paidUrl: `${address}?card=back`,
    leftUrl: `${address}?card=left`,
  }
}

function orderAddress(shop: Shop, language: orders.OrderFacts['language'], id: string): string {
  return shop.origin + urlFor('order', language, { id })
}

function awayFrom(shop: Shop, language: orders.OrderFacts['language'], id: string): string {
  return `${orderAddress(shop, language, id)}?card=away`
}

function storing<T>(shop: Shop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.storefront, 'order-contract', 'guest', work)
}

/** Asks the provider soon how the open page of an order stands: its buyer has come back from there. */
export async function askSoon(tx: Tx<'order-contract'>, orderId: string): Promise<void> {
  const last = await attempts.latest(tx, orderId)
  if (last?.pageId && last.ended === null) await lookSoon(tx, last.pageId)
}

async function lookSoon(tx: Tx<'order-contract'>, page: string): Promise<void> {
  await enqueue(tx, 'card-look', { page }, `card-look:${page}`)
}
