import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { drawSign } from '../catalogue/drawing/drawing.ts'
import { type Sign, signOf } from '../catalogue/signs.ts'
import { NotFound } from '../platform/errors.ts'
import { renderPreview } from '../platform/files/pictures.ts'
import { parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern } from '../urls.ts'
import { artworkDownload, artworkPicture, sentProofPicture } from './admin-artwork.ts'
import { again, change, orderPage } from './admin-page.ts'
import * as orders from './find.ts'
import * as forms from './forms.ts'
import * as fulfilment from './fulfilment.ts'
import * as proofs from './proofs.ts'

type C = Context<StaffEnv>

/** Pixels: sharp enough to check each letter on a wide screen. */
const proofWidth = 1280

/** Signs made to order: their drawings and their making. */
export function proofRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .post(pattern('adminProof'), (c) => sendProof(c, shop))
    .get(pattern('adminProofPicture'), (c) => picture(c, shop))
    .post(pattern('adminMaking'), (c) => make(c, shop))
    .get(pattern('adminArtwork'), (c) => artworkDownload(c, shop))
    .get(pattern('adminArtworkPicture'), (c) => artworkPicture(c, shop))
}

/** The words as staff leave them are drawn before the transaction begins: drawing takes its time. */
async function sendProof(c: C, shop: AdminShop) {
  const [orderId, lineId] = [idIn(c, 'id'), idIn(c, 'lineId')]
  const { sign, withArtwork } = await signOn(c, shop, orderId, lineId)
  const form = await parseForm(c, withArtwork ? forms.artworkProofForm(sign) : forms.proofForm(sign))
  if (!form.ok) return again(c, shop, form, lineId)
  const { words, seen } = form.value
  const sent = withArtwork ? await sentProofPicture(c, shop, words) : {}
  if (sent.errors) return again(c, shop, { ok: false, typed: form.typed, errors: sent.errors }, lineId)
  if (!sent.picture && !sign.drawing)
    return orderPage(c, shop, { typed: form.typed, lineId, problem: 'no-drawing' })
  const picture = sent.picture ?? (await drawn(sign, words))
  const send = { orderId, lineId, words, picture, seen }
  return change(
    c,
    shop,
    form.typed,
    async (tx, by) => {
      await proofs.send(tx, { ...send, by })
      return 'proof-sent'
    },
    lineId,
  )
}

async function drawn({ drawing, size }: Sign, words: string): Promise<Buffer> {
  return (await renderPreview(drawSign(drawing!, words.split('\n'), size), proofWidth)).bytes
}

function signOn(
  c: C,
  shop: AdminShop,
  orderId: string,
  lineId: string,
): Promise<{ sign: Sign; withArtwork: boolean }> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), async (tx) => {
    const order = await orders.find(tx, orderId)
    const line = order.lines.find(({ id }) => id === lineId)
    if (!line?.madeToOrder) throw new NotFound()
    return { sign: await signOf(tx, line.variantId), withArtwork: line.artwork !== null }
  })
}

async function picture(c: C, shop: AdminShop) {
  const [orderId, proofId] = [idIn(c, 'id'), idIn(c, 'proofId')]
  const bytes = await withPurpose(
    shop.database.backoffice,
    'order-contract',
    actorOf(c.get('staff')),
    async (tx) => {
      await openings.note(tx, { unit: 'order', ids: [orderId], page: 'order' })
      return proofs.picture(tx, orderId, proofId)
    },
  )
  return c.body(new Uint8Array(bytes), 200, { 'content-type': 'image/webp' })
}

async function make(c: C, shop: AdminShop) {
  return change(c, shop, {}, async (tx, by) => {
    await fulfilment.make(tx, idIn(c, 'id'), idIn(c, 'lineId'), by)
    return 'made'
  })
}
