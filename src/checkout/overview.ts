import { type Sums, sumsOf } from '../invoicing/sums.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Settings } from '../settings/settings.ts'
import { vatOfGoods } from './cart-vat.ts'
import type { CartLine } from './carts.ts'

/**
 * The sums that stand above the order button, with the VAT in them as the invoice will have it; `arrival` is the country
 * where the goods go, the shop's own where nothing is said.
 */
export function overviewOf(
  lines: readonly CartLine[],
  settings: Pick<Settings, 'identity' | 'vat'>,
  today: IsoDate,
  deliveryCents?: number,
  arrival?: string,
): Sums {
  const priced = lines.map((line) => {
    const { category, rate } = vatOfGoods(line.vatClass, { day: today, settings, arrival })
    return {
      quantity: line.quantity,
      unitPriceCents: line.priceCents,
      discountCents: line.discountCents,
      vatCategory: category,
      vatRate: rate,
    }
  })
  return sumsOf(priced, deliveryCents)
}
