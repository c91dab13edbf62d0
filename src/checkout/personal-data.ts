import { intervalOf } from '../privacy/purposes.ts'
import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { cart, cartLine } from './table.ts'

const untouched = intervalOf('website', 'session-end')
const live = `shop_cart_live(cart_id, ${untouched})`

/**
 * The cookie and its cart are technical data of the website; what lies in the cart are steps before a contract at
 * the visitor's own request (Art. 6(1)(b)). Both are
 * forgotten when nobody has touched the cart for so long. Neither is audited: the visitor alone writes here.
 */
export const checkoutData: Declarations = {
  personal: [
    personalTable<typeof cart>({
      table: cart,
      subjects: ['visitor', 'customer'],
      columns: {
        id: plain,
        tokenHash: personal('technical', 'website'),
        touchedAt: personal('technical', 'website'),
      },
      // shop_keep_cart adds and touches them.
      collectedFor: [],
      droppedFor: ['website'],
      rows: { website: `touched_at > now() - ${untouched}` },
      audited: false,
    }),
    personalTable<typeof cartLine>({
      table: cartLine,
      subjects: ['visitor', 'customer', 'third-person'],
      columns: {
        id: plain,
        cartId: plain,
        variantId: personal('purchases', 'order-contract'),
        quantity: personal('purchases', 'order-contract'),
        words: personal('artwork', 'order-contract'),
        seenPriceCents: personal('purchases', 'order-contract'),
        addedAt: personal('purchases', 'order-contract'),
      },
      collectedFor: ['order-contract'],
      changedFor: ['order-contract'],
      droppedFor: ['website'],
      rows: { 'order-contract': live, website: live },
      audited: false,
    }),
  ],
  plain: [],
}
