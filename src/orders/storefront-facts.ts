import { eq, max } from 'drizzle-orm'
import * as invoices from '../invoicing/invoices.ts'
import * as attempts from '../payments/cards/attempts.ts'
import * as payments from '../payments/payments.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import * as debts from '../receivables/dunning/owed.ts'
import type { StorefrontShop } from '../storefront-shop.ts'
import { type OrderPart, orderPart } from '../withdrawals/order-part.ts'
import * as corrections from './corrections.ts'
import { type Expected, expectedDays } from './expected-days.ts'
import * as orders from './find.ts'
import * as payLater from './pay-later.ts'
import * as proofs from './proofs.ts'
import * as questions from './questions.ts'
import { shipmentDelivery } from './table.ts'

/** All that the page of an order tells its buyer. */
export interface Facts extends orders.OrderFacts {
  readonly note: string | null
  readonly proofs: ReadonlyMap<string, proofs.Proof>
  readonly payments: readonly payments.Payment[]
  /** The last time the buyer went to pay by card. */
  readonly cardAttempt: attempts.Attempt | undefined
  /** Whether the buyer may pay later. */
  readonly trust: Awaited<ReturnType<typeof payLater.trustOf>>
  readonly invoices: Awaited<ReturnType<typeof invoices.ofOrder>>
  readonly asked: readonly questions.Asked[]
  readonly correctedAt: Date | null
  readonly expected: Expected
  /** The last day to withdraw, once everything was received. */
  readonly withdrawalUntil: string | null
  readonly withdrawn: OrderPart
  /** What is overdue of it, or disputed. */
  readonly debt: debts.OwedPart | undefined
  /** What is still to be paid after credit notes and charges, in cents. */
  readonly owedCents: number
}

/** Throws NotFound. */
export function factsOf(shop: StorefrontShop, id: string): Promise<Facts> {
  const today = shop.clock.today()
  const { settings } = shop.known()
  const { closures, delivery } = settings
  return withPurpose(shop.database.storefront, 'order-contract', 'guest', async (tx) => {
    const order = await orders.find(tx, id)
    const known = { proofs: await proofs.latest(tx, id), payments: await payments.ofOrder(tx, id) }
    return {
      ...order,
      ...known,
      note: await orders.noteOf(tx, id),
      cardAttempt: await attempts.latest(tx, id),
      trust: await payLater.trustOf(tx, id),
      invoices: await invoices.ofOrder(tx, id),
      asked: await questions.asked(tx, id),
      correctedAt: await corrections.lastAt(tx, id),
      withdrawalUntil: await withdrawalUntil(tx, id),
      withdrawn: await orderPart(tx, id),
      debt: await debts.ofOrder(tx, id, settings, today),
      owedCents: await stillOwed(tx, order),
      expected: await expectedDays(
        tx,
        { ...order, ...known },
        { today, closures, delivery, zone: shop.clock.zone },
      ),
    }
  })
}

/** What is still to be paid, in cents. */
export function owed({ owedCents }: Pick<Facts, 'owedCents'>): number {
  return owedCents
}

async function stillOwed(tx: Tx<'order-contract'>, order: orders.OrderFacts): Promise<number> {
  if (order.settled || order.cancellation) return 0
  const { dueCents, paidCents } = await payments.standing(tx, order.id)
  return dueCents - paidCents
}

/** What a transfer for an order needs: the open amount in cents. Throws NotFound. */
export function transferFacts(
  shop: StorefrontShop,
  id: string,
): Promise<{ amountCents: number; reference: string }> {
  return withPurpose(shop.database.storefront, 'order-contract', 'guest', async (tx) => {
    const order = await orders.find(tx, id)
    return { amountCents: await stillOwed(tx, order), reference: order.paymentReference }
  })
}

async function withdrawalUntil(tx: Tx<'order-contract'>, orderId: string): Promise<string | null> {
  const [row] = await tx
    .select({ until: max(shipmentDelivery.withdrawalUntil) })
    .from(shipmentDelivery)
    .where(eq(shipmentDelivery.orderId, orderId))
  return row?.until ?? null
}
