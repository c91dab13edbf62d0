import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict } from '../platform/errors.ts'
import type { IsoDate } from '../platform/time.ts'
import { dayUntil } from '../platform/web/fields.ts'
import { fieldError, parseForm, type Typed } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { again, orderPage } from './admin-page.ts'
import * as orders from './find.ts'
import * as repairs from './repairs.ts'

type C = Context<StaffEnv>

/** Repairs of goods that did not conform, on the page of their order. */
export function repairRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .post(pattern('adminRepairs'), (c) => note(c, shop))
    .post(pattern('adminRepairTakingBack'), (c) => takeBack(c, shop))
}

/** The day of a repair: not before the goods came, not to come. */
function repairForm(deliveredOn: string | null, today: IsoDate) {
  const day = dayUntil(today).refine((found) => !deliveredOn || found >= deliveredOn, 'errors.beforeDelivery')
  return z.object({ repairedOn: day })
}

async function note(c: C, shop: AdminShop): Promise<Response> {
  const orderId = idIn(c, 'id')
  const { deliveredOn } = await factsOf(c, shop)
  const form = await parseForm(c, repairForm(deliveredOn, shop.clock.today()))
  if (!form.ok) return again(c, shop, form)
  const by = c.get('staff').id
  const { repairedOn } = form.value
  return doing(c, shop, 'repaired', form.typed, (tx) => repairs.note(tx, { orderId, repairedOn, by }))
}

async function takeBack(c: C, shop: AdminShop): Promise<Response> {
  const [orderId, repairId] = [idIn(c, 'id'), idIn(c, 'repairId')]
  await factsOf(c, shop)
  const by = c.get('staff').id
  return doing(c, shop, 'repair-taken-back', {}, (tx) => repairs.takeBack(tx, { orderId, repairId, by }))
}

async function doing(
  c: C,
  shop: AdminShop,
  done: string,
  typed: Typed,
  act: (tx: Tx<'conformity-claims'>) => Promise<void>,
): Promise<Response> {
  try {
    await withPurpose(shop.database.backoffice, 'conformity-claims', actorOf(c.get('staff')), act)
    return c.redirect(`${urlFor('adminOrder', { id: idIn(c, 'id') })}?${asked(c)}done=${done}`, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return refused(c, shop, typed, error.code)
  }
}

/** What is wrong with the day stands beside it; where claims have ended there is no field to stand beside. */
function refused(c: C, shop: AdminShop, typed: Typed, code: string): Promise<Response> {
  if (code === 'repair-noted')
    return orderPage(c, shop, { typed, errors: { repairedOn: fieldError('errors.repairNoted') } })
  return orderPage(c, shop, { typed, problem: code, status: code === 'repair-too-late' ? 422 : 409 })
}

/** Whoever looks at an ended contract for claims goes on looking for them. */
function asked(c: C): string {
  return c.req.query('for') === 'conformity-claims' ? 'for=conformity-claims&' : ''
}

/** Throws NotFound, or Restricted where its person asked for that. */
function factsOf(c: C, shop: AdminShop): Promise<orders.OrderFacts> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), (tx) =>
    orders.find(tx, idIn(c, 'id')),
  )
}
