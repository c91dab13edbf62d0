import type { About, Letter } from '../correspondence/jobs.ts'
import { reencode } from '../platform/files/pictures.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import type { LineFacts, OrderFacts } from './find.ts'
import { letter, type OrderMail } from './letters.ts'
import * as proofs from './proofs.ts'

interface ProofFacts {
  readonly proof: proofs.Proof
  readonly line: LineFacts
  readonly picture: Buffer
}

const contentId = 'proof@mail'
const shownWidth = 560
// Many mail programs cannot show the WebP that pages use.
const asPng = { maxBytes: 20_000_000, maxPixels: 50_000_000, maxEdge: 2 * shownWidth, format: 'png' } as const

/** The proof to be approved, or nothing once there is a later one or an answer. */
export async function proofFacts(
  tx: Tx<'order-contract'>,
  order: OrderFacts,
  { id }: About,
): Promise<ProofFacts | undefined> {
  const proof = [...(await proofs.latest(tx, order.id)).values()].find((latest) => latest.id === id)
  const line = order.lines.find((each) => each.id === proof?.lineId)
  if (!proof || !line || proof.answeredAt) return undefined
  return { proof, line, picture: await proofs.picture(tx, order.id, id) }
}

/** Asks for the buyer's yes, with the drawing in sight. Throws RangeError where the proof is no picture. */
export async function proofLetter(
  shop: Shop,
  mail: OrderMail,
  { proof, line, picture }: ProofFacts,
): Promise<Letter> {
  const drawn = await reencode(picture, asPng)
  if ('refused' in drawn) throw new RangeError('a proof is no picture')
  const { bytes, width, height } = drawn.picture
  const shown = Math.min(width, shownWidth)
  return {
    ...letter(shop, 'order-proof', mail, {
      line,
      words: proof.words,
      picture: { contentId, width: shown, height: Math.round((height * shown) / width) },
    }),
    attachments: [{ name: 'proof.png', type: 'image/png', content: bytes, contentId }],
  }
}
