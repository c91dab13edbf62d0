import type { Context } from 'hono'
import { NotFound } from '../platform/errors.ts'
import { type Artwork, artworkValues, mostArtworkBytes, readArtwork } from '../platform/files/artwork.ts'
import type { UploadRefusal } from '../platform/files/pictures.ts'
import { sizeText } from '../platform/i18n/sizes.ts'
import { type FieldErrors, fieldError } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import * as cartArtwork from './cart-artwork.ts'
import * as cartCookies from './cart-cookies.ts'
import type { Orderable } from './goods.ts'

/** The form with a file in it, in bytes; a file that is a little too large is told so beside its field. */
export const mostFormBytes = mostArtworkBytes + 9_000_000

/**
 * The buyer's file, or what is wrong with it: a product that takes one needs it or the buyer's words. Files for a product
 * that takes none are not looked at.
 */
export async function sentArtwork(
  c: Context,
  shop: StorefrontShop,
  { takesArtwork, wordLines }: Orderable,
  words: string | null,
): Promise<{ readonly artwork?: Artwork; readonly errors?: FieldErrors }> {
  if (!takesArtwork) return {}
  const file = await fileIn(c)
  if (file) return read(c, shop, file)
  if (words !== null) return {}
  if (wordLines === null) return { errors: { artwork: fieldError('errors.artworkMissing') } }
  return { errors: { words: fieldError('errors.wordsOrArtwork') } }
}

async function read(c: Context, shop: StorefrontShop, file: File) {
  const found = await readArtwork(new Uint8Array(await file.arrayBuffer()))
  if (!('refused' in found)) return { artwork: found }
  const size = sizeText(shop.formats(languageOf(c)), mostArtworkBytes)
  return { errors: { artwork: fieldError(refusals[found.refused], { size }) } }
}

const refusals: Readonly<Record<UploadRefusal, string>> = {
  empty: 'errors.artworkBroken',
  'too-large': 'errors.artworkTooLarge',
  drawing: 'errors.artworkDrawing',
  'not-a-picture': 'errors.artworkKind',
  'too-many-pixels': 'errors.artworkPixels',
  broken: 'errors.artworkBroken',
}

/** A browser sends an empty file without a name where none was chosen. */
async function fileIn(c: Context): Promise<File | undefined> {
  if (!c.req.header('content-type')?.toLowerCase().startsWith('multipart/form-data')) return undefined
  const sent = (await c.req.formData()).get('artwork')
  return sent instanceof File && (sent.name !== '' || sent.size > 0) ? sent : undefined
}

/** The small picture of a file in the visitor's own cart. */
export async function artworkPicture(c: Context, shop: StorefrontShop): Promise<Response> {
  const token = cartCookies.tokenIn(c, shop.cookies)
  if (!token) throw new NotFound()
  const bytes = await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
    cartArtwork.thumbnail(tx, token, idIn(c, 'id')),
  )
  return c.body(new Uint8Array(bytes), 200, { 'content-type': 'image/webp', 'cache-control': 'no-store' })
}

/** What a line of the cart says about its file. */
export function artworkModel(
  c: Context,
  shop: StorefrontShop,
  { id, artwork }: { readonly id: string; readonly artwork: cartArtwork.CartArtwork | null },
) {
  if (!artwork) return undefined
  const t = shop.t(languageOf(c))
  return {
    said: t('artwork.said', artworkValues(shop.formats(languageOf(c)), artwork)),
    alt: t('artwork.alt'),
    href:
      artwork.contentType === 'application/pdf' ? undefined : urlFor('cartArtwork', languageOf(c), { id }),
  }
}
