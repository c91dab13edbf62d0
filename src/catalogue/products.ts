import { sql } from 'drizzle-orm'
import type { Reader } from '../platform/database/client.ts'
import { NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { Picture } from './catalogue.ts'
import type { GoodsSpec } from './drawing/drawing.ts'
import type { Finish } from './drawing/materials.ts'
import type { MeasureUnit } from './table.ts'
import type { VatClass } from './vat-class.ts'

export interface Variant {
  readonly id: string
  readonly sku: string
  readonly label: string
  readonly priceCents: number
  /** The 30-day lowest price, where the price was reduced lately. */
  readonly lowestCents: number | null
  readonly stock: number | null
  readonly widthMm: number
  readonly heightMm: number
  readonly finish: Finish | null
  readonly material: string | null
  readonly gtin: string | null
  /** What one piece measures, where it is sold by measure. */
  readonly measure: number | null
  readonly measureUnit: MeasureUnit | null
  /** Lower prices for each from so many pieces on, in cents with VAT; the fewest pieces first. */
  readonly tiers: readonly { readonly from: number; readonly priceCents: number }[]
}

/** A data sheet, a declaration or an instruction (PDF). */
export interface ProductDocument {
  readonly id: string
  readonly name: string
  /** Null: for readers of all languages. */
  readonly language: Language | null
  /** Bytes. */
  readonly size: number
}

export interface Product {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly summary: string
  readonly description: string
  readonly material: string
  readonly fixing: string | null
  readonly warnings: string | null
  /** Which certificate or authority's leave its buyer needs; null where none. */
  readonly authority: string | null
  readonly needsAuthority: boolean
  readonly vatClass: VatClass
  readonly madeToOrder: boolean
  readonly wordLines: number | null
  readonly wordLineLength: number | null
  readonly takesArtwork: boolean
  readonly drawing: GoodsSpec | null
  readonly leadDays: number
  readonly manufacturerName: string
  readonly manufacturerAddress: string
  readonly manufacturerEmail: string
  readonly responsibleName: string | null
  readonly responsibleAddress: string | null
  readonly responsibleEmail: string | null
  readonly identifier: string
  readonly categoryId: string
  /** The first is the product's face. */
  readonly pictures: readonly Picture[]
  readonly variants: readonly Variant[]
  readonly documents: readonly ProductDocument[]
  /** The ids of what staff chose to go with it, also of what is not on offer. */
  readonly related: readonly string[]
  /** The same product's address in the other languages. */
  readonly slugs: Partial<Record<Language, string>>
}

/** A published product by its address; with `draft` also one that nobody sees yet. Throws NotFound. */
export async function product(
  reader: Reader,
  language: Language,
  slug: string,
  { draft = false } = {},
): Promise<Product> {
  const [row] = await reader.execute<Row<Product>>(sql`
    select product.id, slug, name, summary, description, product_text.material, fixing, warnings, authority,
           needs_authority as "needsAuthority", vat_class as "vatClass", made_to_order as "madeToOrder",
           word_lines as "wordLines", word_line_length as "wordLineLength", takes_artwork as "takesArtwork", drawing,
           lead_days as "leadDays", manufacturer_name as "manufacturerName",
           manufacturer_address as "manufacturerAddress", manufacturer_email as "manufacturerEmail",
           responsible_name as "responsibleName", responsible_address as "responsibleAddress",
           responsible_email as "responsibleEmail", identifier, category_id as "categoryId",
           (select coalesce(json_agg(json_build_object('id', picture.id, 'alt', coalesce(alt, name)) order by position), '[]')
             from picture left join picture_text on picture_id = picture.id and picture_text.language = ${language}
             where picture.product_id = product.id) as pictures,
           (select json_agg(json_build_object('id', variant.id, 'sku', sku, 'label', label, 'priceCents', price_cents,
               'lowestCents', case when exists (select from price_change where variant_id = variant.id offset 1)
                 then shop_lowest_before(variant.id) end, 'stock', stock, 'widthMm', width_mm, 'heightMm', height_mm,
               'finish', finish, 'gtin', gtin, 'measure', measure, 'measureUnit', measure_unit, 'material',
               (select material_text.name from material_text
                 where material_text.material_id = variant.material_id and material_text.language = ${language}),
               'tiers', (select coalesce(json_agg(json_build_object('from', from_quantity, 'priceCents',
                   price_tier.price_cents) order by from_quantity), '[]')
                 from price_tier where variant_id = variant.id and price_tier.price_cents < variant.price_cents))
               order by variant.position)
             from variant join variant_text on variant_id = variant.id and variant_text.language = ${language}
             where variant.product_id = product.id and withdrawn_at is null) as variants,
           (select coalesce(json_agg(json_build_object('id', product_document.id, 'name', product_document.name,
               'language', product_document.language, 'size', octet_length(bytes))
               order by coalesce(product_document.language = ${language}, true) desc, product_document.position), '[]')
             from product_document where product_id = product.id) as documents,
           array(select related_id from product_related where product_related.product_id = product.id
                   order by product_related.position) as related,
           (select json_object_agg(other.language, other.slug) from product_text other
             where other.product_id = product.id) as slugs
      from product_text join product on product.id = product_text.product_id
      where product_text.language = ${language} and slug = ${slug} and (${draft} or published_at <= now())`)
  if (!row?.variants) throw new NotFound()
  return row
}

/** A document of a published product, for downloading. Throws NotFound. */
export async function productDocument(reader: Reader, id: string): Promise<{ name: string; bytes: Buffer }> {
  const [row] = await reader.execute<Row<{ name: string; bytes: Buffer }>>(sql`
    select name, bytes from product_document join product on product.id = product_id
      where product_document.id = ${id} and published_at <= now()`)
  if (!row) throw new NotFound()
  return row
}

type Row<T> = T & Record<string, unknown>
