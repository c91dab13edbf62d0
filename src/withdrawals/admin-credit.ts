import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import type { Credited } from '../invoicing/credit-notes.ts'
import * as orders from '../orders/find.ts'
import * as payments from '../payments/payments.ts'
import * as refunds from '../payments/refunds.ts'
import { Conflict } from '../platform/errors.ts'
import { cents } from '../platform/money.ts'
import { amountText } from '../platform/web/amounts.ts'
import { parseForm, type Typed } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import * as openings from '../privacy/accountability/openings.ts'
import * as credits from '../receivables/credits.ts'
import { payBack, payBackUnused } from '../receivables/paying-back.ts'
import * as settlements from '../receivables/settlements.ts'
import { surroundingsOf } from '../receivables/surroundings.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { act, type Contract, within } from './admin-acting.ts'
import { labelsOf } from './admin-page.ts'
import { type Countable, piecesField, reductionField } from './forms.ts'
import * as forms from './office-forms.ts'
import { moveStock } from './restocking.ts'
import { cancel } from './settling.ts'

type C = Context<StaffEnv>

/** Crediting and paying back on an order, for other causes than a withdrawal. */
export function creditRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .post(pattern('adminOrderCreditNote'), (c) => creditNote(c, shop))
    .post(pattern('adminOrderGivenUp'), (c) => giveUp(c, shop))
    .post(pattern('adminOrderOverpaid'), (c) => overpaid(c, shop))
}

const done = z.enum(['credited', 'given-up', 'paid-back']).optional().catch(undefined)

/** What can be credited of an order and paid back. Throws NotFound, Restricted. */
export async function creditPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  const model = await within(c, shop, async (tx) => {
    const known = await knownOf(tx, shop, id)
    await openings.note(tx, { unit: 'order', ids: [id], page: 'refunds' })
    const { order, left, unusedCents } = known
    const standing = await payments.standing(tx, id)
    return {
      order: {
        id,
        number: order.number,
        cancelled: order.cancellation !== null,
        sent: order.dispatch !== null,
      },
      standing,
      canCredit:
        left !== undefined &&
        (left.supplied || order.settled) &&
        (known.lines.length > 0 || left.deliveryCents > 0),
      canGiveUp:
        order.cancellation === null && !order.packedAt && !order.takenOver && left?.supplied !== true,
      overpaid:
        unusedCents > 0 ? { cents: unusedCents, text: amountText(unusedCents, member.language) } : undefined,
      deliveryCents: left?.deliveryCents ?? 0,
      seen: left?.documents ?? 0,
      labels: labelsOf(order.lines),
      lines: known.lines.map(({ id: lineId, most, grossCents }) => {
        const line = order.lines.find((one) => one.id === lineId)!
        return {
          name: line.name,
          variant: line.label,
          most,
          left: grossCents,
          piecesField: piecesField(lineId),
          offField: reductionField(lineId),
        }
      }),
      refunds: await refunds.ofOrder(tx, id),
    }
  })
  return officePage(c, shop, member, 'admin/money/refunds-order', {
    ...form,
    done: form.problem || form.errors ? undefined : done.parse(c.req.query('done')),
    ...model,
  })
}

interface Known {
  readonly order: orders.OrderFacts
  readonly left: Awaited<ReturnType<typeof credits.left>>
  readonly lines: readonly (Countable & { readonly grossCents: number })[]
  readonly unusedCents: number
}

async function knownOf(tx: Contract, shop: AdminShop, id: string): Promise<Known> {
  const order = await orders.find(tx, id)
  const left = await credits.left(tx, order, surroundingsOf(shop))
  const unused = await tx.under('accounting', (books) => settlements.unusedPayments(books, id))
  const lines = [...(left?.lines ?? [])]
    .filter(([, { grossCents }]) => grossCents > 0)
    .map(([lineId, { pieces, grossCents }]) => ({ id: lineId, most: pieces, grossCents }))
  // A part-paid order waits for the rest: nothing of it is too much.
  const waits = order.cancellation === null && !order.settled
  const unusedCents = waits ? 0 : unused.reduce((total, { openCents }) => total + openCents, 0)
  return { order, left, lines, unusedCents }
}

async function creditNote(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const { lines, left, order } = await within(c, shop, (tx) => knownOf(tx, shop, id))
  const sent = order.dispatch !== null
  const form = await parseForm(c, forms.creditForm(lines, left?.deliveryCents ?? 0))
  if (!form.ok) return creditPage(c, shop, form)
  const typed = form.value as Record<string, unknown> & {
    delivery: number
    cause: forms.CreditCauseTyped
    restock: boolean
    seen: number
  }
  const credited = lines.flatMap(({ id: orderLineId }): Credited[] => {
    const quantity = Number(typed[piecesField(orderLineId)] ?? 0)
    const amountCents = Number(typed[reductionField(orderLineId)] ?? 0)
    if (quantity > 0) return [{ orderLineId, quantity }]
    return amountCents > 0 ? [{ orderLineId, amountCents }] : []
  })
  if (credited.length === 0 && typed.delivery === 0)
    return creditPage(c, shop, { typed: form.typed, problem: 'nothing' })
  const { cause, delivery, seen } = typed
  return change(c, shop, 'credited', form.typed, async (tx, by) => {
    const { creditId, toRefundCents } = await credits.credit(
      tx,
      id,
      { lines: credited, delivery, cause, seen },
      { ...surroundingsOf(shop), by },
    )
    await payBack(tx, id, { creditId, amountCents: toRefundCents, cause, by })
    const pieces = credited.flatMap((one) => ('quantity' in one ? [one] : []))
    // What never left is on the shelf anyway.
    if (typed.restock || !sent) await moveStock(tx, pieces, 1)
  })
}

async function giveUp(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, forms.givingUpForm)
  if (!form.ok) return creditPage(c, shop, form)
  return change(c, shop, 'given-up', form.typed, async (tx, by) => {
    const order = await orders.find(tx, idIn(c, 'id'))
    await cancel(tx, order, 'cancellation', form.value.reason, undefined, { ...surroundingsOf(shop), by })
  })
}

async function overpaid(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, forms.overpaidForm)
  if (!form.ok) return creditPage(c, shop, form)
  const { overpaid: amount, seen } = form.value
  return change(c, shop, 'paid-back', form.typed, async (tx, by) => {
    const { unusedCents } = await knownOf(tx, shop, idIn(c, 'id'))
    if (seen !== unusedCents) throw new Conflict('changed')
    if (amount > unusedCents) throw new Conflict('nothing-to-refund')
    await payBackUnused(tx, idIn(c, 'id'), { cause: 'overpaid', by, amountCents: cents(amount) })
  })
}

function change(
  c: C,
  shop: AdminShop,
  result: string,
  typed: Typed,
  work: (tx: Contract, by: string) => Promise<void>,
): Promise<Response> {
  return act(c, shop, work, {
    done: `${urlFor('adminOrderCredit', { id: idIn(c, 'id') })}?done=${result}`,
    refused: (problem) => creditPage(c, shop, { typed, problem }),
  })
}
