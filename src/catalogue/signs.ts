import { eq } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import { NotFound } from '../platform/errors.ts'
import type { GoodsSpec, SignSize } from './drawing/drawing.ts'
import { product, variant } from './table.ts'

/** How a variant with its buyer's words is drawn, and how many words it takes. */
export interface Sign {
  readonly drawing: GoodsSpec | null
  readonly size: SignSize
  readonly wordLines: number | null
  readonly wordLineLength: number | null
  /** Whether the buyer may send a file instead of words or beside them. */
  readonly takesArtwork: boolean
}

/** How many lines of how many characters a sign holds; what was ordered before its product took words has room too. */
export function limitsOf({ wordLines, wordLineLength }: Pick<Sign, 'wordLines' | 'wordLineLength'>): {
  lines: number
  length: number
} {
  return { lines: wordLines ?? 12, length: wordLineLength ?? 80 }
}

/** Whether words fit on a sign. */
export function fits(sign: Pick<Sign, 'wordLines' | 'wordLineLength'>, words: string): boolean {
  const { lines, length } = limitsOf(sign)
  const all = words.split('\n')
  return all.length <= lines && all.every((line) => [...line].length <= length)
}

/** Whether something of the buyer's own belongs to a product: words, a file, or one of the two. */
export function isPersonal(sign: Pick<Sign, 'wordLines' | 'takesArtwork'>): boolean {
  return sign.wordLines !== null || sign.takesArtwork
}

/** Whether the sign can be ordered today with these words or without any, with a file of the buyer's or without. */
export function takes(sign: Sign, words: string | null, artwork: boolean): boolean {
  if (artwork && !sign.takesArtwork) return false
  if (words !== null) return sign.wordLines !== null && fits(sign, words)
  return artwork || !isPersonal(sign)
}

/** The sign behind a variant, also where its product is no longer sold. Throws NotFound. */
export async function signOf(reader: Pick<Transaction, 'select'>, variantId: string): Promise<Sign> {
  const [row] = await reader
    .select({
      drawing: product.drawing,
      wordLines: product.wordLines,
      wordLineLength: product.wordLineLength,
      takesArtwork: product.takesArtwork,
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
