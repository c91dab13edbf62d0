import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import * as lists from '../../orders/lists.ts'
import { Conflict } from '../../platform/errors.ts'
import { amountText } from '../../platform/web/amounts.ts'
import { parseForm } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import * as openings from '../../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../../privacy/with-purpose.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import * as staff from '../../staff/staff.ts'
import { pattern, urlFor } from '../../urls.ts'
import { entryModel } from './admin-entry-model.ts'
import * as candidates from './candidates.ts'
import * as entries from './entries.ts'
import { asideForm, matchForm, roomQuery, searchForm, undoForm } from './forms.ts'
import { booksOf } from './jobs.ts'
import * as matches from './matches.ts'
import * as suggestions from './suggestions.ts'
import { asideReasons } from './table.ts'

type C = Context<StaffEnv>

const mostFound = 10

/** One entry: matched to orders by hand, put aside, and each of it undone. */
export function bankEntryRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminBankEntry'), (c) => entryPage(c, shop))
    .post(pattern('adminBankSearch'), (c) => search(c, shop))
    .post(pattern('adminBankMatch'), (c) => match(c, shop))
    .post(pattern('adminBankUndo'), (c) => undo(c, shop))
    .post(pattern('adminBankAside'), (c) => setAside(c, shop))
    .post(pattern('adminBankAgain'), (c) => takeUpAgain(c, shop))
}

type Returned = FormState & {
  /** The words that were searched for, or the orders whose form came back. */
  readonly search?: string
  readonly orders?: readonly string[]
}

async function entryPage(c: C, shop: AdminShop, returned: Returned = {}): Promise<Response> {
  const id = idIn(c, 'id')
  const member = c.get('staff')
  const { search: words, orders = [], ...form } = returned
  const facts = await under(c, shop, async (tx) => {
    const { entry, aside } = await tx.under('accounting', async (ledger) => ({
      entry: await entries.find(ledger, id),
      aside: await entries.asideOf(ledger, id),
    }))
    const read = {
      entry,
      aside,
      suggested: (await suggestions.forEntries(tx, [entry])).get(id),
      matches: (await entries.matchesOf(tx, [id])).get(id) ?? [],
      found: await foundBy(tx, { words, orders }),
    }
    await openings.note(tx, { unit: 'order', ids: shownOrders(read), page: 'bank-entry' })
    return read
  })
  const team = await shop.staffAuth.under('staff-accounts', actorOf(member), (tx) => staff.list(tx))
  const people = new Map(team.map((person) => [person.id, person.name]))
  const t = shop.t(member.language)
  const model = entryModel(facts.entry, facts.suggested, facts.matches, member.language)
  return officePage(c, shop, member, 'admin/money/statement-entry-page', {
    ...form,
    done: form.errors || form.problem ? undefined : roomQuery.parse(c.req.query()).done,
    entry: { ...model, code: facts.entry.code, endToEndId: facts.entry.endToEndId },
    searched: words,
    found: facts.found?.map((order, at) => ({
      ...order,
      fieldId: at === 0 ? 'amount' : `amount-${at}`,
      href: urlFor('adminOrder', { id: order.orderId }),
      // What the order still waits for; the whole of it where that is more, or nothing.
      amountText: amountText(offered(facts.entry.openCents, order.openCents), member.language),
    })),
    history: facts.matches.map((each, at) => ({
      ...each,
      // The summary of errors leads to the first.
      fieldId: at === 0 ? 'undoReason' : `undoReason-${at}`,
      href: urlFor('adminOrder', { id: each.orderId }),
      by: people.get(each.matchedBy ?? ''),
      undoneBy: people.get(each.reversedBy ?? ''),
    })),
    undoAction: urlFor('adminBankUndo', { id }),
    searchAction: urlFor('adminBankSearch', { id }),
    asideAction: urlFor('adminBankAside', { id }),
    againAction: urlFor('adminBankAgain', { id }),
    aside: facts.aside && { ...facts.aside, by: people.get(facts.aside.setBy) },
    reasons: asideReasons.map((value) => ({ value, label: t(`statements.aside.${value}`) })),
    statementHref: urlFor('adminStatement', { id: facts.entry.statementId }),
  })
}

