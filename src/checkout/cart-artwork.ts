import { and, eq, sql } from 'drizzle-orm'
import { sqlState } from '../platform/database/client.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import type { Artwork, ArtworkType } from '../platform/files/artwork.ts'
import { tokenHash } from '../platform/keys.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { cartArtwork } from './table.ts'

/** What the cart says about a buyer's file. */
export interface CartArtwork {
  readonly contentType: ArtworkType
  /** Bytes. */
  readonly size: number
}

/** Puts the buyer's file to a line of this cart. Throws Conflict `artwork-full` where the cart holds too many bytes. */
export async function attach(
  tx: Tx<'order-contract'>,
  token: string,
  lineId: string,
  artwork: Artwork,
): Promise<void> {
  const { contentType, size, bytes, width, height, thumbnail } = artwork
  await withinRoom(() =>
    tx.execute(sql`
      insert into cart_artwork (cart_line_id, cart_id, content_type, size, bytes, width, height, thumbnail)
      values (${lineId}, shop_cart_of(${tokenHash(token)}), ${contentType}, ${size}, ${bytes}, ${width}, ${height}, ${thumbnail})`),
  )
}

/** The same file once more, from a line that was ordered before. Throws Conflict `artwork-full`. */
export async function attachOrdered(
  tx: Tx<'order-contract'>,
  token: string,
  lineId: string,
  orderLineId: string,
): Promise<void> {
  await withinRoom(() =>
    tx.execute(sql`
      insert into cart_artwork (cart_line_id, cart_id, content_type, size, bytes, width, height, thumbnail)
      select ${lineId}, shop_cart_of(${tokenHash(token)}), content_type, size, bytes, width, height, thumbnail
        from order_artwork where order_line_id = ${orderLineId}`),
  )
}

/** Gives the files of lines that are being ordered to the lines of the order; the cart's own leave with its lines. */
export async function hand(
  tx: Tx<'order-contract'>,
  orderId: string,
  lines: readonly { readonly cartLineId: string; readonly orderLineId: string }[],
): Promise<void> {
  if (!lines.length) return
  const [from, to] = [lines.map((line) => line.cartLineId), lines.map((line) => line.orderLineId)]
  await tx.execute(sql`
    insert into order_artwork (order_line_id, order_id, content_type, size, bytes, width, height, thumbnail)
    select order_line_id, ${orderId}, content_type, size, bytes, width, height, thumbnail
      from cart_artwork join unnest(${sql.param(from)}::uuid[], ${sql.param(to)}::uuid[])
        as line (cart_line_id, order_line_id) using (cart_line_id)`)
}

/** The small picture of a file in this cart (WebP). Throws NotFound, also for a PDF. */
export async function thumbnail(tx: Tx<'order-contract'>, token: string, lineId: string): Promise<Buffer> {
  const [row] = await tx
    .select({ thumbnail: cartArtwork.thumbnail })
    .from(cartArtwork)
    .where(
      and(eq(cartArtwork.cartLineId, lineId), eq(cartArtwork.cartId, sql`shop_cart_of(${tokenHash(token)})`)),
    )
  if (!row?.thumbnail) throw new NotFound()
  return row.thumbnail
}

async function withinRoom(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (sqlState(error) === '23514') throw new Conflict('artwork-full')
    throw error
  }
}
