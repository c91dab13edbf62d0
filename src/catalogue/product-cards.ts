import type { Reader } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { cardsOf, type ProductCard } from './catalogue.ts'
import { reduction, stockWords, unitPrice } from './offer-words.ts'

/** Cards on one page of a list. */
export const cardsOnPage = 24

/** A product as `views/parts/product-card.hbs` shows it. */
export type CardModel = ReturnType<typeof cardModel>

/** The cards of goods, in the order asked for; what is not on offer is left out. */
export type Cards = (ids: readonly string[]) => Promise<CardModel[]>

/** The cards of a language as long as the catalogue stays as it is: each is read when it is first shown. */
export function openCards(reader: Reader, language: Language): Cards {
  const known = new Map<string, CardModel | undefined>()
  return async (ids) => {
    const missing = ids.filter((id) => !known.has(id))
    const read = await cardsOf(reader, language, missing)
    const found = new Map(read.map((card) => [card.id, cardModel(card)]))
    for (const id of missing) known.set(id, found.get(id))
    return ids.flatMap((id) => known.get(id) ?? [])
  }
}

function cardModel(product: ProductCard) {
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
