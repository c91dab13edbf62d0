import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict } from '../platform/errors.ts'
import { mostArtworkBytes, readArtwork } from '../platform/files/artwork.ts'
import { sizeText } from '../platform/i18n/sizes.ts'
import { fieldError, parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { fileIn } from '../platform/web/uploads.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { urlFor } from '../urls.ts'
import type { Returned } from './admin-order-documents.ts'
import * as transportProofs from './evidence/transport-proofs.ts'
import { transportForm } from './forms.ts'

type C = Context<StaffEnv>
type Page = (c: C, shop: AdminShop, returned: Returned) => Promise<Response>

/** Keeps words, and a picture or PDF where there is one, as proof that the goods left the country. */
export async function transportProof(c: C, shop: AdminShop, page: Page): Promise<Response> {
  const orderId = idIn(c, 'id')
  const form = await parseForm(c, transportForm)
  if (!form.ok) return page(c, shop, { ...form, of: 'transport' })
  const sent = await fileIn(c, 'file')
  const file = sent ? await readArtwork(sent) : null
  if (file && 'refused' in file) {
    const size = sizeText(shop.formats(c.get('staff').language), mostArtworkBytes)
    const key = file.refused === 'too-large' ? 'errors.artworkTooLarge' : 'documentsOffice.problem.file'
    return page(c, shop, { typed: form.typed, errors: { file: fieldError(key, { size }) }, of: 'transport' })
  }
  const member = c.get('staff')
  try {
    await withPurpose(shop.database.backoffice, 'accounting', actorOf(member), (tx) =>
      transportProofs.keep(tx, { orderId, words: form.value.words, file, by: member.id }),
    )
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return page(c, shop, { problem: error.code })
  }
  return c.redirect(`${urlFor('adminOrderDocuments', { id: orderId })}?done=yes`, 303)
}

/** The file of a proof, always as a download: a stranger's PDF is not opened under our address. */
export async function transportFile(c: C, shop: AdminShop): Promise<Response> {
  const orderId = idIn(c, 'id')
  const { contentType, bytes } = await withPurpose(
    shop.database.backoffice,
    'accounting',
    actorOf(c.get('staff')),
    async (tx) => {
      await openings.note(tx, { unit: 'order', ids: [orderId], page: 'invoice' })
      return transportProofs.file(tx, { id: idIn(c, 'proofId'), orderId })
    },
  )
  const name = `transport-${orderId.slice(0, 8)}.${contentType.split('/')[1]}`
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${name}"`,
    'content-security-policy': "default-src 'none'; sandbox",
  })
}
