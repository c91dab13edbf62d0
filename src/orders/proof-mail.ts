import type { About, Letter } from '../correspondence/jobs.ts'
import { reencode } from '../platform/files/pictures.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import { letter, type OrderMail } from './mails.ts'
import * as proofs from './proofs.ts'

const contentId = 'proof@mail'
// Many mail programs cannot show the WebP that pages use.
const asPng = { maxBytes: 20_000_000, maxPixels: 50_000_000, maxEdge: 1200, format: 'png' } as const

/** Asks for the buyer's yes; nothing to say once there is a later proof or an answer. */
export async function proofMail(
  shop: Shop,
  mail: OrderMail,
  { id }: About,
  tx: Tx<'order-contract'>,
): Promise<Letter | undefined> {
  const proof = [...(await proofs.latest(tx, mail.order.id)).values()].find((latest) => latest.id === id)
  const line = mail.order.lines.find((each) => each.id === proof?.lineId)
  if (!proof || !line || proof.answeredAt) return undefined
  const drawn = await reencode(await proofs.picture(tx, mail.order.id, id), asPng)
  if ('refused' in drawn) throw new RangeError('a proof is no picture')
  const { bytes, width, height } = drawn.picture
  return {
    ...letter(shop, 'order-proof', mail, {
      line,
      words: proof.words,
      version: proof.version,
      picture: { contentId, width: Math.min(width, 560), height: Math.round((height * Math.min(width, 560)) / width) },
    }),
    attachments: [{ name: 'proof.png', type: 'image/png', content: bytes, contentId }],
  }
}
