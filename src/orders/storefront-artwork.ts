import type { Context } from 'hono'
import { artworkValues } from '../platform/files/artwork.ts'
import { idIn } from '../platform/web/ids.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import { thumbnail } from './artwork.ts'
import type { LineFacts } from './find.ts'

/** What the order's page says about a line's file. */
export function artworkModel(
  c: Context,
  shop: StorefrontShop,
  orderId: string,
  { id, artwork }: Pick<LineFacts, 'id' | 'artwork'>,
) {
  if (!artwork) return undefined
  const t = shop.t(languageOf(c))
  return {
    said: t('artwork.said', artworkValues(shop.formats(languageOf(c)), artwork)),
    alt: t('artwork.alt'),
    href:
      artwork.contentType === 'application/pdf'
        ? undefined
        : urlFor('orderArtwork', languageOf(c), { id: orderId, lineId: id }),
  }
}

/** The small picture of a line's file, for the browser that opened the order. */
export async function artworkPicture(c: Context, shop: StorefrontShop, orderId: string): Promise<Response> {
  const lineId = idIn(c, 'lineId')
  const bytes = await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
    thumbnail(tx, orderId, lineId),
  )
  return c.body(new Uint8Array(bytes), 200, { 'content-type': 'image/webp' })
}
