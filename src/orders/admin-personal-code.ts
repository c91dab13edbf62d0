import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { checked, free } from '../customers/fields.ts'
import { personalCode } from '../customers/identifiers.ts'
import * as codes from '../customers/personal-codes.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import * as fields from '../platform/web/fields.ts'
import { parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { actorOf } from '../staff/auth.ts'
import { requireConfirmed, type StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { identificationOn } from './admin-code-section.ts'
import { again, orderPage } from './admin-page.ts'

type C = Context<StaffEnv>

const keepForm = z.object({ personalCode: checked(personalCode, 'errors.personalCodeWrong') })
const openForm = z.object({ openReason: free(fields.text(300)) })

/** The personal code of somebody who pays later (seed 003 §8 (a)): kept, shown masked, opened for a reason, taken back. */
export function personalCodeRoutes(shop: AdminShop): Hono<StaffEnv> {
  // Whoever is asked for the password again comes back to the order: the form's own address has no page.
  const confirmed: MiddlewareHandler<StaffEnv> = (c, next) =>
    requireConfirmed(shop, urlFor('adminOrder', { id: idIn(c, 'id') }))(c, next)
  return new Hono<StaffEnv>()
    .post(pattern('adminPersonalCode'), (c) => keep(c, shop))
    .post(pattern('adminPersonalCodeOpening'), confirmed, (c) => open(c, shop))
    .post(pattern('adminPersonalCodeRemoval'), (c) => takeBack(c, shop))
}

async function keep(c: C, shop: AdminShop): Promise<Response> {
  const orderId = idIn(c, 'id')
  const form = await parseForm(c, keepForm)
  if (!form.ok) return again(c, shop, form)
  const keptBy = c.get('staff').id
  const code = form.value.personalCode
  return doing(c, shop, 'code-kept', (tx) =>
    codes.keep(tx, codes.keyRing(shop.secret), { orderId, code, keptBy }),
  )
}

/** The code stands on this answer alone, which nothing keeps. */
async function open(c: C, shop: AdminShop): Promise<Response> {
  const orderId = idIn(c, 'id')
  const form = await parseForm(c, openForm)
  if (!form.ok) return again(c, shop, form)
  const reason = form.value.openReason
  const openedCode = await identifying(c, shop, (tx) =>
    codes.open(tx, codes.keyRing(shop.secret), { orderId, reason }),
  )
  return orderPage(c, shop, { openedCode })
}

async function takeBack(c: C, shop: AdminShop): Promise<Response> {
  return doing(c, shop, 'code-taken-back', (tx) => codes.takeBack(tx, idIn(c, 'id')))
}

async function doing(
  c: C,
  shop: AdminShop,
  done: string,
  act: (tx: Tx<'identification'>) => Promise<void>,
): Promise<Response> {
  try {
    await identifying(c, shop, act)
    return c.redirect(`${urlFor('adminOrder', { id: idIn(c, 'id') })}?done=${done}`, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return orderPage(c, shop, { problem: error.code })
  }
}

/** A purpose that is switched off has no pages. */
function identifying<T>(c: C, shop: AdminShop, work: (tx: Tx<'identification'>) => Promise<T>): Promise<T> {
  if (!identificationOn(shop)) throw new NotFound()
  return withPurpose(shop.database.backoffice, 'identification', actorOf(c.get('staff')), work)
}
