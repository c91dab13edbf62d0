import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { Conflict } from '../../platform/errors.ts'
import { fieldError, type Parsed, parseForm, type Typed } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { orderIds } from '../admin-order-numbers.ts'
import { type Tx, withPurpose } from '../with-purpose.ts'
import { draftRoutes } from './admin-breaches-drafts.ts'
import { type BreachForm, breachForm } from './admin-breaches-forms.ts'
import { formChoices, formValues, openBreach } from './admin-breaches-model.ts'
import { breachPage } from './admin-breaches-page.ts'
import { stepRoutes } from './admin-breaches-steps.ts'
import * as breaches from './breaches.ts'
import { clockOf } from './breaches-clock.ts'
import * as letters from './breaches-letters.ts'
import { momentText } from './breaches-moments.ts'

type C = Context<StaffEnv>

/** The register of breaches (Art. 33(5)); the face guards it. */
export function breachRoutes(shop: AdminShop): Hono<StaffEnv> {
  return (
    new Hono<StaffEnv>()
      .get(pattern('adminBreaches'), (c) => listPage(c, shop))
      // Before the page of a breach: "new" is nobody's id.
      .get(pattern('adminBreachNew'), (c) => newPage(c, shop))
      .post(pattern('adminBreaches'), (c) => note(c, shop))
      .get(pattern('adminBreach'), (c) => breachPage(c, shop))
      .get(pattern('adminBreachFacts'), (c) => factsPage(c, shop))
      .post(pattern('adminBreachFacts'), (c) => change(c, shop))
      .route('/', stepRoutes(shop))
      .route('/', draftRoutes(shop))
  )
}

async function listPage(c: C, shop: AdminShop): Promise<Response> {
  const rows = await registering(c, shop, breaches.list)
  const now = shop.clock.now()
  return officePage(c, shop, c.get('staff'), 'admin/privacy/breaches', {
    breaches: rows.map((row) => ({
      ...row,
      href: urlFor('adminBreach', { id: row.id }),
      clock: row.state === 'open' ? clockOf(row.awareAt, now) : undefined,
    })),
  })
}

async function newPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const now = momentText(shop.clock.zone, shop.clock.now())
  const typed = form.typed ?? { breachAware: now, breachScope: 'held', breachEnded: now }
  return officePage(c, shop, member, 'admin/privacy/breach-new', {
    ...(form.errors && { errors: form.errors }),
    typed,
    ...(await formChoices(shop, member, typed)),
  })
}

/** The clock begins with the note; whom it concerns is counted in the same breath. */
async function note(c: C, shop: AdminShop): Promise<Response> {
  const form = await parsed(c, shop)
  if (!form.ok) return newPage(c, shop, form)
  const kept = await keeping(c, shop, form.value, async (tx, facts) => {
    const id = await breaches.note(tx, facts, c.get('staff').id)
    await letters.countAffected(tx, id)
    return id
  })
  if (kept.unknown) return newPage(c, shop, unknownOrders(form.typed, kept.unknown))
  return c.redirect(`${urlFor('adminBreach', { id: kept.id! })}?done=noted`, 303)
}

async function factsPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const opened = await openBreach(shop, member, idIn(c, 'id'))
  const typed = form.typed ?? formValues(opened.breach, opened.numbers, shop.clock.zone)
  return officePage(c, shop, member, 'admin/privacy/breach-facts', {
    ...(form.errors && { errors: form.errors }),
    typed,
    breach: { id: opened.breach.id, title: opened.breach.title, closed: opened.steps.closedAt !== null },
    ...(await formChoices(shop, member, typed)),
  })
}

async function change(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const form = await parsed(c, shop)
  if (!form.ok) return factsPage(c, shop, form)
  try {
    const kept = await keeping(c, shop, form.value, async (tx, facts) => {
      await breaches.change(tx, id, facts)
      await letters.countAffected(tx, id)
      return id
    })
    if (kept.unknown) return factsPage(c, shop, unknownOrders(form.typed, kept.unknown))
    return c.redirect(`${urlFor('adminBreach', { id })}?done=changed`, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    if (error.code !== 'filed_before') return breachPage(c, shop, { problem: error.code })
    const errors = { breachAware: fieldError('breaches.error.awareAfterFiling') }
    return factsPage(c, shop, { typed: form.typed, errors })
  }
}

function parsed(c: C, shop: AdminShop): Promise<Parsed<BreachForm>> {
  return parseForm(c, breachForm(shop.clock.zone, shop.clock.now()))
}

/** With orders by their ids; numbers that no order has are given back. */
function keeping(
  c: C,
  shop: AdminShop,
  { numbers, ...facts }: BreachForm,
  keep: (tx: Tx<'accountability'>, facts: breaches.BreachFacts) => Promise<string>,
): Promise<{ id?: string; unknown?: readonly string[] }> {
  return registering(c, shop, async (tx) => {
    const ids = await orderIds(tx, numbers)
    const unknown = numbers.filter((number) => !ids.has(number))
    if (unknown.length > 0) return { unknown }
    return { id: await keep(tx, { ...facts, named: [...ids.values()] }) }
  })
}

function unknownOrders(typed: Typed, numbers: readonly string[]): FormState {
  const error = fieldError('breaches.error.unknownOrders', { numbers: numbers.join(', ') })
  return { typed, errors: { breachOrders: error } }
}

function registering<T>(c: C, shop: AdminShop, work: (tx: Tx<'accountability'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'accountability', actorOf(c.get('staff')), work)
}
