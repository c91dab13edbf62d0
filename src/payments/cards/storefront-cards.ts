import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { behindCookie, openedOrder } from '../../orders/storefront-page.ts'
import { withPurpose } from '../../privacy/with-purpose.ts'
import { everyLanguage, languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { urlFor } from '../../urls.ts'
import * as attempts from './attempts.ts'
import { askSoon, begin, offered } from './cards.ts'

/** How long the page waits for what the provider is just telling, and how often it looks; milliseconds. */
const longestWait = 2_000
const look = 200

/** Paying by card, and back from there; for the browser that opened the order. */
export function cardRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  for (const path of everyLanguage('order')) routes.use(path, backFrom(shop))
  routes.on('POST', everyLanguage('orderCard'), behindCookie(shop, payByCard))
  routes.on('POST', everyLanguage('orderByTransfer'), behindCookie(shop, payByTransfer))
  return routes
}

async function payByCard(c: Context, shop: StorefrontShop, id: string): Promise<Response> {
  if (!offered(shop)) return c.redirect(urlFor('order', languageOf(c), { id }), 303)
  return c.redirect(await begin(shop, id), 303)
}

/** The open page is closed at the provider by a job that the database queues. */
async function payByTransfer(c: Context, shop: StorefrontShop, id: string): Promise<Response> {
  await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
    tx.execute(sql`select shop_choose_payment(${id}, 'transfer')`),
  )
  return c.redirect(`${urlFor('order', languageOf(c), { id })}?card=transfer`, 303)
}

/**
 * A buyer who comes back from the provider is mostly there a moment before its message: the provider is asked, and the page
 * waits a little, holding nothing.
 */
function backFrom(shop: StorefrontShop): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'GET' && c.req.query('card') === 'back') await awaitNews(c, shop)
    await next()
  }
}

async function awaitNews(c: Context, shop: StorefrontShop): Promise<void> {
  const id = await openedOrder(c, shop, c.req.param('id'))
  if (id === undefined || !(await isOpen(shop, id))) return
  await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) => askSoon(tx, id))
  const until = performance.now() + longestWait
  do await pause(look)
  while (performance.now() < until && (await isOpen(shop, id)))
}

function isOpen(shop: StorefrontShop, id: string): Promise<boolean> {
  return withPurpose(shop.database.storefront, 'order-contract', 'guest', async (tx) => {
    const last = await attempts.latest(tx, id)
    return last?.ended === null && last.pageId !== null && last.awaitingSince === null
  })
}
