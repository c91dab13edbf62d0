import type { ProductCard } from './catalogue.ts'
import { reduction, stockWords, unitPrice } from './offer-words.ts'

/** Cards on one page of a list. */
export const cardsOnPage = 24

/** A product as `views/parts/product-card.hbs` shows it. */
export function cardModel(product: ProductCard) {
  const { slug, name, priceCents, severalPrices, lowestCents, picture } = product
  return {
    slug,
    name,
    price: priceCents,
    from: severalPrices,
    ...reduction(priceCents, lowestCents),
    perUnit: unitPrice(product),
    picture,
    stock: stockWords(product),
  }
}
