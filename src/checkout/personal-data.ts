import { shopTerm } from '../privacy/purposes.ts'
import { type Declarations, personal, personalTable, plain, plainTable, sealed } from '../privacy/tags.ts'
import { cart, cartArtwork, cartDiscount, cartLine, discountCategory, discountCode } from './table.ts'

const untouched = shopTerm('website', 'session-end')
const live = `shop_cart_live(cart_id, ${untouched})`

const ofCart = { of: 'cart', by: 'cart_id' } as const

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
        tokenHash: sealed('technical', 'website'),
        touchedAt: personal('technical', 'website'),
      },
      unit: { of: 'cart', by: 'id' },
      // shop_keep_cart adds and touches them.
      collectedFor: [],
      droppedFor: ['website'],
      rows: { website: `touched_at > (select shop_now()) - ${untouched}` },
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
      unit: ofCart,
      // Functions of the database put them in and take them out.
      collectedFor: [],
      changedFor: ['order-contract'],
      rows: { 'order-contract': live },
      audited: false,
    }),
    // Leaves with its line; nothing else drops it.
    personalTable<typeof cartArtwork>({
      table: cartArtwork,
      subjects: ['visitor', 'customer', 'third-person'],
      columns: {
        cartLineId: plain,
        cartId: plain,
        contentType: plain,
        size: plain,
        bytes: personal('artwork', 'order-contract'),
        width: plain,
        height: plain,
        thumbnail: personal('artwork', 'order-contract'),
        addedAt: plain,
      },
      unit: ofCart,
      collectedFor: ['order-contract'],
      rows: { 'order-contract': live },
      audited: false,
    }),
    personalTable<typeof cartDiscount>({
      table: cartDiscount,
      subjects: ['visitor', 'customer'],
      columns: {
        cartId: plain,
        discountId: personal('purchases', 'order-contract'),
        tries: personal('purchases', 'order-contract'),
        triedAt: personal('purchases', 'order-contract'),
      },
      unit: ofCart,
      collectedFor: ['order-contract'],
      changedFor: ['order-contract'],
      rows: { 'order-contract': live },
      audited: false,
    }),
  ],
  plain: [
    plainTable<typeof discountCode>(discountCode, { backoffice: 'write' }),
    plainTable<typeof discountCategory>(discountCategory, { backoffice: 'delete' }),
  ],
}
