import { sql } from 'drizzle-orm'
import type { Reader } from '../platform/database/client.ts'
import { NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { type Picture, pictureOf } from './catalogue.ts'
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
  readonly vatClass: VatClass
  readonly madeToOrder: boolean
  readonly wordLines: number | null
  readonly wordLineLength: number | null
  readonly leadDays: number
  readonly manufacturerName: string
  readonly manufacturerAddress: string
  readonly manufacturerEmail: string
  readonly identifier: string
  readonly category: { readonly slug: string; readonly name: string }
  readonly picture: Picture | null
  readonly variants: readonly Variant[]
  /** The same product's address in the other languages. */
  readonly slugs: Partial<Record<Language, string>>
}

/** A published product by its address. Throws NotFound. */
export async function product(reader: Reader, language: Language, slug: string): Promise<Product> {
  const [row] = await reader.execute<Row<Product>>(sql`
    select product.id, slug, name, summary, description, material, fixing, warnings, vat_class as "vatClass",
           made_to_order as "madeToOrder", word_lines as "wordLines", word_line_length as "wordLineLength",
           lead_days as "leadDays", manufacturer_name as "manufacturerName",
           manufacturer_address as "manufacturerAddress", manufacturer_email as "manufacturerEmail", identifier,
           (select json_build_object('slug', category_text.slug, 'name', category_text.name) from category_text
             where category_text.category_id = product.category_id and language = ${language}) as category,
           ${pictureOf(sql`picture.product_id = product.id`, language)} as picture,
           (select json_agg(json_build_object('id', variant.id, 'sku', sku, 'label', label, 'priceCents', price_cents,
               'lowestCents', shop_lowest_before(variant.id), 'stock', stock, 'widthMm', width_mm, 'heightMm', height_mm)
               order by variant.position)
             from variant join variant_text on variant_id = variant.id and variant_text.language = ${language}
             where variant.product_id = product.id) as variants,
           (select json_object_agg(other.language, other.slug) from product_text other
             where other.product_id = product.id) as slugs
      from product_text join product on product.id = product_text.product_id
      where product_text.language = ${language} and slug = ${slug} and published_at <= now()`)
  if (!row) throw new NotFound()
  return row
}

type Row<T> = T & Record<string, unknown>
