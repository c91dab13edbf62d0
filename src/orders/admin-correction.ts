import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict } from '../platform/errors.ts'
import { parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { type Asked, askedOf, correctedBy, correctionForm, standing } from './correction-form.ts'
import * as corrections from './corrections.ts'
import { type Elsewhere, elsewhereOf } from './elsewhere.ts'
import * as orders from './find.ts'

type C = Context<StaffEnv>

/** Mending a placed order: address, telephone, e-mail, a company's reference. */
export function correctionRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminCorrection'), async (c) => {
      const known = await knownOf(c, shop)
      return show(c, shop, known, { typed: standing(known.order) })
    })
    .post(pattern('adminCorrection'), (c) => correct(c, shop))
}

async function correct(c: C, shop: AdminShop): Promise<Response> {
  const known = await knownOf(c, shop)
  const { order, asked, elsewhere } = known
  const form = await parseForm(c, correctionForm(order, asked, elsewhere))
  if (!form.ok) return show(c, shop, known, form)
  const by = { staff: c.get('staff').id }
  try {
    const parts = await under(c, shop, (tx) =>
      corrections.correct(tx, order.id, correctedBy(form.value, order.party!, asked, elsewhere), by),
    )
    const done = parts.length > 0 ? '?done=corrected' : ''
    return c.redirect(urlFor('adminOrder', { id: order.id }) + done, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return show(c, shop, await knownOf(c, shop), { typed: form.typed, problem: error.code })
  }
}

interface Known {
  readonly order: orders.OrderFacts
  readonly asked: Asked
  readonly elsewhere: Elsewhere
}

function show(c: C, shop: AdminShop, { order, asked, elsewhere }: Known, form: FormState): Promise<Response> {
  return officePage(c, shop, c.get('staff'), 'admin/workshop/correction', {
    ...form,
    may: asked,
    open: Object.values(asked).includes(true),
    called: elsewhere.needsPhone,
    towns: elsewhere.towns,
    order: { id: order.id, number: order.number },
  })
}

function knownOf(c: C, shop: AdminShop): Promise<Known> {
  const { delivery } = shop.known().settings
  return under(c, shop, async (tx) => {
    const order = await orders.find(tx, idIn(c, 'id'))
    await openings.note(tx, { unit: 'order', ids: [order.id], page: 'correction' })
    return {
      order,
      asked: askedOf(order, corrections.correctable(order, { staff: c.get('staff').id })),
      elsewhere: await elsewhereOf(tx, order, delivery),
    }
  })
}

function under<T>(c: C, shop: AdminShop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), work)
}
