import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict } from '../platform/errors.ts'
import { orNull, text, wholeNumber } from '../platform/web/fields.ts'
import { fieldError, parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { takeOut } from '../receivables/reductions.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import * as orders from './find.ts'
import { isReducible } from './reductions.ts'

type C = Context<StaffEnv>

/** Taking goods out of an order that is not paid yet. */
export function reductionRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminOrderReduction'), async (c) => show(c, shop, await orderOf(c, shop)))
    .post(pattern('adminOrderReduction'), (c) => reduce(c, shop))
}

/** How many of each line go; a field of its own for each. */
function reductionForm({ lines }: orders.OrderFacts) {
  return z.object({
    ...Object.fromEntries(lines.map(({ id, quantity }) => [`out-${id}`, orNull(wholeNumber(0, quantity))])),
    reductionReason: text(300),
    seen: z.coerce.number().catch(-1),
  }) as unknown as z.ZodType<Record<string, number | string | null>>
}

async function reduce(c: C, shop: AdminShop): Promise<Response> {
  const order = await orderOf(c, shop)
  const form = await parseForm(c, reductionForm(order))
  if (!form.ok) return show(c, shop, order, form)
  const out = order.lines.flatMap(({ id: lineId }) => {
    const pieces = form.value[`out-${lineId}`]
    return typeof pieces === 'number' && pieces > 0 ? [{ lineId, pieces }] : []
  })
  const [first] = order.lines
  if (out.length === 0 && first)
    return show(c, shop, order, {
      typed: form.typed,
      errors: { [`out-${first.id}`]: fieldError('reduction.problem.nothing') },
    })
  const around = {
    settings: shop.known().settings,
    today: shop.clock.today(),
    t: shop.t,
    by: c.get('staff').id,
  }
  const { reductionReason: reason, seen } = form.value as { reductionReason: string; seen: number }
  const given = { out, reason, seenCents: seen }
  try {
    await under(c, shop, (tx) => takeOut(tx, order.id, given, around))
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return show(c, shop, await orderOf(c, shop), { typed: form.typed, problem: error.code })
  }
  return c.redirect(`${urlFor('adminOrder', { id: order.id })}?done=reduced`, 303)
}

function show(c: C, shop: AdminShop, order: orders.OrderFacts, form: FormState = {}): Promise<Response> {
  return officePage(c, shop, c.get('staff'), 'admin/orders/reduction', {
    ...form,
    may: isReducible(order),
    order: { id: order.id, number: order.number, totalCents: order.totalCents },
    lines: order.lines.map(({ id, name, label, quantity, unitPriceCents, madeAt }) => ({
      field: `out-${id}`,
      name: label ? `${name}, ${label}` : name,
      quantity,
      price: unitPriceCents,
      made: madeAt !== null,
    })),
    labels: Object.fromEntries(order.lines.map(({ id, name }) => [`out-${id}`, name])),
    creditHref: urlFor('adminOrderCredit', { id: order.id }),
  })
}

function orderOf(c: C, shop: AdminShop): Promise<orders.OrderFacts> {
  return under(c, shop, async (tx) => {
    const order = await orders.find(tx, idIn(c, 'id'))
    await openings.note(tx, { unit: 'order', ids: [order.id], page: 'order' })
    return order
  })
}

function under<T>(c: C, shop: AdminShop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), work)
}
