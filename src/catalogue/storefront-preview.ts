import type { Context } from 'hono'
import { z } from 'zod'
import { errorTexts, type FieldErrors, parseForm } from '../platform/web/forms.ts'
import { languageOf, type StorefrontShop } from '../storefront-shop.ts'
import type { Product, Variant } from './products.ts'
import type { ProductAnswer } from './storefront-product.ts'
import { wordsForm } from './words.ts'

/**
 * The answer to "show how it will look": the sign with the buyer's words, or what is wrong with them. They come by POST
 * and go back in the page alone; nothing is kept.
 */
export async function previewOf(c: Context, shop: StorefrontShop, product: Product): Promise<ProductAnswer> {
  const { wordLines, wordLineLength } = product
  const words = wordLines === null ? z.never() : wordsForm({ lines: wordLines, length: wordLineLength! })
  const form = await parseForm(c, z.object({ variant: z.string().catch(''), words }))
  const errors: FieldErrors = form.ok ? {} : form.errors
  const answer = { values: form.typed, errors: errorTexts(errors, shop.t(languageOf(c))) }
  if (!form.ok) return answer
  const variant = product.variants.find(({ id }) => id === form.value.variant) ?? product.variants[0]!
  return { ...answer, preview: await drawnOn(product, variant, form.value.words) }
}

/** The words are outlines in it: whatever was typed, nothing in the drawing is text or markup of the buyer's. */
async function drawnOn(
  { drawing }: Product,
  variant: Variant,
  words: string,
): Promise<ProductAnswer['preview']> {
  if (!drawing) return undefined
  // Loaded when the first sign is to be drawn: most pages need no drawing.
  const { drawSign } = await import('./drawing/drawing.ts')
  const { widthMm, heightMm, finish } = variant
  const size = { widthMm, heightMm, ...(finish && { finish }) }
  return { svg: drawSign(drawing, words.split('\n'), size), words: words.replaceAll('\n', ', ') }
}
