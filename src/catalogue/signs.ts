import { eq } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import { NotFound } from '../platform/errors.ts'
import type { GoodsSpec, SignSize } from './drawing.ts'
import { product, variant } from './table.ts'

/** How a variant with its buyer's words is drawn, and how many words it takes. */
export interface Sign {
  readonly drawing: GoodsSpec | null
  readonly size: SignSize
  readonly wordLines: number | null
  readonly wordLineLength: number | null
}

/** The sign behind a variant, also where its product is no longer sold. Throws NotFound. */
export async function signOf(reader: Pick<Transaction, 'select'>, variantId: string): Promise<Sign> {
  const [row] = await reader
    .select({
      drawing: product.drawing,
      wordLines: product.wordLines,
      wordLineLength: product.wordLineLength,
      widthMm: variant.widthMm,
      heightMm: variant.heightMm,
      finish: variant.finish,
    })
    .from(variant)
    .innerJoin(product, eq(product.id, variant.productId))
    .where(eq(variant.id, variantId))
  if (!row) throw new NotFound()
  const { widthMm, heightMm, finish, ...sign } = row
  return { ...sign, size: { widthMm, heightMm, ...(finish ? { finish } : {}) } }
}
