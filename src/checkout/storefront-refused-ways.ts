import type { Context } from 'hono'
import { refusals } from '../delivery/quotes.ts'
import type { Destination } from '../delivery/zones.ts'
import { openCalendar } from '../settings/working-days.ts'
import { languageOf, type StorefrontShop } from '../storefront-shop.ts'
import type { CartLine } from './carts.ts'
import { sendingOf } from './deliveries.ts'

/** What the shop has and these goods or this place do not allow: said, so that nobody looks for it. */
export async function refusedWays(
  c: Context,
  shop: StorefrontShop,
  lines: readonly CartLine[],
  to: Destination,
): Promise<string[]> {
  const { delivery, closures } = shop.known().settings
  const around = { delivery, closures, today: shop.clock.today(), calendar: await openCalendar() }
  const t = shop.t(languageOf(c))
  const said = refusals(around, sendingOf(lines, 0), to).map(({ kind, carrier, reason }) =>
    t(`delivery.refused.${reason}`, { way: `${t(`delivery.${kind}`)}, ${carrier.name}` }),
  )
  return [...new Set(said)]
}
