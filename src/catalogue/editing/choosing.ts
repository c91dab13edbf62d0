import type { Language } from '../../platform/i18n/languages.ts'
import type { Material } from '../assortment.ts'
import { type Choice, priceBands, sizeBands, sorts } from '../browsing.ts'

/** What stands in an address behind the question mark, as the visitor's browser sent it. */
type Asked = (name: string) => string | undefined

/** The choice that an address makes; values that nothing is known by are no choice. */
export function choiceOf(asked: Asked, materials: readonly Material[]): Choice {
  const material = asked('material')
  return {
    material: material === undefined ? undefined : materials.find(({ slug }) => slug === material)?.id,
    size: sizeBands.find(({ key }) => key === asked('size'))?.key,
    price: priceBands.find(({ key }) => key === asked('price'))?.key,
    stock: asked('stock') === 'yes' ? 'yes' : undefined,
    sort: sorts.find((sort) => sort === asked('sort')) ?? 'recommended',
  }
}

/** The page of a list that an address asks for, from 1; undefined for nonsense. */
export function pageNumberOf(asked: Asked): number | undefined {
  const text = asked('page')
  if (text === undefined) return 1
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined
}

/** The one spelling of a choice in an address, with its `?`; empty for none. */
export function queryOf(
  choice: Choice,
  page: number,
  materials: readonly Material[],
  language: Language,
): string {
  const { material, size, price, stock, sort } = choice
  const query = new URLSearchParams()
  const slug = materials.find(({ id }) => id === material)?.slugs[language]
  if (slug !== undefined) query.set('material', slug)
  if (size !== undefined) query.set('size', size)
  if (price !== undefined) query.set('price', price)
  if (stock !== undefined) query.set('stock', stock)
  if (sort !== 'recommended') query.set('sort', sort)
  if (page > 1) query.set('page', String(page))
  return query.size > 0 ? `?${query}` : ''
}

/** What stands in the address of what `queryOf` writes, in the order it was sent; anything else is nobody's business. */
export function askedQuery(url: string): string {
  const sent = [...new URL(url, 'http://same.invalid').searchParams].filter(([name]) => known.includes(name))
  const query = new URLSearchParams(sent)
  return query.size > 0 ? `?${query}` : ''
}

const known = ['material', 'size', 'price', 'stock', 'sort', 'page']
