import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../../admin-shop.ts'
import { numbersOf } from '../../orders/orders.ts'
import { enqueue } from '../../platform/jobs/jobs.ts'
import { idIn } from '../../platform/web/ids.ts'
import * as recipients from '../../privacy/register/recipients.ts'
import { withoutPurpose, withPurpose } from '../../privacy/with-purpose.ts'
import { officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import * as disputes from './disputes.ts'
import * as messages from './messages.ts'
import { disputeModel, problemModel } from './office.ts'
import * as payouts from './payouts.ts'
import * as problems from './problems.ts'
import { providerOf } from './providers.ts'
import { eventTypes } from './stripe.ts'

type C = Context<StaffEnv>

const payoutsShown = 24
const done = z.enum(['asked', 'cleared']).optional().catch(undefined)

/** The room of card payments: whether the provider is heard, what nobody could act on, disputes, payouts; the face guards it. */
export function cardsRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminCards'), (c) => page(c, shop))
    .post(pattern('adminCardsAsk'), (c) => ask(c, shop))
    .post(pattern('adminCardProblem'), (c) => clear(c, shop))
}

async function page(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const { backoffice } = shop.database
  const open = await problems.uncleared(backoffice.client.orm)
  const money = await withPurpose(backoffice, 'accounting', actorOf(member), async (tx) => ({
    disputes: await disputes.open(tx),
    payouts: await payouts.latest(tx, payoutsShown),
  }))
  const ids = [...open, ...money.disputes].flatMap(({ orderId }) => orderId ?? [])
  const numbers = await withPurpose(backoffice, 'order-contract', actorOf(member), (tx) => numbersOf(tx, ids))
  const t = shop.t(member.language)
  const linked = (orderId: string | null) => ({
    number: orderId === null ? undefined : numbers.get(orderId),
    href: orderId === null ? undefined : urlFor('adminOrder', { id: orderId }),
  })
  return officePage(c, shop, member, 'admin/money/cards', {
    done: done.parse(c.req.query('done')),
    ...(await stateOf(shop)),
    problems: open.map((problem) => ({ ...problemModel(problem), ...linked(problem.orderId) })),
    disputes: money.disputes.map((dispute) => ({ ...disputeModel(dispute, t), ...linked(dispute.orderId) })),
    payouts: money.payouts,
  })
}

/** Who takes cards, whether it is heard, and whether customers are told of it (Art. 13(1)(e)). */
async function stateOf(shop: AdminShop) {
  const provider = providerOf(shop.config)
  const { orm } = shop.database.backoffice.client
  const told = (await recipients.list(orm)).some(
    ({ kind, name, endedOn }) =>
      kind === 'payment-provider' && endedOn === null && name.includes(provider?.name ?? ''),
  )
  return {
    provider: provider?.name,
    testMode: provider?.testMode ?? false,
    listens: shop.config.stripe.webhookSecret !== undefined,
    lastAt: await messages.lastAt(orm),
    untold: provider !== undefined && !told,
    address: shop.origin + urlFor('cardWebhook'),
    events: eventTypes,
  }
}

/** Asks the provider at once for what it told nobody; the night does so by itself. */
async function ask(c: C, shop: AdminShop): Promise<Response> {
  const actor = actorOf(c.get('staff'))
  await withoutPurpose(shop.database.backoffice, actor, (tx) =>
    enqueue(tx, 'card-reconcile', {}, 'card-reconcile'),
  )
  return c.redirect(`${urlFor('adminCards')}?done=asked`, 303)
}

async function clear(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  await withoutPurpose(shop.database.backoffice, actorOf(member), (tx) =>
    problems.clear(tx, idIn(c, 'id'), member.id),
  )
  return c.redirect(`${urlFor('adminCards')}?done=cleared`, 303)
}
