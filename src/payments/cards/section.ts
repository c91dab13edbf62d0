import type { PaymentMethod } from '../../orders/table.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import type { Shop } from '../../shop.ts'
import { urlFor } from '../../urls.ts'
import type { Attempt } from './attempts.ts'
import { offered, testMode } from './cards.ts'

/** How an order stands with cards. */
export interface CardFacts {
  readonly method: PaymentMethod
  /** The last attempt. */
  readonly last: Attempt | undefined
}

/** What the buyer was doing, as the address says and the facts confirm. */
export type CardNews = 'paid' | 'back' | 'left' | 'away' | 'transfer'

interface Around {
  readonly orderId: string
  readonly language: Language
  /** Cents still to be paid. */
  readonly owed: number
  /** What the address says. */
  readonly asked: string | undefined
}

/**
 * The part of an order's page about cards (views/storefront/orders/card.hbs); undefined where there is nothing to say. While
 * money is on its way, or the buyer means to pay by card, `alone` says that no other way is shown beside it.
 */
export function cardSection(shop: Shop, { method, last }: CardFacts, around: Around) {
  const { orderId, language, owed, asked } = around
  const chosen = method === 'card'
  const state = stateOf(last)
  const news = newsOf(asked, { chosen, state, owed, tried: isRecent(shop, last) })
  const payable = owed > 0 && offered(shop) && state !== 'awaiting'
  if (!payable && !news && !(owed > 0 && state === 'awaiting')) return undefined
  return {
    news,
    alone: owed > 0 && (state === 'awaiting' || (payable && chosen)),
    state: owed > 0 && (chosen || state === 'awaiting') ? state : undefined,
    pay: payable
      ? {
          href: urlFor('orderCard', language, { id: orderId }),
          amount: owed,
          button: !chosen ? 'payByCard' : state === 'open' ? 'goOn' : state ? 'again' : 'pay',
          transferHref:
            chosen && shop.known().settings.paying.transfer
              ? urlFor('orderByTransfer', language, { id: orderId })
              : undefined,
        }
      : undefined,
    testMode: payable && testMode(shop),
  }
}

const recentMs = 3_600_000

/** The buyer went to pay a moment ago; what an address says later is old. */
function isRecent(shop: Shop, last: Attempt | undefined): boolean {
  if (!last) return false
  const since = (last.endedAt ?? last.begunAt).getTime()
  return shop.clock.now().getTime() - since < recentMs
}

/** In the buyer's eyes; a page that we closed, or never got, is none. */
function stateOf(last: Attempt | undefined): 'open' | 'awaiting' | 'failed' | 'expired' | undefined {
  if (!last) return undefined
  if (last.ended === null) return last.awaitingSince ? 'awaiting' : last.pageId ? 'open' : undefined
  return last.ended === 'failed' || last.ended === 'expired' ? last.ended : undefined
}

function newsOf(
  asked: string | undefined,
  {
    chosen,
    state,
    owed,
    tried,
  }: { chosen: boolean; state: ReturnType<typeof stateOf>; owed: number; tried: boolean },
): CardNews | undefined {
  // An address is kept, and opened again.
  if (asked === 'back')
    return owed <= 0 ? (tried ? 'paid' : undefined) : state === 'open' ? 'back' : undefined
  if (asked === 'left') return owed > 0 && chosen ? 'left' : undefined
  if (asked === 'away') return owed > 0 && tried && state !== 'awaiting' ? 'away' : undefined
  if (asked === 'transfer') return owed > 0 && !chosen ? 'transfer' : undefined
  return undefined
}
