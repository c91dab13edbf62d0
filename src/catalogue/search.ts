import { sql } from 'drizzle-orm'
import type { Reader } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { Assortment, Category } from './assortment.ts'

/** More than these nobody looks through. */
const most = 240
const nearest = 5

/**
 * The ids of goods that answer to words, an article number or a GTIN, the best first. Words of another language are
 * tried where the own one knows none of them.
 */
export async function search(reader: Reader, language: Language, words: string): Promise<string[]> {
  const own = await found(reader, language, words, language)
  return own.length > 0 ? own : found(reader, language, words, null)
}

async function found(reader: Reader, shown: Language, words: string, searched: Language | null) {
  const rows = await reader.execute<{ id: string }>(sql`
    select product_text.product_id as id from shop_search(${words}, ${searched}, ${most}) hit
      join product_text on product_text.product_id = hit.product_id and language = ${shown}
      join product on product.id = hit.product_id
      order by score desc, position, product.id`)
  return rows.map(({ id }) => id)
}

/** Words that goods on offer have and that look like the ones which found nothing. */
export async function nearWords(reader: Reader, language: Language, words: string): Promise<string[]> {
  const rows = await reader.execute<{ word: string }>(
    sql`select word from shop_near_words(${words}, ${language}, ${nearest})`,
  )
  return rows.map(({ word }) => word)
}

/** The categories whose name has all of these words, or words beginning so. */
export function categoriesNamed({ bySlug }: Assortment, words: string): Category[] {
  const asked = plain(words)
  if (asked.length === 0) return []
  return [...bySlug.values()].filter(({ name, goods }) => {
    const own = plain(name)
    return goods.length > 0 && asked.every((word) => own.some((one) => one.startsWith(word)))
  })
}

/** Small letters without marks, as `shop_plain` makes them. */
function plain(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
}
