import type { GoodsSpec, ViewSpec } from '../../src/catalogue/drawing/drawing.ts'
import type { Finish } from '../../src/catalogue/drawing/materials.ts'
import { slugOf } from '../../src/catalogue/slugs.ts'
import type { MeasureUnit } from '../../src/catalogue/table.ts'
import type { Language } from '../../src/platform/i18n/languages.ts'
import { shop } from '../cast.ts'
import type { MaterialKey } from './materials.ts'

/** The same in each language of the shop. */
export type Said<Text = string> = Readonly<Record<Language, Text>>

export interface CategoryText {
  slug: string
  name: string
  summary: string
}

export interface SeedCategory {
  key: string
  /** The category that it stands under. */
  parent?: string
  position: number
  text: Said<CategoryText>
  drawing: GoodsSpec
  /** What the picture shows, for those who cannot see it. */
  alt: Said
}

export interface ProductText {
  slug: string
  name: string
  summary: string
  /** Plain text; a blank line parts the paragraphs. */
  description: string
}

export interface SeedVariant {
  sku: string
  label: Said
  /** Cents, with 21 % VAT. */
  priceCents: number
  /** Pieces on the shelf; null for goods made to order. */
  stock: number | null
  weightGrams: number
  widthMm: number
  heightMm: number
  depthMm?: number
  /** Where the variant chooses the material or colour of a made-to-order sign. */
  finish?: Finish
  material?: MaterialKey
  /** The price of each from so many pieces on. */
  tiers?: readonly (readonly [from: number, cents: number])[]
  /** What one piece measures, where a unit price must stand beside it. */
  measure?: readonly [number, MeasureUnit]
  /** What it cost until a week ago. */
  wasCents?: number
}

/** What must stand beside an offer: Regulation (EU) 2023/988, Article 19. */
export interface SeedSafety {
  manufacturerName: string
  manufacturerAddress: string
  manufacturerEmail: string
  identifier: string
  manufacturerCountry?: string
  responsibleName?: string
  responsibleAddress?: string
  responsibleEmail?: string
}

export interface SeedProduct {
  key: string
  category: string
  madeToOrder: boolean
  words?: { lines: number; lineLength: number; required: true }
  /** The buyer may send a drawing. */
  takesArtwork?: boolean
  text: Said<ProductText>
  material: Said
  fixing?: Said
  warnings?: Said
  /** Which certificate or whose leave the buyer needs. */
  authority?: Said
  /** Working days until dispatch. */
  leadDays: number
  drawing: GoodsSpec
  alt: Said
  /** Further pictures of the same goods. */
  views?: readonly ViewSpec['view'][]
  variants: readonly SeedVariant[]
  safety: SeedSafety
  /** Keys of goods that go with it. */
  related?: readonly string[]
  /** A draft nobody sees, or goods that go on sale in so many days. */
  publication?: 'draft' | { inDays: number }
}

/** What a product is called and how it is told, its address made from its name. */
export function told(name: string, summary: string, ...paragraphs: readonly string[]): ProductText {
  return { slug: slugOf(name), name, summary, description: paragraphs.join('\n\n') }
}

/** A variant named by its size in millimetres, and by its kind where one is given. */
export function sized(
  sku: string,
  [widthMm, heightMm]: readonly [number, number],
  priceCents: number,
  weightGrams: number,
  more: Partial<SeedVariant> & { kind?: Said } = {},
): SeedVariant {
  const { kind, ...rest } = more
  const size = `${widthMm} × ${heightMm} mm`
  const label = kind ? each(kind, (words) => `${size}, ${words}`) : { lv: size, en: size, sv: size, nl: size }
  return { sku, label, priceCents, stock: null, weightGrams, widthMm, heightMm, ...rest }
}

export function each<A, B>(said: Said<A>, change: (text: A, language: Language) => B): Said<B> {
  return {
    lv: change(said.lv, 'lv'),
    en: change(said.en, 'en'),
    sv: change(said.sv, 'sv'),
    nl: change(said.nl, 'nl'),
  }
}

export function madeByUs(identifier: string): SeedSafety {
  const { street, town, postcode } = shop.address
  return {
    manufacturerName: shop.name,
    manufacturerAddress: `${street}, ${town}, ${postcode}, Latvija`,
    manufacturerEmail: shop.email,
    identifier,
  }
}

export function madeByStampWorks(identifier: string): SeedSafety {
  return {
    manufacturerName: 'Templitehas OÜ',
    manufacturerAddress: 'Pitsati 9, Tartu 50090, Eesti',
    manufacturerEmail: 'ohutus@templitehas.example',
    manufacturerCountry: 'EE',
    identifier,
  }
}

/** Made outside the Union: a company in it answers for its safety (Article 19(b)). */
export function madeByTapeWorks(identifier: string): SeedSafety {
  return {
    manufacturerName: 'Northgate Tapes Ltd',
    manufacturerAddress: '4 Mill Lane, Leeds LS1 4AB, United Kingdom',
    manufacturerEmail: 'safety@northgate-tapes.example',
    manufacturerCountry: 'GB',
    responsibleName: 'Baltijas lentes SIA',
    responsibleAddress: 'Kaņepju iela 7, Jelgava, LV-3001, Latvija',
    responsibleEmail: 'drosiba@baltijas-lentes.example',
    identifier,
  }
}
