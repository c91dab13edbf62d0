import { z } from 'zod'
import { wordsForm } from '../catalogue/words.ts'
import * as fields from '../platform/web/fields.ts'
import { mostPieces } from './carts.ts'
import type { Orderable } from './goods.ts'

/** Which product's page a thing is put into the cart from. */
export const productForm = z.object({ product: z.string().regex(/^[a-z0-9-]{1,200}$/) })

/** What a product's page sends: a variant of it that is there, the words it carries, how many. */
export function addForm(product: Orderable) {
  const known = product.variants.map(({ id }) => id)
  return z.object({
    variant: z.string('errors.choice').refine((id) => known.includes(id), 'errors.choice'),
    words:
      product.wordLines === null
        ? z
            .unknown()
            .optional()
            .transform(() => null)
        : ownWords(product),
    quantity: fields.wholeNumber(1, mostPieces),
  })
}

/** A file may stand in for the words. */
function ownWords({ wordLines, wordLineLength, takesArtwork }: Orderable) {
  const words = wordsForm({ lines: wordLines!, length: wordLineLength! })
  const none = (typed: unknown) => (typeof typed === 'string' && typed.trim() === '' ? null : typed)
  return takesArtwork ? z.preprocess(none, words.nullable()) : words
}

/** What a line of the cart may be told. */
export const changeForm = z.object({
  line: fields.id(),
  action: fields.choice(['change', 'remove']),
  quantity: z.unknown().optional(),
})

export const quantityForm = z.object({ quantity: fields.wholeNumber(1, mostPieces) })

/** A code typed into the cart, or the wish to take it out. */
export const discountForm = z.object({
  action: fields.choice(['take', 'remove']),
  // What is longer than any code is cut: it is answered as unknown, like every other that does not exist.
  code: z
    .string()
    .catch('')
    .transform((code) => code.slice(0, 200)),
})
