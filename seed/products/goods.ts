import type { GoodsSpec } from '../../src/catalogue/drawing.ts'
import type { Finish } from '../../src/catalogue/drawing-materials.ts'
import { shop } from '../cast.ts'

export interface Bilingual<Text> {
  lv: Text
  en: Text
}

export interface CategoryText {
  slug: string
  name: string
  summary: string
}

export interface SeedCategory {
  key: string
  position: number
  text: Bilingual<CategoryText>
  drawing: GoodsSpec
  /** What the picture shows, for those who cannot see it. */
  alt: Bilingual<string>
}

export interface ProductText {
  slug: string
  name: string
  summary: string
  /** Plain text; a blank line parts the paragraphs. */
  description: string
  material: string
  fixing?: string
  warnings?: string
}

export interface SeedVariant {
  sku: string
  label: Bilingual<string>
  /** Cents, with 21 % VAT. */
  priceCents: number
  /** Pieces on the shelf; null for goods made to order. */
  stock: number | null
  weightGrams: number
  widthMm: number
  heightMm: number
  /** Where the variant chooses the material or colour of a made-to-order sign. */
  finish?: Finish
}

/** What must stand beside an offer: Regulation (EU) 2023/988, Article 19. */
export interface SeedSafety {
  manufacturerName: string
  manufacturerAddress: string
  manufacturerEmail: string
  identifier: string
}

export interface SeedProduct {
  key: string
  category: string
  madeToOrder: boolean
  words?: { lines: number; lineLength: number; required: true }
  text: Bilingual<ProductText>
  /** Working days until dispatch. */
  leadDays: number
  drawing: GoodsSpec
  alt: Bilingual<string>
  variants: readonly SeedVariant[]
  safety: SeedSafety
}

export function paragraphs(...texts: readonly string[]): string {
  return texts.join('\n\n')
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
    identifier,
  }
}

export const film = { lv: 'uzlīme', en: 'sticker' }
export const plastic = { lv: 'plastikāts', en: 'rigid plastic' }
export const aluminium = { lv: 'alumīnijs', en: 'aluminium' }

/** A variant named by size and material. */
export function label(size: string, kind: { lv: string; en: string }) {
  return { lv: `${size}, ${kind.lv}`, en: `${size}, ${kind.en}` }
}
