import type { VatClass } from '../catalogue/vat-class.ts'
import type { Quote } from '../delivery/quotes.ts'
import { numberCountry, registrationOf, type Sale, type Taxed, vatFor } from '../invoicing/vat.ts'
import { memberStates } from '../invoicing/vat-rates.ts'
import { destinationCountry } from '../orders/destinations.ts'
import type { Party } from '../orders/orders.ts'
import { enqueue } from '../platform/jobs/jobs.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'

/** Who buys and where the goods arrive, as far as VAT depends on it. */
export interface Buying {
  readonly day: string
  readonly settings: Pick<Settings, 'identity' | 'vat'>
  /** Unknown until the form says so: then a person, who sees the prices. */
  readonly buyer?: Omit<Sale['buyer'], 'confirmed'> | undefined
  /** ISO 3166-1 alpha-2. */
  readonly arrival?: string | undefined
}

/** Who buys, and where it arrives: what is collected stays here. */
export function buyingOf(
  { kind, country, deliveryCountry, vatNumber = null }: Party,
  delivery: Quote['kind'],
  { settings, today }: { readonly settings: Buying['settings']; readonly today: IsoDate },
): Buying {
  const sentTo = destinationCountry({ country, deliveryCountry })
  const arrival = delivery === 'collection' ? settings.identity.country : sentTo
  return { day: today, settings, buyer: { kind, country, vatNumber }, arrival }
}

/** A business elsewhere in the Union may owe no VAT: VIES is asked, and staff decide. */
export async function askAboutNumber(
  tx: Tx<'order-contract'>,
  orderId: string,
  { buyer, arrival = 'LV' }: Buying,
): Promise<void> {
  const number = numberCountry(buyer?.vatNumber ?? null)
  const leaves = arrival !== 'LV' && memberStates.includes(arrival)
  if (buyer?.kind !== 'company' || number === null || number === 'LV' || !leaves) return
  await enqueue(tx, 'ask-vies', { order: orderId }, `vies-order:${orderId}`)
}

/**
 * How goods are taxed when they are ordered. Whether a business elsewhere pays no VAT is decided later, when VIES has
 * answered: nobody waits for it at the order form.
 */
export function vatOfGoods(vatClass: VatClass, { day, settings, buyer, arrival }: Buying): Taxed {
  const home = settings.identity.country
  const sale: Sale = {
    day,
    vatClass,
    what: 'goods',
    buyer: { kind: 'person', country: home, vatNumber: null, ...buyer, confirmed: false },
    arrival: arrival ?? home,
  }
  return vatFor(sale, { registration: registrationOf(settings), destination: settings.vat.oneStopShop })
}
