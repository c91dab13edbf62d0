import * as mails from '../correspondence/mails.ts'
import { prepaidInvoice } from '../invoicing/drafting.ts'
import * as invoices from '../invoicing/invoices.ts'
import * as orders from '../orders/find.ts'
import { lockOrder } from '../orders/fulfilment.ts'
import * as payments from '../payments/payments.ts'
import { sqlState } from '../platform/database/client.ts'
import { Conflict } from '../platform/errors.ts'
import type { Translate } from '../platform/i18n/messages.ts'
import { type Cents, cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import * as settlements from './settlements.ts'

export interface Transfer {
  readonly orderId: string
  readonly amountCents: Cents
  readonly receivedOn: IsoDate
  readonly payerName: string | null
  readonly notedBy: string
  /** How many payments of the order whoever notes this one knew of: two clicks note one. */
  readonly seen: number
  /** That more came in than is open was looked at, and is so. */
  readonly moreReceived?: boolean | undefined
}

interface Surroundings {
  readonly settings: Settings
  readonly today: IsoDate
  /** The order's own language. */
  readonly t: (language: orders.OrderFacts['language']) => Translate
}

/**
 * Notes a transfer; once the order's whole price is in, issues its invoice, lets the payments settle it and queues
 * the mail with the document. A part payment waits for the rest; what comes for a cancelled order is to be paid back.
 * Throws NotFound, Conflict `already-paid`, `payments-changed`, or `overpaid` unless `moreReceived`.
 */
export async function receiveTransfer(
  tx: Tx<'order-contract'>,
  transfer: Transfer,
  { settings, today, t }: Surroundings,
): Promise<{ invoiceId: string | null; cancelled: boolean }> {
  await lockOrder(tx, transfer.orderId)
  const order = await orders.find(tx, transfer.orderId)
  if (order.settled) throw new Conflict('already-paid')
  const { seen, moreReceived, ...receipt } = transfer
  if ((await payments.notedFor(tx, order.id)) !== seen) throw new Conflict('payments-changed')
  await payments.receive(tx, receipt)
  const received = await payments.ofOrder(tx, order.id)
  const sum = received.reduce((total, payment) => total + payment.amountCents, 0)
  const cancelled = order.cancellation !== null
  if (!cancelled && sum > order.totalCents && !moreReceived) throw new Conflict('overpaid')
  if (cancelled || sum < order.totalCents) return { invoiceId: null, cancelled }

  const paidOn = received.at(-1)!.receivedOn as IsoDate
  const draft = prepaidInvoice(order, settings, t(order.language), { today, paidOn }, transfer.notedBy)
  const invoiceId = await tx.under('accounting', async (accounting) => {
    const { id } = await invoices.issue(accounting, draft, settings.numbers)
    await settleFrom(accounting, received, id, draft.grossCents, transfer.notedBy)
    await mails.queue(accounting, 'order-invoice', { id, orderId: order.id })
    return id
  })
  return { invoiceId, cancelled }
}

/** Takes back a payment that was noted wrongly. Throws NotFound, Conflict `payment-invoiced`. */
export async function reversePayment(
  tx: Tx<'order-contract'>,
  reversal: Parameters<typeof payments.reverse>[1],
): Promise<void> {
  await lockOrder(tx, reversal.orderId)
  try {
    await payments.reverse(tx, reversal)
  } catch (error) {
    if (sqlState(error) === '23514') throw new Conflict('payment-invoiced')
    throw error
  }
}

/** The oldest money first; what is paid too much stays with its payment. */
async function settleFrom(
  tx: Tx<'accounting'>,
  received: readonly payments.Payment[],
  invoiceId: string,
  grossCents: Cents,
  by: string,
): Promise<void> {
  let open: number = grossCents
  for (const payment of received) {
    const amount = Math.min(open, payment.amountCents)
    if (amount <= 0) return
    await settlements.settle(tx, payment.id, invoiceId, cents(amount), by)
    open -= amount
  }
}
