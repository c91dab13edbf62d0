import type { Context } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict } from '../platform/errors.ts'
import type { Parsed, Typed } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { JustNoted } from '../receivables/receipts.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { urlFor } from '../urls.ts'
import { openOrder } from './admin-facts.ts'
import { orderModel } from './admin-model.ts'

type C = Context<StaffEnv>

/** What the page says about the form that came back, or about an action that the order refused. */
export type Returned = FormState & {
  /** The line, or the payment, whose form came back. */
  readonly lineId?: string
  /** A personal code that was opened: on this answer, and nowhere else. */
  readonly openedCode?: string
  /** When, and by whose id, an equal payment was noted. */
  readonly justNoted?: { readonly at: Date; readonly by: string }
  readonly status?: 409 | 422
}

const done = z
  .enum([
    'paid',
    'part-paid',
    'late-money',
    'payment-reversed',
    'proof-sent',
    'made',
    'packed',
    'dispatched',
    'delivered',
    'cancelled',
    'mail-resent',
    'question-answered',
    'corrected',
    'reduced',
    'code-kept',
    'code-taken-back',
    'trusted',
    'standing-ended',
    'repaired',
    'repair-taken-back',
  ])
  .optional()
  .catch(undefined)

/** The page of an order; 422 for a form that came back, 409 for what the order refused. */
export async function orderPage(
  c: C,
  shop: AdminShop,
  { lineId, openedCode, justNoted, ...form }: Returned = {},
): Promise<Response> {
  const member = c.get('staff')
  const asked = c.req.query('for') === 'conformity-claims' ? 'conformity-claims' : 'order-contract'
  const opened = await openOrder(shop, member, idIn(c, 'id'), asked)
  return officePage(c, shop, member, 'admin/orders/order', {
    ...form,
    lineId,
    openedCode,
    justNoted: justNoted && {
      at: justNoted.at,
      who: opened.names.get(justNoted.by) ?? shop.t(member.language)('history.by.former'),
    },
    done: form.problem || form.errors ? undefined : done.parse(c.req.query('done')),
    order: orderModel(opened, member.language, shop.clock.today(), shop.known().settings.delivery),
  })
}

type Act = (tx: Tx<'order-contract'>, by: string) => Promise<string>

/** Does one thing to an order for whoever is signed in, and shows what `act` says was done; or why it could not be. */
export async function change(
  c: C,
  shop: AdminShop,
  typed: Typed,
  act: Act,
  lineId?: string,
): Promise<Response> {
  const member = c.get('staff')
  try {
    const result = await withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), (tx) =>
      act(tx, member.id),
    )
    return c.redirect(`${urlFor('adminOrder', { id: idIn(c, 'id') })}?done=${result}`, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    const equal = error instanceof JustNoted ? { justNoted: error } : {}
    return orderPage(c, shop, { typed, problem: error.code, ...equal, ...(lineId ? { lineId } : {}) })
  }
}

/** The same page with the form that came back. */
export function again(
  c: C,
  shop: AdminShop,
  form: Parsed<unknown> & { ok: false },
  lineId?: string,
): Promise<Response> {
  return orderPage(c, shop, { typed: form.typed, errors: form.errors, ...(lineId ? { lineId } : {}) })
}
