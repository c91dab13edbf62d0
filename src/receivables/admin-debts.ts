import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict, NotFound, Restricted } from '../platform/errors.ts'
import { parseForm } from '../platform/web/forms.ts'
import { pagerOf } from '../platform/web/pager.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { debtPage, noticeLetter } from './admin-debt-page.ts'
import { takeStep } from './admin-debt-steps.ts'
import { nextChore } from './admin-morning.ts'
import * as ageing from './ageing.ts'
import { debtFilters } from './debt-filters.ts'
import * as forms from './debt-forms.ts'
import { stateOf } from './debt-states.ts'
import * as debts from './debts.ts'
import { debtsHref } from './debts-href.ts'
import * as holds from './dunning/holds.ts'
import * as notices from './dunning/notices.ts'
import * as reminders from './dunning/reminders.ts'
import { collects, surroundingsOf } from './surroundings.ts'

type C = Context<StaffEnv>
type Contract = Tx<'order-contract'>

const perPage = 50
const debtorsShown = 8

/** What is owed to the shop, and each debt's own page; the face guards them. */
export function debtRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminDebts'), (c) => listPage(c, shop))
    .post(pattern('adminDebts'), (c) => searchPage(c, shop))
    .post(pattern('adminDebtsBulk'), (c) => bulk(c, shop))
    .get(pattern('adminDebt'), (c) => debtPage(c, shop))
    .post(pattern('adminDebtStep'), (c) => takeStep(c, shop))
    .get(pattern('adminDebtNotice'), (c) => noticeLetter(c, shop))
}

async function listPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const query = forms.listQuery.parse(c.req.query())
  const settings = shop.known().settings.debts
  const done = form.errors ? undefined : doneIn(c)
  // Who comes to narrow the list has seen the whole of it.
  const whole = query.state === 'all' && !query.debtor
  const read = await within(c, shop, async (tx) => {
    const at = { filter: query.state, sort: query.sort, debtor: query.debtor }
    const page = { limit: perPage, offset: (query.page - 1) * perPage }
    const counts = await debts.counts(tx, settings)
    const found = {
      ...(await debts.list(tx, { ...at, ...page }, settings)),
      counts,
      ageing: whole ? await ageing.overview(tx, debtorsShown) : undefined,
      next: done && (await nextChore(tx, shop, counts)),
    }
    await noted(tx, [
      ...found.debts.map(({ orderId }) => orderId),
      ...(found.ageing?.debtors ?? []).map(({ debtor }) => debtor),
    ])
    return found
  })
  const act = actOf(query, collects(shop))
  const ticked = form.typed?.['debt[]'] ?? (act === 'remind' || act === 'notice' ? 'all' : [])
  return officePage(c, shop, c.get('staff'), 'admin/receivables/debts', {
    ...form,
    done: done && { ...done, next: read.next },
    ageing: read.ageing && ageingModel(read.ageing),
    filters: debtFilters
      .filter((key) => key === 'all' || key === query.state || read.counts[key] > 0)
      .filter((key) => key !== 'collectable' || collects(shop))
      .map((key) => ({
        key,
        href: debtsHref({ state: key, sort: query.sort }),
        current: key === query.state && !query.debtor,
        count: read.counts[key],
      })),
    sorts: debts.debtSorts.map((key) => ({
      key,
      href: debtsHref({ ...query, sort: key, page: 1 }),
      current: key === query.sort,
    })),
    state: query.state,
    act,
    debtor: query.debtor && { allHref: debtsHref({ state: 'all', sort: query.sort }) },
    debts: read.debts.map((debt) => ({
      ...rowModel(debt, shop),
      ticked: ticked === 'all' || ticked.includes(debt.invoiceId),
    })),
    bulkHref: `${urlFor('adminDebtsBulk')}${new URL(debtsHref(query), 'http://x').search}`,
    pager: pagerOf(query.page, perPage, read.total, (page) => debtsHref({ ...query, page })),
  })
}

/** What is done to all debts of a list, where one came for that. */
function actOf(
  { state, debtor }: forms.ListQuery,
  collecting: boolean,
): 'remind' | 'notice' | 'hand-over' | undefined {
  if (debtor) return undefined
  if (state === 'to-remind') return 'remind'
  if (state === 'notice-due') return 'notice'
  return state === 'collectable' && collecting ? 'hand-over' : undefined
}

/** What was searched for stays in the body: names and numbers never stand in an address. */
async function searchPage(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, forms.searchForm)
  if (!form.ok) return c.redirect(urlFor('adminDebts'), 303)
  const found = await within(c, shop, async (tx) => {
    const rows = await debts.search(tx, form.value.search, perPage)
    await noted(
      tx,
      rows.map(({ orderId }) => orderId),
    )
    return rows
  })
  return officePage(c, shop, c.get('staff'), 'admin/receivables/debts', {
    found: { total: found.length },
    debts: found.map((debt) => rowModel(debt, shop)),
    bulkHref: urlFor('adminDebtsBulk'),
  })
}

