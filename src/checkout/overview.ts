import { type Sums, sumsOf } from '../invoicing/sums.ts'
import { domesticVat, registrationOf } from '../invoicing/vat.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Settings } from '../settings/settings.ts'
import type { CartLine } from './carts.ts'

/** The sums that stand above the order button, with the VAT in them as the invoice will have it. */
export function overviewOf(
  lines: readonly CartLine[],
  { identity }: Pick<Settings, 'identity'>,
  today: IsoDate,
  deliveryCents?: number,
): Sums {
  const priced = lines.map((line) => {
    const { category, rate } = domesticVat(line.vatClass, today, registrationOf(identity))
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
