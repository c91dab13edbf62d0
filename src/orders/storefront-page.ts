import type { Context, Handler } from 'hono'
import { z } from 'zod'
import type { FormModel, StorefrontShop } from '../storefront-shop.ts'
import * as keys from './keys.ts'
import * as orderCookies from './order-cookies.ts'
import { type Facts, factsOf } from './storefront-facts.ts'
import { orderModel } from './storefront-order.ts'

/** The order of this id, if this browser opened it; undefined for everybody else, who do not learn whether it exists. */
export async function openedOrder(
  c: Context,
  shop: StorefrontShop,
  asked: string | undefined,
): Promise<string | undefined> {
  c.header('cache-control', 'no-store')
  c.header('x-robots-tag', 'noindex')
  const id = z.uuid().safeParse(asked).data
  const secrets = orderCookies.secretsIn(c, shop.cookies)
  const opened = id && (await keys.mayOpen(shop.database.storefront.client.orm, secrets, id))
  return opened ? id : undefined
}

/** What a page of an order answers to its buyer. */
export type Answer = (c: Context, shop: StorefrontShop, orderId: string) => Promise<Response>

/** For the browser that opened the order; everybody else reads how to open it, whether or not there is one. */
export function behindCookie(shop: StorefrontShop, answer: Answer, parameter = 'id'): Handler {
  return async (c) => {
    const id = await openedOrder(c, shop, c.req.param(parameter))
    if (id !== undefined) return answer(c, shop, id)
    return shop.show(c, 'storefront/orders/closed', { name: 'home' }, {}, 404)
  }
}

interface Shown {
  /** A form that came back. */
  readonly form?: FormModel
  /** Why an answer to a proof came too late, and what it said. */
  readonly refused?: string
  readonly wrote?: string | undefined
  /** Why a question was not taken. */
  readonly unasked?: string
}

/** An order as its buyer sees it; `shown` says why it is shown in answer to something else. */
export async function orderPage(
  c: Context,
  shop: StorefrontShop,
  id: string,
  { form, refused, wrote, unasked }: Shown = {},
): Promise<Response> {
  const facts = await factsOf(shop, id)
  return shop.show(
    c,
    'storefront/orders/order',
    { name: 'order', params: { id } },
    {
      ...news(c, shop, facts),
      mailKept: shop.mailCaptured,
      form,
      refused,
      wrote,
      unasked,
      questionKey: form?.values.questionKey ?? crypto.randomUUID(),
      order: orderModel(c, shop, facts),
    },
    refused || unasked ? 409 : form ? 422 : 200,
  )
}

const newsMs = 3_600_000

/** What just happened, as the address says and the facts confirm: an address is kept, and opened again. */
function news(c: Context, shop: StorefrontShop, facts: Facts) {
  const { placedAt, cancellation } = facts
  const now = shop.clock.now().getTime()
  const recent = (at: Date | null) => at !== null && Math.abs(now - at.getTime()) < newsMs
  return {
    justPlaced: c.req.query('placed') === '1' && recent(placedAt) && !cancellation,
    again: c.req.query('again') === '1' && !cancellation,
    done: doneOf(facts, recent).find((one) => one === c.req.query('done')),
  }
}

/** What the buyer did a moment ago. */
function doneOf(
  { proofs, asked, correctedAt, withdrawn }: Facts,
  recent: (at: Date | null) => boolean,
): ('approved' | 'changed' | 'asked' | 'corrected' | 'account')[] {
  const answers = [...proofs.values()].filter(({ answeredAt }) => recent(answeredAt))
  return [
    ...(answers.some(({ approved }) => approved) ? (['approved'] as const) : []),
    ...(answers.some(({ approved }) => approved === false) ? (['changed'] as const) : []),
    ...(asked.some(({ askedAt }) => recent(askedAt)) ? (['asked'] as const) : []),
    ...(recent(correctedAt) ? (['corrected'] as const) : []),
    ...(withdrawn.account === 'named' ? (['account'] as const) : []),
  ]
}