/** Each ticked debt for itself: what one refuses is told, and the others are done. */
async function bulk(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, forms.bulkForm)
  // No button of ours was pressed.
  if (!form.ok && form.errors.action) throw new NotFound()
  if (!form.ok) return listPage(c, shop, form)
  const { action, debt, holdReason: reason = '' } = form.value
  const today = shop.clock.today()
  const refused: string[] = []
  for (const invoiceId of new Set(debt)) {
    const problem = await attempt(c, shop, async (tx, by) => {
      if (action === 'remind') await reminders.remind(tx, invoiceId, by)
      else if (action === 'hold') await holds.place(tx, { invoiceId, reason, by })
      else await notices.give(tx, { invoiceId, by, today, first: true }, surroundingsOf(shop))
    })
    if (problem) refused.push(problem)
  }
  const query = forms.listQuery.parse(c.req.query())
  const said = new URLSearchParams([
    ['done', action],
    ['count', String(new Set(debt).size - refused.length)],
    ...refused.map((code): [string, string] => ['not', code]),
  ])
  const back = debtsHref(query)
  return c.redirect(`${back}${back.includes('?') ? '&' : '?'}${said}`, 303)
}

/** The code of what stood in the way; undefined where it was done. */
async function attempt(
  c: C,
  shop: AdminShop,
  work: (tx: Contract, by: string) => Promise<void>,
): Promise<string | undefined> {
  try {
    await within(c, shop, work)
    return undefined
  } catch (error) {
    if (error instanceof Conflict) return error.code
    if (error instanceof Restricted) return 'restricted'
    if (error instanceof NotFound) return 'gone'
    throw error
  }
}

/** What stands in the way of something, as the pages may say it: `debts.problem.<code>`. */
export const problemCodes = [
  'nothing-open',
  'not-due',
  'barred',
  'cancelled',
  'withdrawn',
  'hold',
  'held',
  'not-held',
  'promise',
  'past',
  'objection',
  'restricted',
  'reminded',
  'noticed',
  'handed-over',
  'may-not-remind',
  'given',
  'not-now',
  'gone',
] as const

const doneQuery = z.object({
  done: z.enum(['remind', 'hold', 'notice']).optional().catch(undefined),
  count: z.coerce.number().int().min(0).max(1000).catch(0),
})
const refusedQuery = z.array(z.enum(problemCodes)).max(1000).catch([])

/** What became of the ticked debts: how many were done, and why the others were not. */
function doneIn(c: C) {
  const { done, count } = doneQuery.parse(c.req.query())
  if (!done) return undefined
  const refused = refusedQuery.parse(c.req.queries('not') ?? [])
  const codes = [...new Set(refused)]
  return {
    key: done,
    tone: refused.length > 0 ? 'wait' : 'good',
    count,
    refused: refused.length,
    why: codes.map((code) => ({ code, count: refused.filter((one) => one === code).length })),
  }
}

function rowModel(debt: debts.DebtRow, shop: AdminShop) {
  return {
    ...debt,
    href: urlFor('adminDebt', { invoice: debt.invoiceId }),
    orderHref: urlFor('adminOrder', { id: debt.orderId }),
    state: stateOf(debt, shop.clock.today()),
    late: debt.daysLate > 0 && debt.openCents > 0 ? debt.daysLate : undefined,
  }
}

function ageingModel({ ages, debtors, ...sums }: ageing.Ageing) {
  const most = Math.max(1, ...ages.map(({ cents }) => cents))
  return {
    ...sums,
    // A hundredth is the least that can be seen.
    ages: ages.map((age) => ({
      ...age,
      share: age.cents > 0 ? Math.max(1, Math.round((100 * age.cents) / most)) : 0,
    })),
    debtors: debtors.map((debtor) => ({
      ...debtor,
      href: debtsHref({ state: 'all', debtor: debtor.debtor }),
    })),
    personCents: ages.reduce((all, { personCents }) => all + personCents, 0),
    companyCents: ages.reduce((all, { companyCents }) => all + companyCents, 0),
  }
}

async function noted(tx: Contract, ids: readonly string[]): Promise<void> {
  await openings.note(tx, { unit: 'order', ids: [...new Set(ids)], page: 'debts' })
}

function within<T>(c: C, shop: AdminShop, work: (tx: Contract, by: string) => Promise<T>): Promise<T> {
  const member = c.get('staff')
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), (tx) => work(tx, member.id))
}
