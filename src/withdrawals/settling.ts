import type { Credit, Credited } from '../invoicing/credit-notes.ts'
import * as orders from '../orders/find.ts'
import { Conflict } from '../platform/errors.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import * as cancellations from '../receivables/cancellations.ts'
import * as credits from '../receivables/credits.ts'
import { payBack } from '../receivables/paying-back.ts'
import type { Surroundings } from '../receivables/surroundings.ts'
import { moveStock, returnToStock } from './restocking.ts'
import * as steps from './steps.ts'
import { isWhole, keepLines, type Pieces, withdrawnOf } from './withdrawals.ts'

/** What staff say of it before the money goes. */
export interface Terms {
  readonly pieces: readonly Pieces[]
  /** Of the delivery, in cents with VAT. */
  readonly deliveryCents: number
  /** Off what is paid back for a line, because its goods lost value by more than trying them (CRD Art. 14(2)); cents. */
  readonly reductions: ReadonlyMap<string, number>
  /** Why something is taken off. */
  readonly words?: string | undefined
}

/**
 * Ends a withdrawal: its credit note is issued and its money asked to go back; an order that has not left is cancelled where
 * nothing of it remains, and its pieces return to the shelf. Throws NotFound, Restricted, Conflict `withdrawal-over`,
 * `no-order`, `not-invoiced`, `over-credited`, `too-much-off`.
 */
export async function settle(
  tx: Tx<'order-contract'>,
  id: string,
  terms: Terms,
  { by, ...surroundings }: Surroundings & { readonly by: string },
): Promise<void> {
  const { orderId, holder, iban } = await steps.findOpen(tx, id)
  if (!orderId || terms.pieces.length === 0) throw new Conflict('no-order')
  await keepLines(tx, id, terms.pieces)
  const order = await orders.find(tx, orderId)
  const account = holder && iban ? { holder, iban } : undefined
  const acting = { ...surroundings, by }
  const refunds =
    order.dispatch === null
      ? await unsent(tx, id, order, terms, account, acting)
      : await creditAndPayBack(tx, order, await creditOf(tx, order, terms, surroundings), account, acting)
  await steps.joinRefunds(tx, id, refunds)
  await steps.note(tx, id, { step: 'settled', by, ...(terms.words && { words: terms.words }) })
}

type Acting = Surroundings & { readonly by: string }
type Account = { readonly holder: string; readonly iban: string } | undefined

/** What never left needs no parcel back. */
async function unsent(
  tx: Tx<'order-contract'>,
  id: string,
  order: orders.OrderFacts,
  terms: Terms,
  account: Account,
  acting: Acting,
): Promise<string[]> {
  const before = await withdrawnOf(tx, order.id, id)
  if (!isWhole(order, terms.pieces, before)) {
    const part: Credit = { lines: terms.pieces, delivery: terms.deliveryCents, cause: 'withdrawal' }
    const refunds = await creditAndPayBack(tx, order, part, account, acting)
    await returnToStock(tx, id, terms.pieces)
    return refunds
  }
  return cancel(tx, order, 'withdrawal', acting.t(order.language)('withdrawal.cancelled'), account, acting)
}

/**
 * Gives an order up. Pieces that were credited before it left went back to the shelf then, and do not go twice. Throws as
 * `cancellations.cancel`.
 */
export async function cancel(
  tx: Tx<'order-contract'>,
  order: orders.OrderFacts,
  cause: 'withdrawal' | 'cancellation',
  reason: string,
  account: Account,
  { by, ...surroundings }: Acting,
): Promise<string[]> {
  const left = await credits.left(tx, order, surroundings)
  const refunds = await cancellations.cancel(tx, order.id, { reason, cause, by, account }, surroundings)
  const returned = order.lines.map(({ id, quantity }) => ({
    orderLineId: id,
    quantity: quantity - (left?.lines.get(id)?.pieces ?? quantity),
  }))
  await moveStock(
    tx,
    returned.filter(({ quantity }) => quantity > 0),
    -1,
  )
  return refunds
}

async function creditOf(
  tx: Tx<'order-contract'>,
  order: orders.OrderFacts,
  { pieces, deliveryCents, reductions }: Terms,
  surroundings: Surroundings,
): Promise<Credit> {
  const whole: Credit = { lines: pieces, delivery: deliveryCents, cause: 'withdrawal' }
  if (reductions.size === 0) return whole
  const { lines } = await credits.amounts(tx, order, whole, surroundings)
  const reduced = pieces.flatMap((one): Credited[] => {
    const off = reductions.get(one.orderLineId) ?? 0
    const amountCents = (lines.get(one.orderLineId) ?? 0) - off
    if (amountCents < 0) throw new Conflict('too-much-off')
    if (off === 0) return [one]
    return amountCents === 0 ? [] : [{ orderLineId: one.orderLineId, amountCents }]
  })
  return { ...whole, lines: reduced }
}

async function creditAndPayBack(
  tx: Tx<'order-contract'>,
  order: orders.OrderFacts,
  part: Credit,
  account: Account,
  acting: Acting,
): Promise<string[]> {
  const { creditId, toRefundCents } = await credits.credit(tx, order.id, part, acting)
  const asked = { cause: 'withdrawal', by: acting.by, account } as const
  return payBack(tx, order.id, { ...asked, creditId, amountCents: toRefundCents })
}
