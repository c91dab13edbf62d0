import type { About, Letter } from '../correspondence/jobs.ts'
import { sumsOf } from '../invoicing/sums.ts'
import * as payments from '../payments/payments.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import type { OrderFacts } from './find.ts'
import { letter, type OrderMail } from './letters.ts'
import * as reductions from './reductions.ts'

interface ReductionFacts extends reductions.Reduction {
  /** What is still to be paid. */
  readonly openCents: number
}

/** Undefined once nobody may be told of it any more. */
export async function reductionFacts(
  tx: Tx<'order-contract'>,
  order: OrderFacts,
  { id }: About,
): Promise<ReductionFacts | undefined> {
  const reduction = await reductions.find(tx, id)
  if (!reduction || order.cancellation) return undefined
  const { dueCents, paidCents } = await payments.standing(tx, order.id)
  return { ...reduction, openCents: Math.max(0, dueCents - paidCents) }
}

/** What went, what stays, and the new amount. */
export function reductionLetter(
  shop: Shop,
  mail: OrderMail,
  { lines, reason, beforeCents, openCents }: ReductionFacts,
): Letter {
  const { order } = mail
  return letter(shop, 'order-reduced', mail, {
    reason,
    out: lines,
    lines: order.lines,
    sums: sumsOf(order.lines, order.delivery.priceCents),
    beforeCents,
    openCents,
  })
}
