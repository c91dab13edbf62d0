import { sql } from 'drizzle-orm'
import type { Translate } from '../platform/i18n/messages.ts'
import type { Tx } from '../privacy/with-purpose.ts'

/** What was done to an order, as its own rows tell it: each says who and when. */
export interface Deed {
  readonly kind:
    | 'placed'
    | 'proof'
    | 'answer'
    | 'payment'
    | 'reversal'
    | 'invoice'
    | 'made'
    | 'packed'
    | 'dispatched'
    | 'delivered'
    | 'cancelled'
    | 'corrected'
    | 'asked'
    | 'replied'
    | 'taken-over'
    | 'reduced'
    | 'repaired'
    | 'repair-taken-back'
  readonly at: Date
  /** Of the staff; null for the customer or for the shop itself. */
  readonly by: string | null
}

/** The deeds of an order, the oldest first. With the contract most of their rows go, and the history with them. */
export async function deedsOf(tx: Tx<'order-contract'>, orderId: string): Promise<Deed[]> {
  // What came from a former system was not done here.
  const ours = sql`(kind not in ('placed', 'packed', 'dispatched', 'invoice')
    or not exists (select from taken_over where order_id = ${orderId}))`
  const rows = await tx.execute<Omit<Deed, 'at'> & { at: string }>(sql`
    select kind, to_json(at)#>>'{}' as at, by from (
      select 1 as step, 'placed' as kind, placed_at as at, null::uuid as by from "order" where id = ${orderId}
      union all select 2, 'proof', sent_at, sent_by from proof where order_id = ${orderId}
      union all select 3, 'answer', answered_at, null from proof_answer where order_id = ${orderId}
      union all select 4, 'payment', noted_at, noted_by from payment where order_id = ${orderId}
      union all select 5, 'reversal', reversed_at, reversed_by from payment_reversal where order_id = ${orderId}
      union all select 5, 'invoice', issued_at, issued_by from invoice where order_id = ${orderId}
      union all select 6, 'made', made_at, made_by from making where order_id = ${orderId}
      union all select 7, 'packed', packed_at, packed_by from shipment where order_id = ${orderId}
      union all select 8, 'dispatched', dispatched_at, dispatched_by from shipment_dispatch where order_id = ${orderId}
      union all select 9, 'delivered', noted_at, noted_by from shipment_delivery where order_id = ${orderId}
      union all select 1, 'corrected', corrected_at, corrected_by from correction where order_id = ${orderId}
      union all select 1, 'asked', asked_at, null from order_question where order_id = ${orderId}
      union all select 2, 'replied', answered_at, answered_by from order_question_answer where order_id = ${orderId}
      union all select 10, 'cancelled', cancelled_at, cancelled_by from cancellation where order_id = ${orderId}
      union all select 1, 'reduced', reduced_at, reduced_by from order_reduction where order_id = ${orderId}
      union all select 1, 'taken-over', taken_at, taken_by from taken_over where order_id = ${orderId}
    ) deed where ${ours} order by deed.at, step`)
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

/** Who did what to an order, in words: never a value. */
export function historyOf(
  { deeds, names }: { deeds: readonly Deed[]; names: ReadonlyMap<string, string> },
  t: Translate,
) {
  return deeds.map((deed) => ({
    at: deed.at,
    text: t(`history.${deed.kind}`),
    actor: actorOf(deed, names, t),
  }))
}

function actorOf({ kind, by }: Deed, names: ReadonlyMap<string, string>, t: Translate): string {
  const buyers = kind === 'placed' || kind === 'answer' || kind === 'asked'
  if (buyers || (kind === 'corrected' && by === null)) return t('history.by.customer')
  if (by === null) return t('history.by.shop')
  return names.get(by) ?? t('history.by.former')
}
