import type { Language } from '../../platform/i18n/languages.ts'
import type { Finish } from '../drawing/materials.ts'
import type { MeasureUnit } from '../table.ts'
import type { VatClass } from '../vat-class.ts'

export type ByLanguage<T> = Partial<Record<Language, T>>

/** A product as staff edit it: all of it, also what no customer sees yet. */
export interface Goods {
  readonly categoryId: string
  readonly vatClass: VatClass
  readonly madeToOrder: boolean
  /** How many lines of how many characters of the buyer's own words it carries. */
  readonly words: { readonly lines: number; readonly length: number } | null
  readonly takesArtwork: boolean
  readonly needsAuthority: boolean
  readonly leadDays: number
  readonly maker: Contact & { readonly country: string }
  /** In the EEA, for a maker outside it (Regulation (EU) 2023/988 Art. 19(b)). */
  readonly responsible: Contact | null
  readonly identifier: string
  readonly texts: ByLanguage<GoodsText>
  /** In their order. */
  readonly variants: readonly GoodsVariant[]
  readonly pictures: readonly GoodsPicture[]
  readonly documents: readonly GoodsDocument[]
  /** Article numbers of goods that go with it. */
  readonly related: readonly string[]
  readonly offer: Offer
}

export interface Contact {
  readonly name: string
  readonly address: string
  readonly email: string
}

/** `at` is a day and hour in the shop's zone, as a form has it: 2026-11-22T06:30. */
export type Offer =
  | { readonly state: 'draft' | 'published' }
  | { readonly state: 'scheduled'; readonly at: string }

export interface GoodsText {
  readonly name: string
  /** Empty: made from the name. */
  readonly slug: string
  readonly summary: string
  readonly description: string
  readonly material: string
  readonly fixing: string
  readonly warnings: string
  readonly authority: string
}

/** Rows are known by a short key: the beginning of their id, or another word for one that is new. */
export interface GoodsVariant {
  readonly key: string
  readonly sku: string
  readonly label: ByLanguage<string>
  readonly priceCents: number
  /** Null where each is made to order. */
  readonly stock: number | null
  /** What the form showed: only the difference is written, so that a sale meanwhile is not undone. */
  readonly seenStock: number | null
  readonly reorderAt: number
  readonly widthMm: number
  readonly heightMm: number
  readonly depthMm: number
  readonly weightGrams: number
  readonly materialId: string | null
  readonly finish: Finish | null
  readonly gtin: string | null
  readonly measure: string | null
  readonly measureUnit: MeasureUnit | null
  readonly tiers: readonly { readonly fromQuantity: number; readonly priceCents: number }[]
  readonly withdrawn: boolean
}

export interface GoodsPicture {
  readonly key: string
  readonly alt: ByLanguage<string>
}

export interface GoodsDocument {
  readonly key: string
  readonly name: string
  readonly language: Language | null
}

/** A product as it is kept. */
export interface Stored extends Goods {
  readonly id: string
  readonly state: Offer['state']
  /** Null: never offered; ISO moment otherwise. */
  readonly publishedAt: string | null
  readonly changedAt: string
  readonly drawn: boolean
  /** Ids by key. */
  readonly ids: Readonly<Record<string, string>>
  /** Keys of variants that somebody has ordered. */
  readonly ordered: readonly string[]
  readonly relatedNames: readonly { readonly sku: string; readonly id: string; readonly name: string }[]
}

/** The short name of a row. */
export function keyOf(id: string): string {
  return id.slice(0, 8)
}
