import type { Settings } from '../settings/settings.ts'
import type { PaymentMethod } from './table.ts'

/** What decides which ways to pay are open to somebody. */
export interface Buying {
  readonly buyer: 'person' | 'company'
  /** The way of delivery; undefined while none is chosen. */
  readonly delivery: 'courier' | 'locker' | 'collection' | undefined
}

/** What the shop can do besides its settings: take cards, ask for a personal code. */
export interface Able {
  readonly cards: boolean
  readonly identification: boolean
}

/** Whether what is made after it was ordered can be paid for this way: nothing is made before its money or trust is there. */
export function paysForMaking(way: PaymentMethod): boolean {
  return way !== 'collection'
}

/** The ways to pay that the shop offers at all, the usual one first; `made`: to somebody who has something made. */
export function paymentWays(
  { paying }: Pick<Settings, 'paying'>,
  able: Able,
  { made }: { readonly made: boolean },
): PaymentMethod[] {
  const offered = {
    transfer: paying.transfer,
    card: paying.card && able.cards,
    collection: paying.collection,
    later: (paying.persons !== null && able.identification) || paying.companies !== null,
  }
  const ways = (['transfer', 'card', 'collection', 'later'] as const).filter((way) => offered[way])
  // Nobody can order without any.
  const open = made ? ways.filter(paysForMaking) : ways
  return open.length > 0 ? ways : ['transfer', ...ways]
}

/** Why a way is not open to this buyer; undefined where it is. */
export function closedFor(
  way: PaymentMethod,
  { buyer, delivery }: Buying,
  { paying }: Pick<Settings, 'paying'>,
  able: Able,
): 'only-collected' | 'only-companies' | 'only-persons' | undefined {
  if (way === 'collection' && delivery !== 'collection') return 'only-collected'
  if (way !== 'later') return undefined
  if (buyer === 'person') return paying.persons && able.identification ? undefined : 'only-companies'
  return paying.companies ? undefined : 'only-persons'
}
