import { sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/client.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import type { VatClass } from '../vat-class.ts'
import type { ByLanguage, GoodsText, GoodsVariant, Offer, Stored } from './edited.ts'
import { keyOf } from './edited.ts'

interface ProductRow extends Record<string, unknown> {
  categoryId: string
  vatClass: VatClass
  madeToOrder: boolean
  wordLines: number | null
  wordLineLength: number | null
  takesArtwork: boolean
  needsAuthority: boolean
  leadDays: number
  makerName: string
  makerAddress: string
  makerEmail: string
  makerCountry: string
  responsibleName: string | null
  responsibleAddress: string | null
  responsibleEmail: string | null
  identifier: string
  publishedAt: string | null
  changedAt: string
  state: Offer['state']
  at: string | null
  drawn: boolean
  texts: ByLanguage<GoodsText> | null
  variants: VariantRow[] | null
  pictures: { id: string; alt: ByLanguage<string> | null }[] | null
  documents: { id: string; name: string; language: Language | null }[] | null
  related: { sku: string; id: string; name: string }[] | null
}

type VariantRow = Omit<GoodsVariant, 'key' | 'seenStock' | 'label' | 'tiers'> & {
  id: string
  label: ByLanguage<string> | null
  tiers: GoodsVariant['tiers'] | null
  ordered: boolean
}

/**
 * A product with all that belongs to it; `zone` is the shop's, in which its hour is told. With `lock` nobody else
 * changes it until the transaction ends. Throws NotFound.
 */
export async function read(
  tx: Transaction,
  id: string,
  { zone, lock = false }: { zone: string; lock?: boolean },
): Promise<Stored> {
  if (lock) await lockGoods(tx, [id])
  const [row] = await tx.execute<ProductRow>(sql`
    select category_id as "categoryId", vat_class as "vatClass", made_to_order as "madeToOrder",
           word_lines as "wordLines", word_line_length as "wordLineLength", takes_artwork as "takesArtwork",
           needs_authority as "needsAuthority", lead_days as "leadDays", manufacturer_name as "makerName",
           manufacturer_address as "makerAddress", manufacturer_email as "makerEmail",
           manufacturer_country as "makerCountry", responsible_name as "responsibleName",
           responsible_address as "responsibleAddress", responsible_email as "responsibleEmail", identifier,
           to_json(published_at) #>> '{}' as "publishedAt", to_json(changed_at) #>> '{}' as "changedAt",
           case when published_at is null then 'draft' when published_at > now() then 'scheduled'
                else 'published' end as state,
           to_char(published_at at time zone ${zone}, 'YYYY-MM-DD"T"HH24:MI') as at,
           drawing is not null as drawn, ${textsOf} as texts, ${variantsOf} as variants, ${picturesOf} as pictures,
           ${documentsOf} as documents, ${relatedTo} as related
      from product where id = ${id}`)
  if (!row) throw new NotFound()
  return storedOf(id, row)
}

/**
 * Keeps products with their variants from being changed or bought until the transaction ends. Everybody locks the
 * products first and then the variants, each by their ids: who waits never holds what the other one waits for.
 */
export async function lockGoods(tx: Transaction, ids: readonly string[]): Promise<void> {
  const asked = sql.param([...ids])
  await tx.execute(sql`select from product where id = any(${asked}::uuid[]) order by id for update`)
  await tx.execute(
    sql`select from variant where product_id = any(${asked}::uuid[]) order by id for no key update`,
  )
}

const textsOf = sql`
  (select json_object_agg(language, json_build_object('name', name, 'slug', slug, 'summary', summary,
            'description', description, 'material', material, 'fixing', coalesce(fixing, ''),
            'warnings', coalesce(warnings, ''), 'authority', coalesce(authority, '')))
     from product_text where product_id = product.id)`

const variantsOf = sql`
  (select json_agg(json_build_object('id', variant.id, 'sku', sku, 'priceCents', price_cents, 'stock', stock,
            'reorderAt', reorder_at, 'widthMm', width_mm, 'heightMm', height_mm, 'depthMm', depth_mm,
            'weightGrams', weight_grams, 'materialId', material_id, 'finish', finish, 'gtin', gtin,
            'measure', measure::text, 'measureUnit', measure_unit, 'withdrawn', withdrawn_at is not null,
            'ordered', variant.id in (select variant_id from shop_ordered_variants(product.id)),
            'label', (select json_object_agg(language, label) from variant_text where variant_id = variant.id),
            'tiers', (select json_agg(json_build_object('fromQuantity', from_quantity, 'priceCents', price_tier.price_cents)
                                      order by from_quantity)
                        from price_tier where variant_id = variant.id)) order by position, variant.id)
     from variant where product_id = product.id)`

const picturesOf = sql`
  (select json_agg(json_build_object('id', picture.id,
            'alt', (select json_object_agg(language, alt) from picture_text where picture_id = picture.id))
            order by position, picture.id)
     from picture where product_id = product.id)`

const documentsOf = sql`
  (select json_agg(json_build_object('id', product_document.id, 'name', product_document.name, 'language', language)
            order by position, product_document.id)
     from product_document where product_id = product.id)`

const relatedTo = sql`
  (select json_agg(json_build_object('id', related_id,
            'sku', (select sku from variant where variant.product_id = related_id order by variant.position limit 1),
            'name', (select name from product_text where product_text.product_id = related_id
                      order by array_position(array['lv', 'en', 'sv', 'nl'], language) limit 1)) order by position)
     from product_related where product_id = product.id)`

function storedOf(id: string, row: ProductRow): Stored {
  const variants = row.variants ?? []
  const pictures = row.pictures ?? []
  const documents = row.documents ?? []
  const rows = [...variants, ...pictures, ...documents]
  return {
    id,
    ...row,
    words:
      row.wordLines === null || row.wordLineLength === null
        ? null
        : { lines: row.wordLines, length: row.wordLineLength },
    maker: {
      name: row.makerName,
      address: row.makerAddress,
      email: row.makerEmail,
      country: row.makerCountry,
    },
    responsible:
      row.responsibleName === null
        ? null
        : {
            name: row.responsibleName,
            address: row.responsibleAddress ?? '',
            email: row.responsibleEmail ?? '',
          },
    texts: row.texts ?? {},
    variants: variants.map(({ id: variantId, ordered: _, ...variant }) => ({
      ...variant,
      key: keyOf(variantId),
      seenStock: variant.stock,
      label: variant.label ?? {},
      tiers: variant.tiers ?? [],
    })),
    pictures: pictures.map(({ id: pictureId, alt }) => ({ key: keyOf(pictureId), alt: alt ?? {} })),
    documents: documents.map(({ id: documentId, ...document }) => ({ ...document, key: keyOf(documentId) })),
    related: (row.related ?? []).map(({ sku }) => sku).filter(Boolean),
    relatedNames: row.related ?? [],
    offer: row.state === 'scheduled' ? { state: 'scheduled', at: row.at ?? '' } : { state: row.state },
    ids: Object.fromEntries(rows.map((one) => [keyOf(one.id), one.id])),
    ordered: variants.filter(({ ordered }) => ordered).map((variant) => keyOf(variant.id)),
  }
}
