import { cheapest, quotes } from '../delivery/quotes.ts'
import { destinationOf } from '../orders/destinations.ts'
import type { OrderFacts } from '../orders/find.ts'
import * as parcels from '../orders/parcels.ts'
import { type Cents, cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import { openCalendar } from '../settings/working-days.ts'

/**
 * What of the delivery goes back when the whole order is withdrawn: its price, and no more than the cheapest way of sending
 * these goods there costs, since nobody has to pay back a costlier one (CRD Art. 13(2)). In cents with VAT. What the shop asks
 * today counts; an order keeps no offers.
 */
export async function standardDelivery(
  tx: Tx<'order-contract'>,
  { lines, delivery: { method, priceCents }, party }: OrderFacts,
  { delivery, closures }: Pick<Settings, 'delivery' | 'closures'>,
  today: IsoDate,
): Promise<Cents> {
  const paid = cents(priceCents)
  if (method === 'collection' || !party || paid === 0) return paid
  const goodsCents = lines.reduce(
    (total, line) => total + line.quantity * line.unitPriceCents - line.discountCents,
    0,
  )
  const offers = quotes(
    { delivery, closures, today, calendar: await openCalendar() },
    { ...(await parcels.packed(tx, lines)), goodsCents, leadDays: 0 },
    destinationOf(party),
  )
  const least = cheapest(offers.filter(({ carrier }) => carrier !== null))
  return least === undefined ? paid : cents(Math.min(paid, least))
}
