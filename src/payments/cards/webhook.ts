import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { enqueue } from '../../platform/jobs/jobs.ts'
import type { Shop } from '../../shop.ts'
import { pattern } from '../../urls.ts'
import * as messages from './messages.ts'
import { providerOf } from './providers.ts'

/** The largest message in bytes; the provider's are a tenth of it. */
const mostBytes = 256 * 1024

/**
 * Where the provider tells what happened. Its signature over the raw body is the proof, so no page's origin is asked for;
 * everything else that guards the shop stands before it. What was told becomes a job: nobody here waits for the provider,
 * and a message that came is not lost.
 */
export function cardWebhook(shop: Shop): Hono {
  const routes = new Hono()
  const limit = bodyLimit({ maxSize: mostBytes, onError: refused })
  routes.post(pattern('cardWebhook'), limit, (c) => take(c, shop))
  return routes
}

async function take(c: Context, shop: Shop): Promise<Response> {
  c.header('cache-control', 'no-store')
  const provider = providerOf(shop.config)
  // Without a secret anybody could tell us that an order was paid.
  if (!provider || shop.config.stripe.webhookSecret === undefined)
    return c.text('503 Service Unavailable\n', 503)
  const signature = c.req.header('stripe-signature')
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (!signature || type !== 'application/json') return refused(c)
  const message = await provider.read(await c.req.text(), signature)
  if (!message) return refused(c)
  const storefront = shop.database.storefront.client.orm
  if (message.topic !== null && !(await messages.taken(storefront, message.id))) {
    const { id, topic, object } = message
    await enqueue(storefront, 'card-message', { id, topic, object }, `card-message:${id}`)
  }
  return c.text('ok\n')
}

function refused(c: Context): Response {
  return c.text('400 Bad Request\n', 400)
}