/** Whose orders the page names: matched, suggested or found. */
function shownOrders(read: {
  readonly suggested: suggestions.Suggested | undefined
  readonly matches: readonly { readonly orderId: string }[]
  readonly found: readonly { readonly orderId: string }[] | undefined
}): string[] {
  const { suggested, matches: matched, found = [] } = read
  const shown = [...matched, ...found, ...(suggested?.orders ?? []), ...(suggested?.split ?? [])]
  return [...new Set(shown.map(({ orderId }) => orderId))]
}

function offered(entryOpen: number, orderOpen: number): number {
  return orderOpen > 0 ? Math.min(entryOpen, orderOpen) : entryOpen
}

async function foundBy(
  tx: Tx<'order-contract'>,
  { words, orders }: { words: string | undefined; orders: readonly string[] },
) {
  if (words === undefined && orders.length === 0) return undefined
  const { orders: rows } = words
    ? await lists.search(tx, words, { limit: mostFound, offset: 0 })
    : { orders: orders.map((id) => ({ id, buyer: null, placedAt: null })) }
  const found = []
  for (const { id: orderId, buyer, placedAt } of rows) {
    const order = await candidates.one(tx, orderId)
    if (order) found.push({ ...order, buyer, placedAt })
  }
  return found
}

/** What was searched for stays in the body: names never stand in an address. */
async function search(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, searchForm)
  return entryPage(c, shop, form.ok ? { search: form.value.search, typed: form.typed } : form)
}

async function match(c: C, shop: AdminShop): Promise<Response> {
  const entryId = idIn(c, 'id')
  const form = await parseForm(c, matchForm)
  if (!form.ok) return entryPage(c, shop, { ...form, orders: [form.typed.order ?? []].flat().filter(isId) })
  const { order, amount, from } = form.value
  const parts = order.map((orderId, at) => ({ orderId, amountCents: amount[at]! }))
  return step(c, shop, from, 'matched', (tx) =>
    matches.matchByHand(tx, booksOf(shop), { entryId, parts, by: c.get('staff').id }),
  )
}

async function undo(c: C, shop: AdminShop): Promise<Response> {
  const entryId = idIn(c, 'id')
  const form = await parseForm(c, undoForm)
  if (!form.ok) return entryPage(c, shop, form)
  const { payment: paymentId, undoReason: reason } = form.value
  return step(c, shop, 'entry', 'undone', (tx) =>
    matches.undo(tx, booksOf(shop), { entryId, paymentId, reason, by: c.get('staff').id }),
  )
}

async function setAside(c: C, shop: AdminShop): Promise<Response> {
  const entryId = idIn(c, 'id')
  const form = await parseForm(c, asideForm)
  if (!form.ok) return entryPage(c, shop, form)
  const { reason, note = null, from } = form.value
  return step(c, shop, from, 'aside', (tx) =>
    tx.under('accounting', (ledger) =>
      matches.setAside(ledger, { entryId, reason, note, by: c.get('staff').id }),
    ),
  )
}

function takeUpAgain(c: C, shop: AdminShop): Promise<Response> {
  return step(c, shop, 'entry', 'again', (tx) =>
    tx.under('accounting', (ledger) => matches.takeUpAgain(ledger, idIn(c, 'id'), c.get('staff').id)),
  )
}

/** Does one thing and goes back to where its button stood; what the entry refuses is told on its page. */
async function step(
  c: C,
  shop: AdminShop,
  from: 'list' | 'entry',
  done: string,
  work: (tx: Tx<'order-contract'>) => Promise<void>,
): Promise<Response> {
  try {
    await under(c, shop, work)
  } catch (error) {
    if (error instanceof Conflict) return entryPage(c, shop, { problem: refusalOf(error.code) })
    throw error
  }
  const back = from === 'list' ? urlFor('adminStatements') : urlFor('adminBankEntry', { id: idIn(c, 'id') })
  return c.redirect(`${back}?done=${done}`, 303)
}

function refusalOf(code: string): string {
  return ['entry-matched', 'payment-refunded'].includes(code) ? code : 'changed'
}

function isId(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
}

function under<T>(c: C, shop: AdminShop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), work)
}
