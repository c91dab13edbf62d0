import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { idOfNumber } from '../orders/orders.ts'
import { NotFound } from '../platform/errors.ts'
import { fieldError, parseForm, type Typed } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { surroundingsOf } from '../receivables/surroundings.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { urlFor } from '../urls.ts'
import { act, type Contract, within } from './admin-acting.ts'
import { withdrawalPage } from './admin-page.ts'
import { type Countable, chosen, piecesField, reductionField, restockField } from './forms.ts'
import * as forms from './office-forms.ts'
import { orderOf } from './order-standings.ts'
import { settle as settleIt } from './settling.ts'
import * as steps from './steps.ts'
import type { Step } from './table.ts'
import * as withdrawals from './withdrawals.ts'

type C = Context<StaffEnv>

/** Does what the pressed button says. */
export async function takeStep(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, forms.actionForm)
  if (!form.ok) throw new NotFound()
  const take = { attach, accept, 'goods-back': goodsBack, answer, decline, close }[form.value.action]
  return take(c, shop)
}

async function attach(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, forms.attachForm)
  if (!form.ok) return withdrawalPage(c, shop, form)
  const orderId = await within(c, shop, (tx) => idOfNumber(tx, form.value.orderNumber.toUpperCase()))
  if (!orderId) {
    const errors = { orderNumber: fieldError('withdrawalRoom.noSuchOrder') }
    return withdrawalPage(c, shop, { typed: form.typed, errors })
  }
  return change(c, shop, 'attached', form.typed, (tx, by) => steps.attach(tx, idIn(c, 'id'), orderId, by))
}

async function accept(c: C, shop: AdminShop): Promise<Response> {
  const { lines } = await known(c, shop)
  const form = await parseForm(c, forms.acceptForm(lines))
  if (!form.ok) return withdrawalPage(c, shop, form)
  const pieces = chosen(lines, form.value, piecesField)
  if (pieces.length === 0) return withdrawalPage(c, shop, { typed: form.typed, problem: 'no-pieces' })
  return change(c, shop, 'accepted', form.typed, (tx, by) => steps.accept(tx, idIn(c, 'id'), pieces, by))
}

async function goodsBack(c: C, shop: AdminShop): Promise<Response> {
  const { stated } = await known(c, shop)
  const lines = stated.pieces.map(({ orderLineId, quantity }) => ({ id: orderLineId, most: quantity }))
  const form = await parseForm(c, forms.goodsBackForm(lines))
  if (!form.ok) return withdrawalPage(c, shop, form)
  const { condition: words } = form.value as { condition?: string }
  const restock = chosen(lines, form.value, restockField)
  return change(c, shop, 'goods-back', form.typed, (tx, by) =>
    steps.takeBack(tx, idIn(c, 'id'), { restock, by, ...(words && { words }) }),
  )
}

async function answer(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, forms.answerForm)
  if (!form.ok) return withdrawalPage(c, shop, form)
  return change(c, shop, 'answered', form.typed, (tx, by) =>
    steps.answer(tx, idIn(c, 'id'), form.value.answer!, by),
  )
}

async function decline(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, forms.declineForm)
  if (!form.ok) return withdrawalPage(c, shop, form)
  return change(c, shop, 'declined', form.typed, (tx, by) =>
    steps.decline(tx, idIn(c, 'id'), form.value.refusal!, by),
  )
}

async function close(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, forms.closeForm)
  if (!form.ok) return withdrawalPage(c, shop, form)
  return change(c, shop, 'closed', form.typed, (tx, by) =>
    steps.close(tx, idIn(c, 'id'), form.value.closing!, by),
  )
}

/** The one button: credit note, refund, and the end of it. */
export async function settle(c: C, shop: AdminShop): Promise<Response> {
  const { lines, deliveryCents } = await known(c, shop)
  const form = await parseForm(c, forms.settlementForm(lines, deliveryCents))
  if (!form.ok) return withdrawalPage(c, shop, form)
  const typed = form.value as Record<string, unknown> & { delivery: number; offReason?: string }
  const reductions = new Map(
    lines
      .map(({ id }) => [id, Number(typed[reductionField(id)] ?? 0)] as const)
      .filter(([, cents]) => cents > 0),
  )
  const terms = {
    pieces: chosen(lines, typed, piecesField),
    deliveryCents: typed.delivery,
    reductions,
    words: typed.offReason,
  }
  if (terms.pieces.length === 0) return withdrawalPage(c, shop, { typed: form.typed, problem: 'no-pieces' })
  if (reductions.size > 0 && !terms.words) {
    const errors = { offReason: fieldError('errors.required') }
    return withdrawalPage(c, shop, { typed: form.typed, errors })
  }
  return change(c, shop, 'settled', form.typed, (tx, by) =>
    settleIt(tx, idIn(c, 'id'), terms, { ...surroundingsOf(shop), by }),
  )
}

interface Known {
  readonly stated: withdrawals.Withdrawal
  readonly lines: readonly Countable[]
  readonly deliveryCents: number
}

function known(c: C, shop: AdminShop): Promise<Known> {
  return within(c, shop, async (tx) => {
    const stated = await withdrawals.find(tx, idIn(c, 'id'))
    const order = await orderOf(tx, stated)
    if (!order) return { stated, lines: [], deliveryCents: 0 }
    const before = await withdrawals.withdrawnOf(tx, order.id, stated.id)
    const lines = order.lines.map(({ id, quantity }) => ({ id, most: quantity - (before.get(id) ?? 0) }))
    return { stated, lines, deliveryCents: order.delivery.priceCents }
  })
}

function change(
  c: C,
  shop: AdminShop,
  step: Step,
  typed: Typed,
  work: (tx: Contract, by: string) => Promise<void>,
): Promise<Response> {
  return act(c, shop, work, {
    done: `${urlFor('adminWithdrawal', { id: idIn(c, 'id') })}?done=${step}`,
    refused: (problem) => withdrawalPage(c, shop, { typed, problem }),
  })
}
