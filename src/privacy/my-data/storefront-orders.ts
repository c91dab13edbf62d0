import type { Context } from 'hono'
import * as keys from '../../orders/keys.ts'
import * as orderCookies from '../../orders/order-cookies.ts'
import { NotFound } from '../../platform/errors.ts'
import { idIn } from '../../platform/web/ids.ts'
import { languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { urlFor } from '../../urls.ts'
import { asPerson } from './storefront-person.ts'
import * as subjectOrders from './subject-orders.ts'
import type { Subject } from './subject-sessions.ts'

/** Opens the page of an order of the person in this browser, as the link of one of its mails would. */
export async function openOrder(c: Context, shop: StorefrontShop, subject: Subject): Promise<Response> {
  const id = idIn(c, 'id')
  const secret = await asPerson(shop, subject, async (tx) => {
    if (!(await subjectOrders.read(tx)).some((order) => order.id === id && order.open)) throw new NotFound()
    return tx.under('order-contract', (contract) => keys.make(contract, id))
  })
  orderCookies.remember(c, shop.cookies, secret)
  return c.redirect(urlFor('order', languageOf(c), { id }), 303)
}
