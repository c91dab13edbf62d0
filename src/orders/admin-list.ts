import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { pagerOf } from '../platform/web/pager.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import type { StaffLanguage } from '../staff/table.ts'
import { urlFor } from '../urls.ts'
import { type Filter, filters } from './forms.ts'
import * as lists from './lists.ts'
import * as questions from './questions.ts'
import type { OrderState } from './states.ts'
import * as workshop from './workshop.ts'

type Shown = { readonly state: Filter; readonly page: number } | { readonly found: true }
type Read = (
  tx: Tx<'order-contract'>,
  page: lists.Page,
) => Promise<{ orders: lists.OrderRow[]; total: number }>

const perPage = 50

/** The list of orders, or what a search found. */
export async function listPage(
  c: Context<StaffEnv>,
  shop: AdminShop,
  shown: Shown,
  read: Read,
): Promise<Response> {
  const member = c.get('staff')
  const page = 'page' in shown ? shown.page : 1
  const { list, counts, rooms } = await withPurpose(
    shop.database.backoffice,
    'order-contract',
    actorOf(member),
    async (tx) => ({
      list: await read(tx, { limit: perPage, offset: (page - 1) * perPage }),
      counts: await lists.counts(tx),
      rooms: { current: 'orders', ...(await roomCounts(tx, shop, member.language)) },
    }),
  )
  return officePage(c, shop, member, 'admin/orders/orders', {
    rooms,
    filters: filterLinks('state' in shown ? shown.state : undefined, counts),
    orders: list.orders.map(rowModel),
    ...('found' in shown
      ? { found: { total: list.total, first: list.total > perPage ? perPage : undefined } }
      : {
          pager: pagerOf(page, perPage, list.total, (to) => listHref(shown.state, to)),
          empty: emptyBecause(shown),
          firstHref: listHref(shown.state),
        }),
  })
}

/** What waits in the places beside the list. */
export async function roomCounts(
  tx: Tx<'order-contract'>,
  shop: AdminShop,
  language: StaffLanguage,
): Promise<{ jobs: number; late: number; today: number; questions: number }> {
  const { closures } = shop.known().settings
  const jobs = await workshop.jobs(tx, language, { today: shop.clock.today(), closures })
  return {
    jobs: jobs.length,
    late: jobs.filter(({ daysLeft }) => daysLeft < 0).length,
    today: jobs.filter(({ daysLeft }) => daysLeft === 0).length,
    questions: await questions.countWaiting(tx),
  }
}

/** Why a list may have no rows though there are orders. */
function emptyBecause({ state, page }: { state: Filter; page: number }): 'page' | 'filter' | undefined {
  if (page > 1) return 'page'
  return state === 'all' ? undefined : 'filter'
}

/** An order as `views/admin/orders/rows.hbs` shows it. */
export function rowModel({ pieces, totalCents, ...row }: lists.OrderRow) {
  return { ...row, goods: pieces, total: totalCents }
}

/** Where the orders in a group of states are listed. */
export function listHref(state: Filter, page = 1): string {
  const query = new URLSearchParams({
    ...(state === 'all' ? {} : { state }),
    ...(page > 1 ? { page: String(page) } : {}),
  })
  return query.size > 0 ? `${urlFor('adminOrders')}?${query}` : urlFor('adminOrders')
}

/** How many orders are in a group of states. */
export function countOf(counts: ReadonlyMap<OrderState, number>, filter: Exclude<Filter, 'all'>): number {
  return filters[filter].reduce((total, state) => total + (counts.get(state) ?? 0), 0)
}

function filterLinks(current: Filter | undefined, counts: ReadonlyMap<OrderState, number>) {
  return (Object.keys(filters) as Filter[]).map((key) => ({
    key,
    href: listHref(key),
    current: key === current,
    count: key === 'all' ? undefined : countOf(counts, key),
  }))
}
