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

/** How many lines of how many characters a sign holds; what was ordered before its product took words has room too. */
export function limitsOf({ wordLines, wordLineLength }: Sign): { lines: number; length: number } {
  return { lines: wordLines ?? 12, length: wordLineLength ?? 80 }
}

/** Whether words fit on a sign. */
export function fits(sign: Sign, words: string): boolean {
  const { lines, length } = limitsOf(sign)
  const all = words.split('\n')
  return all.length <= lines && all.every((line) => [...line].length <= length)
}

/** Whether the sign can be ordered with these words today, or without any. */
export function takes(sign: Sign, words: string | null): boolean {
  return words === null ? sign.wordLines === null : sign.wordLines !== null && fits(sign, words)
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
