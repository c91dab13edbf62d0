import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { officePage } from '../staff/admin-page.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { monthsBeside, reading } from './accountant-reading.ts'
import { badDebts, doubtfulDays } from './bad-debts.ts'
import { bankMatches } from './bank-match.ts'
import { cashJournal } from './cash-journal.ts'
import { monthIn, onQuery } from './forms.ts'
import { type Movement, movementsOf, payoutsOf, settlementsOf } from './movements.ts'
import { firstOpenItems } from './open-items.ts'
import { daysOf, type Month } from './periods.ts'
import { refundsOnTheirWay } from './refunds-on-their-way.ts'
import { proveSeries } from './series.ts'

type C = Context<StaffEnv>

/** So many rows of money a page shows; the month pack has all of them. */
const mostRows = 500

/** What money moved, what is open, what lies in the till, and that no number is missing. */
export function moneyRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('accountantPayments'), (c) => paymentsPage(c, shop))
    .get(pattern('accountantOpenItems'), (c) => openPage(c, shop))
    .get(pattern('accountantBadDebts'), (c) => badDebtsPage(c, shop))
    .get(pattern('accountantCash'), (c) => cashPage(c, shop))
    .get(pattern('accountantSeries'), (c) => seriesPage(c, shop))
}

async function paymentsPage(c: C, shop: AdminShop): Promise<Response> {
  const month = monthOfPage(c, shop)
  const read = await reading(c, shop, async (tx) => ({
    movements: await Array.fromAsync(movementsOf(tx, daysOf(month))),
    settlements: await Array.fromAsync(settlementsOf(tx, daysOf(month))),
    payouts: await payoutsOf(tx, daysOf(month)),
    banks: await bankMatches(tx, daysOf(month)),
  }))
  const standing = read.movements.filter(({ reversedOn }) => reversedOn === null)
  return officePage(c, shop, c.get('staff'), 'accountant/payments', {
    month,
    ...monthsBeside(urlFor('accountantPayments'), month, shop.clock.today()),
    byMeans: byMeans(standing),
    movements: read.movements.slice(0, mostRows),
    settlements: read.settlements.slice(0, mostRows),
    more: Math.max(read.movements.length, read.settlements.length) > mostRows,
    payouts: read.payouts,
    banks: read.banks,
  })
}

async function openPage(c: C, shop: AdminShop): Promise<Response> {
  const today = shop.clock.today()
  const { on } = onQuery(today).parse({ on: c.req.query('on') })
  const isOwner = c.get('staff').role === 'owner'
  const { refunds, ...read } = await reading(c, shop, async (tx) => ({
    ...(await firstOpenItems(tx, on, mostRows)),
    refunds: await refundsOnTheirWay(tx, on),
  }))
  const refundCents = refunds.reduce((sum, { amountCents }) => sum + amountCents, 0)
  return officePage(c, shop, c.get('staff'), 'accountant/open-items', {
    ...read,
    on,
    today,
    more: Math.max(read.count, refunds.length) > mostRows,
    balance: read.owedToUs - read.owedByUs,
    owedByUs: read.owedByUs + refundCents,
    refundCents,
    refunds: refunds.slice(0, mostRows),
    items: read.items.map((item) => ({
      ...item,
      href: item.what === 'payment' ? undefined : urlFor('accountantDocument', { id: item.id }),
      late: item.dueOn !== null && item.dueOn < on,
      // The letters about it are not the accountant's.
      debtHref:
        isOwner && item.what === 'document' && item.dueOn && urlFor('adminDebt', { invoice: item.id }),
    })),
  })
}

async function badDebtsPage(c: C, shop: AdminShop): Promise<Response> {
  const month = monthOfPage(c, shop)
  const rows = await reading(c, shop, (tx) => badDebts(tx, daysOf(month)))
  const shown = rows.map((row) => ({ ...row, href: urlFor('accountantDocument', { id: row.invoiceId }) }))
  return officePage(c, shop, c.get('staff'), 'accountant/bad-debts', {
    month,
    ...monthsBeside(urlFor('accountantBadDebts'), month, shop.clock.today()),
    days: doubtfulDays,
    givenUp: shown.filter(({ state }) => state !== 'doubtful').slice(0, mostRows),
    doubtful: shown.filter(({ state }) => state === 'doubtful').slice(0, mostRows),
    more: rows.length > mostRows,
  })
}

async function cashPage(c: C, shop: AdminShop): Promise<Response> {
  const month = monthOfPage(c, shop)
  const journal = await reading(c, shop, (tx) => cashJournal(tx, daysOf(month)))
  return officePage(c, shop, c.get('staff'), 'accountant/cash', {
    month,
    ...monthsBeside(urlFor('accountantCash'), month, shop.clock.today()),
    ...journal,
  })
}

async function seriesPage(c: C, shop: AdminShop): Promise<Response> {
  const series = await reading(c, shop, (tx) => proveSeries(tx))
  return officePage(c, shop, c.get('staff'), 'accountant/series', {
    series: series.map((one) => ({ ...one, missing: one.missing.join(', ') })),
  })
}

function monthOfPage(c: C, shop: AdminShop): Month {
  return monthIn(shop.clock.today().slice(0, 7)).parse(c.req.query('month'))
}

function byMeans(movements: readonly Movement[]) {
  const sums = new Map<string, { received: number; refunded: number }>()
  for (const { means, cents } of movements) {
    const before = sums.get(means) ?? { received: 0, refunded: 0 }
    sums.set(
      means,
      cents > 0
        ? { ...before, received: before.received + cents }
        : { ...before, refunded: before.refunded - cents },
    )
  }
  return [...sums].map(([means, sum]) => ({ means, ...sum, net: sum.received - sum.refunded }))
}
