import type { Around } from '../invoicing/drafting.ts'
import type { OrderFacts } from '../orders/find.ts'
import type { Translate } from '../platform/i18n/messages.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Settings } from '../settings/settings.ts'
import type { Shop } from '../shop.ts'

/** What money and documents need besides the transaction. */
export interface Surroundings {
  readonly settings: Settings
  readonly today: IsoDate
  /** The order's own language. */
  readonly t: (language: OrderFacts['language']) => Translate
}

/** The same as a shop has it at this moment. */
export function surroundingsOf(shop: Pick<Shop, 'known' | 'clock' | 't'>): Surroundings {
  return { settings: shop.known().settings, today: shop.clock.today(), t: shop.t }
}

/** The same for one order's documents; `by` is the member of staff, null for a machine. */
export function aroundOf({ settings, today, t }: Surroundings, order: OrderFacts, by: string | null): Around {
  return { settings, today, t: t(order.language), by }
}

/** Whether the shop hands debts over; what went to a collector once may come back either way. */
export function collects(shop: Pick<Shop, 'known'>): boolean {
  return shop.known().purposesOn.has('debt-collection')
}
