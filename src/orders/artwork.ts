import { and, eq } from 'drizzle-orm'
import { NotFound } from '../platform/errors.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { order, orderArtwork, orderLine } from './table.ts'

type Seen = Tx<'order-contract'> | Tx<'conformity-claims'> | Tx<'legal-claims'>

/** What pages say about a buyer's file. */
export type ArtworkFacts = Pick<typeof orderArtwork.$inferSelect, 'contentType' | 'size' | 'width' | 'height'>

/** A buyer's file as the workshop needs it: their picture in print quality (PNG or JPEG), or their PDF as it came. */
export interface ArtworkFile extends ArtworkFacts {
  readonly bytes: Buffer
  /** Of the shop's own making: the order's number and the line's. */
  readonly fileName: string
}

/**
 * The file that a buyer sent for a line; undefined where there is none or this purpose may not see it any more.
 * A PDF is never shown, only handed out as a download: what it holds is not known.
 */
export async function artworkFile(
  tx: Seen,
  orderId: string,
  orderLineId: string,
): Promise<ArtworkFile | undefined> {
  const [row] = await tx
    .select({
      contentType: orderArtwork.contentType,
      size: orderArtwork.size,
      width: orderArtwork.width,
      height: orderArtwork.height,
      bytes: orderArtwork.bytes,
      number: order.number,
      position: orderLine.position,
    })
    .from(orderArtwork)
    .innerJoin(orderLine, eq(orderLine.id, orderArtwork.orderLineId))
    .innerJoin(order, eq(order.id, orderArtwork.orderId))
    .where(and(eq(orderArtwork.orderLineId, orderLineId), eq(orderArtwork.orderId, orderId)))
  if (!row) return undefined
  const { number, position, ...file } = row
  return { ...file, fileName: `${number.replace(/[^\w-]/g, '-')}-${position}.${endings[file.contentType]}` }
}

const endings = { 'image/png': 'png', 'image/jpeg': 'jpg', 'application/pdf': 'pdf' } as const

/** The small picture of a buyer's file (WebP). Throws NotFound, also for a PDF. */
export async function thumbnail(tx: Seen, orderId: string, orderLineId: string): Promise<Buffer> {
  const [row] = await tx
    .select({ thumbnail: orderArtwork.thumbnail })
    .from(orderArtwork)
    .where(and(eq(orderArtwork.orderLineId, orderLineId), eq(orderArtwork.orderId, orderId)))
  if (!row?.thumbnail) throw new NotFound()
  return row.thumbnail
}
