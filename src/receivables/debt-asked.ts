import type { Tx } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import type { Asked } from './debt-filters.ts'
import * as reminders from './dunning/reminders.ts'

/** What the states of debts depend on besides themselves, as it is today. */
export async function askedIn(tx: Tx<'order-contract'>, shop: Pick<Shop, 'known' | 'clock'>): Promise<Asked> {
  const { settings } = shop.known()
  const due = await reminders.due(tx, settings, shop.clock.today())
  return { settings: settings.debts, toRemind: due.map(({ invoiceId }) => invoiceId) }
}
