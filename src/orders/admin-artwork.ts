import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { NotFound } from '../platform/errors.ts'
import { artworkValues, mostArtworkBytes, readProofPicture } from '../platform/files/artwork.ts'
import type { UploadRefusal } from '../platform/files/pictures.ts'
import { formats } from '../platform/i18n/format.ts'
import type { Translate } from '../platform/i18n/messages.ts'
import { sizeText } from '../platform/i18n/sizes.ts'
import { type FieldErrors, fieldError } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import type { StaffLanguage } from '../staff/table.ts'
import { urlFor } from '../urls.ts'
import { artworkFile, thumbnail } from './artwork.ts'
import type { LineFacts, OrderFacts } from './find.ts'

type C = Context<StaffEnv>

/** What the order's page says about a line's file; while the contract lasts it can be downloaded. */
export function artworkModel(
  { id, artwork }: Pick<LineFacts, 'id' | 'artwork'>,
  { id: orderId, contractOpen }: Pick<OrderFacts, 'id' | 'contractOpen'>,
  t: Translate,
  language: StaffLanguage,
) {
  if (!artwork) return undefined
  const said = t('desk.artwork.said', artworkValues(formats(language, 'UTC'), artwork))
  if (!contractOpen) return { said }
  return {
    said,
    alt: t('desk.artwork.alt'),
    href:
      artwork.contentType === 'application/pdf'
        ? undefined
        : urlFor('adminArtworkPicture', { id: orderId, lineId: id }),
    download: { href: urlFor('adminArtwork', { id: orderId, lineId: id }), text: t('desk.artwork.download') },
  }
}

/**
 * The file itself, always as a download: what a stranger's PDF holds is not known, and it is not opened under our address.
 */
export async function artworkDownload(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const file = await underContract(c, shop, async (tx) => {
    await openings.note(tx, { unit: 'order', ids: [id], page: 'artwork' })
    return artworkFile(tx, id, idIn(c, 'lineId'))
  })
  if (!file) throw new NotFound()
  return c.body(new Uint8Array(file.bytes), 200, {
    'content-type': file.contentType,
    'content-disposition': `attachment; filename="${file.fileName}"`,
    'content-security-policy': "default-src 'none'; sandbox",
  })
}

/** Its small picture, which is of our own making. */
export async function artworkPicture(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const bytes = await underContract(c, shop, async (tx) => {
    await openings.note(tx, { unit: 'order', ids: [id], page: 'order' })
    return thumbnail(tx, id, idIn(c, 'lineId'))
  })
  return c.body(new Uint8Array(bytes), 200, { 'content-type': 'image/webp' })
}

function underContract<T>(c: C, shop: AdminShop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), work)
}

/** The picture of a proof that staff added, or what is wrong with it; needed where there are no words to draw. */
export async function sentProofPicture(
  c: C,
  shop: AdminShop,
  words: string,
): Promise<{ readonly picture?: Buffer; readonly errors?: FieldErrors }> {
  const file = (await c.req.formData()).get('proofPicture')
  if (!(file instanceof File) || file.size === 0)
    return words === '' ? { errors: { proofPicture: fieldError('errors.required') } } : {}
  const found = await readProofPicture(new Uint8Array(await file.arrayBuffer()))
  if ('picture' in found) return { picture: found.picture.bytes }
  const size = sizeText(shop.formats(c.get('staff').language), mostArtworkBytes)
  return { errors: { proofPicture: fieldError(refusals[found.refused], { size }) } }
}

const refusals: Readonly<Record<UploadRefusal, string>> = {
  empty: 'errors.required',
  'too-large': 'errors.artworkTooLarge',
  drawing: 'errors.proofKind',
  'not-a-picture': 'errors.proofKind',
  'too-many-pixels': 'errors.artworkPixels',
  broken: 'errors.artworkBroken',
}
