import { stringify } from 'csv-stringify/sync'
import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { type Addressee, addresseesOf } from '../../orders/addressees.ts'
import { Conflict } from '../../platform/errors.ts'
import { csvLines } from '../../platform/files/csv-lines.ts'
import { fieldError, type Parsed, parseForm } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import type { FormState } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import { requireConfirmed, type StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { orderNumbers } from '../admin-order-numbers.ts'
import { type Tx, withPurpose } from '../with-purpose.ts'
import { decisionForm, filingForm } from './admin-breaches-forms.ts'
import { breachPage } from './admin-breaches-page.ts'
import * as breaches from './breaches.ts'
import * as letters from './breaches-letters.ts'
import * as openings from './openings.ts'

type C = Context<StaffEnv>

/** As many as a list for letters holds. */
const mostAddressees = 100_000

/** What is done about a breach, step by step. */
export function stepRoutes(shop: AdminShop): Hono<StaffEnv> {
  const confirmed = requireConfirmed(shop, urlFor('adminBreaches'))
  return new Hono<StaffEnv>()
    .post(pattern('adminBreachCount'), (c) => step(c, shop, 'counted', letters.countAffected))
    .post(pattern('adminBreachFiling'), (c) => file(c, shop))
    .post(pattern('adminBreachDecision'), (c) => decide(c, shop))
    .post(pattern('adminBreachLetters'), (c) => queueLetters(c, shop))
    .post(pattern('adminBreachClosing'), (c) =>
      step(c, shop, 'closed', (tx, id) => breaches.close(tx, id, c.get('staff').id)),
    )
    .get(pattern('adminBreachAddressees'), confirmed, (c) => addressees(c, shop))
}

async function file(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, filingForm(shop.clock.zone, shop.clock.now()))
  if (!form.ok) return breachPage(c, shop, form)
  const filing = form.value
  return step(c, shop, 'filed', (tx, id) => breaches.file(tx, id, filing, c.get('staff').id), form)
}

async function decide(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, decisionForm)
  if (!form.ok) return breachPage(c, shop, form)
  const { whom, decisionReason } = form.value
  return step(c, shop, 'decided', (tx, id) => breaches.waive(tx, id, whom, decisionReason, c.get('staff').id))
}

async function queueLetters(c: C, shop: AdminShop): Promise<Response> {
  try {
    const [id, by] = [idIn(c, 'id'), c.get('staff').id]
    let count = 0
    for (let portion = letters.lettersAtOnce; portion === letters.lettersAtOnce; count += portion)
      portion = await registering(c, shop, (tx) => letters.queueLetters(tx, id, by))
    return c.redirect(`${urlFor('adminBreach', { id })}?done=queued&count=${count}`, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return breachPage(c, shop, { problem: error.code })
  }
}

/** Rules about a notification are told beside its fields. */
const fieldErrors: Readonly<Record<string, FormState['errors']>> = {
  late_reason: { lateReason: fieldError('breaches.error.late') },
  aware_first: { filedAt: fieldError('breaches.error.filedBefore') },
}

/** Does one step and shows what a rule said against it. */
async function step(
  c: C,
  shop: AdminShop,
  done: string,
  act: (tx: Tx<'accountability'>, id: string) => Promise<void>,
  form?: Parsed<unknown>,
): Promise<Response> {
  const id = idIn(c, 'id')
  try {
    await registering(c, shop, (tx) => act(tx, id))
    return c.redirect(`${urlFor('adminBreach', { id })}?done=${done}`, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    const errors = fieldErrors[error.code]
    const typed = form && { typed: form.typed }
    return breachPage(c, shop, { ...typed, ...(errors ? { errors } : { problem: error.code }) })
  }
}

/**
 * Whom the breach concerns, for letters by post: as far as the contract or a claim lets the shop know who they are.
 * Opening so many records is noted for each.
 */
async function addressees(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const rows = await registering(c, shop, async (tx) => {
    await breaches.find(tx, id)
    const units = await letters.affected(tx, id, { limit: mostAddressees, offset: 0 })
    const orderIds = units.filter(({ unit }) => unit === 'order').map(({ unitId }) => unitId)
    const found = new Map((await known(tx, orderIds)).map((one) => [one.orderId, one]))
    const numbers = await orderNumbers(tx, orderIds)
    return units.map(({ unit, unitId, categories }) => {
      const { name = '', company = '', email = '', address = '', language = '' } = found.get(unitId) ?? {}
      const number = numbers.get(unitId) ?? unitId
      return [unit, number, language, name, company, email, address, categories.join(' ')]
    })
  })
  const head = ['unit', 'number', 'language', 'name', 'company', 'email', 'address', 'categories']
  const csv = stringify([head, ...rows], { bom: true, ...csvLines, escape_formulas: true })
  return c.body(csv, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="breach-addressees-${shop.clock.today()}.csv"`,
  })
}

/** Under the contract first; who is left, under claims. */
async function known(tx: Tx<'accountability'>, orderIds: readonly string[]): Promise<Addressee[]> {
  const open = await tx.under('order-contract', async (contract) => {
    const rows = await addresseesOf(contract, orderIds)
    await openings.note(contract, opened(rows))
    return rows
  })
  const seen = new Set(open.map(({ orderId }) => orderId))
  const rest = orderIds.filter((one) => !seen.has(one))
  const claimed = await tx.under('conformity-claims', async (claims) => {
    const rows = await addresseesOf(claims, rest)
    await openings.note(claims, opened(rows))
    return rows
  })
  return [...open, ...claimed]
}

function opened(rows: readonly Addressee[]): openings.Opened {
  return { unit: 'order', ids: rows.map(({ orderId }) => orderId), page: 'breach-list' }
}

function registering<T>(c: C, shop: AdminShop, work: (tx: Tx<'accountability'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'accountability', actorOf(c.get('staff')), work)
}
