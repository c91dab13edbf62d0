import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { numbersOf } from '../orders/orders.ts'
import { text } from '../platform/web/fields.ts'
import { parseForm } from '../platform/web/forms.ts'
import { pagerOf } from '../platform/web/pager.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import * as lists from './lists.ts'

type C = Context<StaffEnv>

const perPage = 50
const query = z.object({
  means: z.enum(lists.filters).catch('all'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

/** All money that came in; each payment leads to its order. */
export function paymentRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminPayments'), (c) => list(c, shop))
    .post(pattern('adminPayments'), (c) => search(c, shop))
}

async function list(c: C, shop: AdminShop): Promise<Response> {
  const { means, page } = query.parse(c.req.query())
  const at = { limit: perPage, offset: (page - 1) * perPage }
  const found = await reading(c, shop, (books) => lists.list(books, means, at))
  return shown(c, shop, found, {
    current: means,
    pager: pagerOf(page, perPage, found.total, (to) => hrefOf(means, to)),
  })
}

/** What was searched for stays in the body: names and numbers never stand in an address. */
async function search(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, z.object({ search: text(80) }))
  if (!form.ok) return c.redirect(urlFor('adminPayments'), 303)
  const at = { limit: perPage, offset: 0 }
  const found = await reading(c, shop, (books) => lists.search(books, form.value.search, at))
  return shown(c, shop, found, { found: true })
}

function shown(
  c: C,
  shop: AdminShop,
  { payments, total, totalCents }: Found,
  more: { current?: lists.PaymentFilter; pager?: ReturnType<typeof pagerOf>; found?: boolean },
) {
  return officePage(c, shop, c.get('staff'), 'admin/money/payments', {
    ...more,
    payments,
    total,
    totalCents,
    unused: more.current === 'unused',
    filters: lists.filters.map((key) => ({ key, href: hrefOf(key), current: key === more.current })),
  })
}

function hrefOf(means: lists.PaymentFilter, page = 1): string {
  const said = new URLSearchParams({
    ...(means === 'all' ? {} : { means }),
    ...(page > 1 ? { page: String(page) } : {}),
  })
  return said.size > 0 ? `${urlFor('adminPayments')}?${said}` : urlFor('adminPayments')
}

type Found = Awaited<ReturnType<typeof lists.list>>

/** Payments as the books know them; an order that has no document yet has its number from its contract. */
function reading(c: C, shop: AdminShop, read: (books: Tx<'accounting'>) => Promise<Found>): Promise<Found> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), async (tx) => {
    const { payments, ...sums } = await tx.under('accounting', read)
    const bare = payments.filter(({ orderNumber }) => orderNumber === null).map(({ orderId }) => orderId)
    const numbers = await numbersOf(tx, bare)
    return {
      ...sums,
      payments: payments.map((row) => ({
        ...row,
        orderNumber: row.orderNumber ?? numbers.get(row.orderId) ?? null,
      })),
    }
  })
}
